/**
 * What the directives of a document say about each type, field, argument and enum value, as plain objects.
 * Read once at build; the compilers beside this file ask here and never look at directives themselves.
 */
import { Kind, type DirectiveNode, type EnumTypeDefinitionNode, type TypeDefinitionNode } from 'graphql';
import { directiveValues } from './documents.ts';
import type { Merged } from './merge.ts';
import { SchemaError } from './schema-error.ts';

export interface MapRule { key: string; value?: string | undefined }
export interface MoneyRule { currency: string; default?: string | undefined }
export interface PhraseRule { part: 'WORDS' | 'REMARK' | 'WHOLE'; after?: string | undefined }
export interface MemberRule { type: string; has: string[]; at: string[]; is: string[] }

export const verbs = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;
export type BodyFormat = 'JSON' | 'FORM' | 'MULTIPART' | 'TEXT';
export type AnswerFormat = 'JSON' | 'TEXT' | 'EML' | 'PHRASE' | 'NONE';

export interface RestRule extends Partial<Record<(typeof verbs)[number] | 'URL', string>> {
  source: string;
  headers?: { name: string; value: string }[];
  body?: BodyFormat;
  contentType?: string;
  answer?: AnswerFormat;
  select?: string;
  nullOn?: number[];
  credential?: string;
}

export interface FieldRules {
  /** Name on the wire. */
  wire: string;
  map?: MapRule | undefined;
  bulk?: string | undefined;
  inline: boolean;
  flatten: boolean;
  inherit: boolean;
  freeform: boolean;
  phrase?: PhraseRule | undefined;
  money?: MoneyRule | undefined;
  rest?: RestRule | undefined;
}

export interface ArgumentRules {
  /** Variable of the source that stands in for the argument when it is left out. */
  variable?: string | undefined;
  list?: { explode: boolean; separator: string } | undefined;
  map?: MapRule | undefined;
  freeform: boolean;
}

export interface TypeRules {
  bare?: string | undefined;
  tuple: boolean;
  blank: boolean;
  members: MemberRule[];
}

/** Graph name of an enum value -> its wire value. */
export type EnumRules = Map<string, string>;

export interface Rules {
  types: Map<string, TypeRules>;
  /** By `Account.meta`; input fields too. */
  fields: Map<string, FieldRules>;
  /** By `Query.account(triggerName)`. */
  arguments: Map<string, ArgumentRules>;
  enums: Map<string, EnumRules>;
  /** `receeve.graphql: Account.meta`, to begin a message with. */
  place(type: string, field?: string): string;
}

type Values = Partial<Record<string, Record<string, unknown>[]>>;

export function readRules({ types, typeDocument, fieldDocument }: Merged): Rules {
  const place = (type: string, field?: string) => {
    const coordinate = field === undefined ? type : `${type}.${field}`;
    return `${fieldDocument.get(coordinate) ?? typeDocument.get(type) ?? 'documents'}: ${coordinate}`;
  };
  const rules: Rules = { types: new Map(), fields: new Map(), arguments: new Map(), enums: new Map(), place };
  for (const type of types) {
    const name = type.name.value;
    if (type.kind === Kind.ENUM_TYPE_DEFINITION) rules.enums.set(name, enumRules(type, place));
    rules.types.set(name, typeRules(type, place(name)));
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION) continue;
    const wires = new Map<string, string>();
    for (const field of type.fields ?? []) {
      const where = place(name, field.name.value);
      const found = fieldRules(field.name.value, read(field.directives, where), where);
      rules.fields.set(`${name}.${field.name.value}`, found);
      if (type.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) checkWire({ wires, field: field.name.value, found, where });
      if (!('arguments' in field)) continue;
      for (const argument of field.arguments ?? []) {
        rules.arguments.set(`${name}.${field.name.value}(${argument.name.value})`, argumentRules(read(argument.directives, `${where}(${argument.name.value})`)));
      }
    }
  }
  return rules;
}

function read(nodes: readonly DirectiveNode[] | undefined, where: string): Values {
  const values: Values = {};
  for (const node of nodes ?? []) {
    const name = node.name.value;
    if (name === 'deprecated' || name === 'oneOf' || name === 'specifiedBy') continue;
    (values[name] ??= []).push(directiveValues(where, name, node));
  }
  return values;
}

function typeRules(type: TypeDefinitionNode, where: string): TypeRules {
  const values = read(type.directives, where);
  return {
    bare: values['bare']?.[0]?.['field'] as string | undefined,
    tuple: values['tuple'] !== undefined,
    blank: values['blank'] !== undefined,
    members: (values['member'] ?? []).map((member) => ({
      type: member['type'] as string,
      has: (member['has'] as string[] | null | undefined) ?? [],
      at: (member['at'] as string[] | null | undefined) ?? [],
      is: (member['is'] as string[] | null | undefined) ?? [],
    })),
  };
}

function fieldRules(name: string, values: Values, where: string): FieldRules {
  const wire = values['wire']?.[0];
  if (wire && typeof wire['name'] !== 'string') throw new SchemaError(where, '@wire on a field needs name, its name on the wire; value belongs to enum values.');
  return {
    wire: (wire?.['name'] as string | undefined) ?? name,
    map: values['map']?.[0] as MapRule | undefined,
    bulk: values['bulk']?.[0]?.['key'] as string | undefined,
    inline: values['inline'] !== undefined,
    flatten: values['flatten'] !== undefined,
    inherit: values['inherit'] !== undefined,
    freeform: values['freeform'] !== undefined,
    phrase: values['phrase']?.[0] as PhraseRule | undefined,
    money: values['money']?.[0] as MoneyRule | undefined,
    rest: values['rest']?.[0] as RestRule | undefined,
  };
}

function argumentRules(values: Values): ArgumentRules {
  const list = values['list']?.[0];
  return {
    variable: values['default']?.[0]?.['variable'] as string | undefined,
    list: list && { explode: (list['explode'] as boolean | null | undefined) ?? true, separator: (list['separator'] as string | null | undefined) ?? ',' },
    map: values['map']?.[0] as MapRule | undefined,
    freeform: values['freeform'] !== undefined,
  };
}

function enumRules(type: EnumTypeDefinitionNode, place: Rules['place']): EnumRules {
  const wires: EnumRules = new Map();
  const seen = new Map<string, string>();
  for (const value of type.values ?? []) {
    const name = value.name.value;
    const where = place(type.name.value, name);
    const wire = read(value.directives, where)['wire']?.[0];
    if (wire && typeof wire['value'] !== 'string') throw new SchemaError(where, '@wire on an enum value needs value, its value on the wire; name belongs to fields.');
    const text = (wire?.['value'] as string | undefined) ?? name;
    const other = seen.get(text);
    if (other !== undefined) throw new SchemaError(where, `${JSON.stringify(text)} on the wire is ${other} already; two values of an enum cannot share one.`);
    seen.set(text, name);
    wires.set(name, text);
  }
  return wires;
}

/** Two fields of one input that stand in the same place on the wire would overwrite each other. */
function checkWire(options: { wires: Map<string, string>; field: string; found: FieldRules; where: string }): void {
  const { wires, field, found, where } = options;
  if (found.inline) return;
  const other = wires.get(found.wire);
  if (other !== undefined) throw new SchemaError(where, `stands as ${JSON.stringify(found.wire)} on the wire, where ${other} stands already.`);
  wires.set(found.wire, field);
}
