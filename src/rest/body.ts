/** The argument `input` -> the body of a call, in the format that `@rest(body:)` names. */
import { getNamedType, getNullableType, isScalarType, type GraphQLArgument } from 'graphql';
import type { Multipart } from '../upstream/call.ts';
import { compileForm, compileMultipart } from './form-body.ts';
import type { JSONBodies } from './json-body.ts';
import { below, Refusal } from './refusal.ts';
import type { ArgumentRules, BodyFormat, Rules } from './rules.ts';
import { SchemaError } from './schema-error.ts';

export type Body = string | Multipart;

/** Undefined where the caller gave no input: then no body is sent. Files are waited for, and long lists are written in turns if there is `turn`. */
export type ToBody = (input: unknown, turn?: () => Promise<void>) => Body | undefined | Promise<Body>;

export function compileBody(options: { format: BodyFormat; argument: GraphQLArgument | undefined; argumentRules: ArgumentRules; bodies: JSONBodies; rules: Rules; where: string }): ToBody {
  const { format, argument, argumentRules, bodies, rules, where } = options;
  if (!argument) throw new SchemaError(where, `A ${format} body is sent, so the field needs the argument input; found none.`);
  const write = compileFormat();
  return (input, turn) => {
    if (input === undefined) return undefined;
    try {
      if (input === null) return format === 'JSON' ? 'null' : undefined;
      const body = write(input, turn);
      return typeof body === 'string' ? body : body.catch(rethrow);
    } catch (error) {
      throw below('input', error);
    }
  };

  function compileFormat(): (input: unknown, turn?: () => Promise<void>) => string | Promise<Body> {
    const place = `${where}(input)`;
    const { type } = argument as GraphQLArgument;
    const form = { type, bodies, rules, where: place };
    switch (format) {
      case 'JSON': {
        const written = { type, input: argumentRules, where: place };
        const writeJSON = bodies.compile(written);
        const writeInSlices = bodies.compileInSlices(written);
        return (input, turn) => (turn ? writeInSlices(input, turn) : writeJSON(input));
      }
      case 'FORM': {
        const toForm = compileForm(form);
        return (input) => toForm(input as Record<string, unknown>);
      }
      case 'MULTIPART': {
        const toMultipart = compileMultipart(form);
        return (input) => toMultipart(input as Record<string, unknown>);
      }
      case 'TEXT': {
        if (!isScalarType(getNullableType(type)) || getNamedType(type).name !== 'String') throw new SchemaError(place, `A TEXT body is a String, but input is ${String(type)}.`);
        return (input) => {
          if (/\p{Surrogate}/u.test(input as string)) throw new Refusal('holds half of a surrogate pair, which is no character and cannot be sent');
          return input as string;
        };
      }
    }
  }
}

function rethrow(error: unknown): never {
  throw below('input', error) as Error;
}
