/**
 * The `@rest` run time: documents written in the words of `directives.ts` become an executable schema.
 * It knows no OpenAPI and no sockets; a call goes through the `System` that the request's context holds.
 *
 *   documents.ts, merge.ts, rules.ts      text -> one document -> what its directives say
 *   call-plan.ts, call.ts, loaders.ts     a root field -> one HTTP call
 *     url.ts, headers.ts, slots.ts          templates filled in
 *     body.ts, json-body.ts, form-body.ts   the argument `input` written
 *     bulk.ts, bulk-keys.ts                 one result for each key of the input
 *   answer.ts, mail.ts, phrase.ts         bytes -> a parsed answer
 *   fields.ts, read.ts, member.ts         a parsed answer -> the graph's values, when they are asked for
 *   scalars.ts, leaves.ts, decimal.ts     single values, in and out
 *
 * Everything that directives say is analysed here, once; a request runs compiled functions.
 */
import {
  buildASTSchema, isInputObjectType, isObjectType, isUnionType, validateSchema, valueFromAST,
  type GraphQLArgument, type GraphQLFieldResolver, type GraphQLInputField, type GraphQLSchema,
} from 'graphql';
import type { Build } from './build.ts';
import { formatsOf } from './call-plan.ts';
import { compileCall } from './call.ts';
import { parseDocuments, placeOf, type Document, type ParsedDocument } from './documents.ts';
import { resolveFields } from './fields.ts';
import { checkInherit, inheritedNames } from './inherit.ts';
import { JSONBodies } from './json-body.ts';
import { compileUnion, unknownMembers } from './member.ts';
import { mergeDocuments, publicDocument } from './merge.ts';
import { readRules } from './rules.ts';
import { scalars } from './scalars.ts';
import { SchemaError } from './schema-error.ts';
import { sourcesOf, type Source } from './source.ts';

export type { Document, ParsedDocument } from './documents.ts';
export { parseDocuments } from './documents.ts';
export type { Credential, Source } from './source.ts';
export { SchemaError } from './schema-error.ts';

/** The systems that these documents speak of; refuses what contradicts itself. */
export function readSources(documents: (Document | ParsedDocument)[]): Source[] {
  return sourcesOf(parseDocuments(documents));
}

/**
 * One executable schema of all documents, without a trace of our directives. Its resolvers expect a
 * `RequestContext`. Throws a `SchemaError` for the first thing that does not hold together.
 */
export function buildRestSchema(documents: (Document | ParsedDocument)[]): GraphQLSchema {
  const parsed = parseDocuments(documents);
  const sources = new Map(sourcesOf(parsed).map((source) => [source.name, source]));
  const merged = mergeDocuments(parsed);
  const rules = readRules(merged);
  const schema = buildASTSchema(publicDocument(merged.types), { assumeValidSDL: true });
  const problem = validateSchema(schema)[0];
  if (problem) throw new SchemaError(placeOf(problem, 'documents'), problem.message);
  for (const [name, scalar] of Object.entries(scalars)) {
    const { serialize, parseValue, parseLiteral } = scalar;
    Object.assign(schema.getType(name) ?? {}, { serialize, parseValue, parseLiteral });
  }

  checkInherit({ schema, rules });
  const systems = systemsOf(schema, rules.fields);
  const systemOfType = new Map([...merged.typeDocument].map(([type, document]) => [type, sourceOfDocument(parsed, document)]));
  const build: Build = {
    schema, rules, sources,
    bodies: new JSONBodies(rules),
    formats: formatsOf({ schema, rules }),
    unknowns: unknownMembers({ schema, rules }),
    inherits: inheritedNames({ schema, rules }),
    place: (type, field) => ({ field: `${type}.${field}`, systems, system: systems.get(`${type}.${field}`) ?? systemOfType.get(type) ?? type }),
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isUnionType(type)) type.resolveType = compileUnion(build, type);
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) restoreDefault(field);
    }
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) for (const argument of field.args) restoreDefault(argument);
    if (type !== schema.getQueryType() && type !== schema.getMutationType()) resolveFields(build, type);
    else {
      for (const field of Object.values(type.getFields())) {
        field.resolve = compileCall(build, type, field) as GraphQLFieldResolver<unknown, unknown>;
        field.extensions = { ...field.extensions, source: systems.get(`${type.name}.${field.name}`) };
      }
    }
  }
  return schema;
}

/** Defaults were read before our scalars were in place: `= 1.50` of a Decimal is exact text. */
function restoreDefault(of: GraphQLArgument | GraphQLInputField): void {
  const node = of.astNode?.defaultValue;
  if (node) of.defaultValue = valueFromAST(node, of.type);
}

function systemsOf(schema: GraphQLSchema, fields: Build['rules']['fields']): Map<string, string> {
  const systems = new Map<string, string>();
  for (const root of [schema.getQueryType(), schema.getMutationType()]) {
    for (const name of Object.keys(root?.getFields() ?? {})) {
      const rest = fields.get(`${root?.name}.${name}`)?.rest;
      if (rest) systems.set(`${root?.name}.${name}`, rest.source);
    }
  }
  return systems;
}

/** The first source that a document declares; its types answer for that system in messages. */
function sourceOfDocument(parsed: Parameters<typeof sourcesOf>[0], document: string): string | undefined {
  const found = parsed.find(({ name }) => name === document);
  return found && sourcesOf([found])[0]?.name;
}
