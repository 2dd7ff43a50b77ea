/**
 * Input object -> the fields of a form: urlencoded text, or the parts of a multipart body.
 * A list repeats its name, an object is JSON text, an explicit null is sent blank, an absent field not at all.
 */
import { getNamedType, getNullableType, isInputObjectType, isListType, type GraphQLInputObjectType, type GraphQLInputType } from 'graphql';
import type { FileUpload } from 'graphql-upload/processRequest.mjs';
import type { Multipart, MultipartPart } from '../upstream/call.ts';
import { compileText, encode } from './argument-text.ts';
import type { JSONBodies } from './json-body.ts';
import { getter } from './json-value.ts';
import { compileMoneyChecks } from './money-check.ts';
import { below } from './refusal.ts';
import type { Rules } from './rules.ts';
import { SchemaError } from './schema-error.ts';

export interface FormOptions { type: GraphQLInputType; bodies: JSONBodies; rules: Rules; where: string }

interface FormField {
  name: string;
  wire: string;
  get(item: Record<string, unknown>): unknown;
  file: boolean;
  list: boolean;
  toText(value: unknown): string;
}

type Input = Record<string, unknown>;

/** `application/x-www-form-urlencoded`, with %20 for a space. */
export function compileForm(options: FormOptions): (input: Input) => string {
  const { fields, check } = compileFields({ ...options, files: false });
  const names = new Map(fields.map((field) => [field, `${encode(field.wire)}=`]));
  return (input) => {
    check?.(input);
    const pairs: string[] = [];
    forEach(fields, input, (field, value) => pairs.push((names.get(field) ?? '') + encode(value === null ? '' : field.toText(value))));
    return pairs.join('&');
  };
}

/** Parts in the order of the type's fields; a file is opened when its turn has come, and again for each attempt. */
export function compileMultipart(options: FormOptions): (input: Input) => Promise<Multipart> {
  const { fields, check } = compileFields({ ...options, files: true });
  return async (input) => {
    check?.(input);
    // Files are waited for last: a refusal before that leaves no promise behind.
    const parts: (() => Promise<MultipartPart>)[] = [];
    forEach(fields, input, (field, value) => {
      if (value !== null && field.file) {
        parts.push(() => filePart(field.wire, value as Promise<FileUpload>));
        return;
      }
      const part = { name: field.wire, value: value === null ? '' : field.toText(value) };
      parts.push(async () => part);
    });
    return { parts: await Promise.all(parts.map((make) => make())) };
  };
}

async function filePart(name: string, upload: Promise<FileUpload>): Promise<MultipartPart> {
  const file = await upload;
  return { name, filename: file.filename, contentType: file.mimetype || 'application/octet-stream', open: () => file.createReadStream() };
}

function compileFields({ type, bodies, rules, where, files }: FormOptions & { files: boolean }): { fields: FormField[]; check: ReturnType<typeof compileMoneyChecks> } {
  const object = getNullableType<GraphQLInputType>(type);
  if (!isInputObjectType(object) || object.isOneOf) throw new SchemaError(where, `A form is an object, but input is ${String(type)}.`);
  return { fields: Object.values(object.getFields()).map((field) => compileField({ object, name: field.name, type: field.type, bodies, rules, files })), check: compileMoneyChecks({ type: object, rules }) };
}

function compileField(options: { object: GraphQLInputObjectType; name: string; type: GraphQLInputType; bodies: JSONBodies; rules: Rules; files: boolean }): FormField {
  const { object, name, bodies, rules, files } = options;
  const type = getNullableType<GraphQLInputType>(options.type);
  const found = rules.fields.get(`${object.name}.${name}`);
  const where = rules.place(object.name, name);
  const named = getNamedType(type);
  const file = named.name === 'Upload';
  if (file && !files) throw new SchemaError(where, 'An Upload needs a MULTIPART body.');
  if (found?.inline) throw new SchemaError(where, '@inline is for JSON bodies.');
  const list = isListType(type) && !found?.map;
  const item = list ? getNullableType<GraphQLInputType>((type as { ofType: GraphQLInputType }).ofType) : type;
  const json = isInputObjectType(item) || isListType(item) || named.name === 'JSON';
  const toText = file ? String : json ? bodies.compile({ type: item, input: { map: found?.map, freeform: found?.freeform ?? false }, where }) : compileText({ type: item, rules, where });
  return { name, wire: found?.wire ?? name, get: getter(name), file, list, toText };
}

function forEach(fields: FormField[], input: Input, send: (field: FormField, value: unknown) => void): void {
  for (const field of fields) {
    const value = field.get(input);
    if (value === undefined) continue;
    try {
      if (field.list && Array.isArray(value)) value.forEach((item: unknown) => item != null && send(field, item));
      else send(field, value);
    } catch (error) {
      throw below(field.name, error);
    }
  }
}
