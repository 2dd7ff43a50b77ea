/**
 * What `@rest` on a root field says, checked and compiled into the functions that one call needs.
 * Every contradiction ends here, at build, with the field's name.
 */
import { getNamedType, getNullableType, isLeafType, isListType, isObjectType, isScalarType, type GraphQLField, type GraphQLNamedType, type GraphQLObjectType } from 'graphql';
import { compileAnswer, type ReadAnswer } from './answer.ts';
import { compileBody, type ToBody } from './body.ts';
import type { Build } from './build.ts';
import { compileBulk, type ReadBulk } from './bulk.ts';
import { compileKeys, type KeysOf } from './bulk-keys.ts';
import { compileHeaders, type ToHeaders } from './headers.ts';
import { compileRead, type Read } from './read.ts';
import { verbs, type AnswerFormat, type ArgumentRules, type RestRule } from './rules.ts';
import { SchemaError } from './schema-error.ts';
import type { SlotOptions } from './slots.ts';
import type { Source } from './source.ts';
import { compileURL, type ToURL } from './url.ts';

export interface CallPlan {
  source: string;
  operation: string;
  method: string;
  /** The field is its URL; no call is made. */
  computed: boolean;
  /** May be repeated and shared: a GET or HEAD of a query field. */
  repeatable: boolean;
  /** A field of Mutation. */
  write: boolean;
  toURL: ToURL;
  toHeaders: ToHeaders;
  toBody?: ToBody | undefined;
  credential?: string | undefined;
  nullOn: readonly number[];
  select?: string | undefined;
  readAnswer: ReadAnswer;
  read: Read;
  bulk?: { read: ReadBulk; keysOf: KeysOf } | undefined;
}

export function planCall(build: Build, root: GraphQLObjectType, field: GraphQLField<unknown, unknown>): CallPlan {
  const { rules } = build;
  const where = rules.place(root.name, field.name);
  const found = rules.fields.get(`${root.name}.${field.name}`);
  if (!found?.rest) throw new SchemaError(where, 'This field has no @rest, so nothing answers it; fields of Query and Mutation each name their call.');
  const { rest } = found;
  const source = sourceOf(build, rest, where);
  const { method, template } = methodOf(rest, where);
  const write = root.name === 'Mutation';
  checkShape({ rest, method, where, field });

  const used = new Set<string>();
  const none: ArgumentRules = { freeform: false };
  const argumentRules = (name: string) => rules.arguments.get(`${root.name}.${field.name}(${name})`) ?? none;
  const slots: SlotOptions = { where, source, arguments: field.args, argumentRules, rules, used };
  const toURL = compileURL(template, slots);
  const { toHeaders } = compileHeaders(rest, slots);
  const input = field.args.find(({ name }) => name === 'input');
  const toBody = rest.body && compileBody({ format: rest.body, argument: input, argumentRules: argumentRules('input'), bodies: build.bodies, rules, where });
  if (toBody) used.add('input');
  const unused = field.args.find(({ name }) => !used.has(name));
  if (unused) throw new SchemaError(where, `The argument ${unused.name} is used nowhere; expected {${unused.name}} in the URL or a header${unused.name === 'input' ? ', or a body' : ''}.`);

  const key = found.bulk;
  if (key !== undefined && !(write && toBody)) throw new SchemaError(where, '@bulk is for a field of Mutation with a body: the keys stand in it.');
  return {
    source: source.name, operation: field.name, method, computed: method === 'URL', write,
    repeatable: !write && (method === 'GET' || method === 'HEAD'),
    toURL, toHeaders, toBody,
    credential: rest.credential ?? undefined,
    nullOn: rest.nullOn ?? [],
    select: rest.select ?? undefined,
    readAnswer: compileAnswer({ format: rest.answer ?? 'JSON', exact: holdsDecimal(getNamedType(field.type), new Set()) }),
    read: compileRootRead(build, root, field, rest.answer ?? 'JSON'),
    bulk: key === undefined ? undefined : { read: compileBulk({ type: field.type, key, rules, where }), keysOf: compileKeys({ key, argument: input, argumentRules: argumentRules('input'), rules, where }) },
  };
}

/** Formats that are read into objects of their own: which types they fill, and refused where a type would be filled in two ways. */
export function formatsOf({ schema, rules }: Pick<Build, 'schema' | 'rules'>): Map<string, AnswerFormat> {
  const formats = new Map<string, AnswerFormat>();
  for (const root of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(root?.getFields() ?? {})) {
      const type = getNamedType(field.type);
      const format = rules.fields.get(`${root?.name}.${field.name}`)?.rest?.answer ?? 'JSON';
      if (!isObjectType(type)) continue;
      const other = formats.get(type.name);
      if (other !== undefined && other !== format && (isOwn(other) || isOwn(format))) {
        throw new SchemaError(rules.place(root?.name ?? '', field.name), `${type.name} is read from an answer of ${format} here and of ${other} elsewhere; give one of them a type of its own.`);
      }
      formats.set(type.name, format);
    }
  }
  return formats;
}

function isOwn(format: AnswerFormat): boolean {
  return format === 'EML' || format === 'PHRASE';
}

function compileRootRead(build: Build, root: GraphQLObjectType, field: GraphQLField<unknown, unknown>, format: AnswerFormat): Read {
  const found = build.rules.fields.get(`${root.name}.${field.name}`);
  const where = build.rules.place(root.name, field.name);
  if (format === 'NONE' || isOwn(format)) return (value) => value;
  return compileRead({ build, type: field.type, rules: found ?? { flatten: false, freeform: false }, where, place: build.place(root.name, field.name), lone: isLeafType(getNamedType(field.type)) });
}

function sourceOf({ sources }: Build, rest: RestRule, where: string): Source {
  const source = sources.get(rest.source);
  if (!source) throw new SchemaError(where, `@rest names the source ${rest.source}, which no document declares; found ${[...sources.keys()].join(', ') || 'none'}.`);
  if (rest.credential != null && !source.credentials.some(({ name }) => name === rest.credential)) {
    throw new SchemaError(where, `@rest names the credential ${rest.credential}, which ${source.name} lacks; found ${source.credentials.map(({ name }) => name).join(', ') || 'none'}.`);
  }
  return source;
}

function methodOf(rest: RestRule, where: string): { method: string; template: string } {
  const given = [...verbs, 'URL' as const].filter((verb) => rest[verb] != null);
  const [method, second] = given;
  if (method === undefined) throw new SchemaError(where, `@rest has no verb; expected one of ${verbs.join(', ')} or URL.`);
  if (second !== undefined) throw new SchemaError(where, `@rest has ${given.join(' and ')}; expected one of them.`);
  return { method, template: rest[method] ?? '' };
}

/** What a call sends and what it answers must go together with its verb and its type. */
function checkShape({ rest, method, where, field }: { rest: RestRule; method: string; where: string; field: GraphQLField<unknown, unknown> }): void {
  const type = getNullableType(field.type);
  const named = getNamedType(type);
  const answer = rest.answer ?? 'JSON';
  const refuse = (sentence: string): never => {
    throw new SchemaError(where, sentence);
  };
  const expect = (name: string, reason: string) => {
    if (!isScalarType(type) || named.name !== name) refuse(`${reason}, so the field is ${name}, but it is ${String(field.type)}.`);
  };
  if (method === 'URL') {
    expect('String', '@rest(URL:) is the URL itself');
    const odd = (['body', 'answer', 'select', 'nullOn', 'credential', 'headers'] as const).find((name) => rest[name] != null);
    if (odd) refuse(`@rest(URL:) makes no call and takes no ${odd}.`);
    return;
  }
  if (rest.body && (method === 'GET' || method === 'HEAD')) refuse(`A ${method} has no body, but body: ${rest.body} is given.`);
  if (rest.contentType != null && !rest.body) refuse('contentType is given, but no body.');
  if (rest.contentType != null && rest.body === 'MULTIPART') refuse('A MULTIPART body writes its own content type; leave contentType out.');
  if (method === 'HEAD' && answer !== 'NONE') refuse(`A HEAD has no content, but the answer is ${answer}; expected answer: NONE.`);
  if (rest.select != null && answer !== 'JSON') refuse(`select takes a member of a JSON answer, but the answer is ${answer}.`);
  if (answer === 'NONE') expect('Boolean', 'answer: NONE is true when the call succeeds');
  if (answer === 'TEXT') expect('String', 'answer: TEXT is the text itself');
  if (isOwn(answer) && (isListType(type) || !isObjectType(named))) refuse(`answer: ${answer} is read into the fields of one object, but the field is ${String(field.type)}.`);
  const status = rest.nullOn?.find((one) => one < 200 || one > 599);
  if (status !== undefined) refuse(`nullOn holds ${status}, which is no status of an answer.`);
}

function holdsDecimal(type: GraphQLNamedType, seen: Set<string>): boolean {
  if (type.name === 'Decimal') return true;
  if (seen.has(type.name)) return false;
  seen.add(type.name);
  if ('getTypes' in type) return type.getTypes().some((member) => holdsDecimal(member, seen));
  return isObjectType(type) && Object.values(type.getFields()).some((field) => holdsDecimal(getNamedType(field.type), seen));
}
