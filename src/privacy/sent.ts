/**
 * What an operation sends in sensitive places: in variables and literals, at any depth. It is looked for only when
 * an error with a vendor's own words is about to leave, to take it out of them.
 */
import { getNamedType, getNullableType, isInputObjectType, isListType, Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { DocumentNode, GraphQLInputType, GraphQLSchema, OperationDefinitionNode, ValueNode } from 'graphql';
import type { Sensitive } from './markers.ts';

export interface Sent {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Readonly<Record<string, unknown>>;
}

/** Texts, numbers as text; each once. */
export function sentValues({ schema, document, operation, variables }: Sent, { coordinates }: Sensitive): string[] {
  const values = new Set<string>();
  const types = new TypeInfo(schema);

  /** All of a value, or what is sensitive within it. */
  function take(value: unknown, type: GraphQLInputType | undefined, whole: boolean): void {
    if (value === null || value === undefined) return;
    if (Array.isArray(value)) {
      const list = type && getNullableType(type);
      for (const item of value) take(item, isListType(list) ? list.ofType : type, whole);
      return;
    }
    if (typeof value !== 'object') {
      if (whole && (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')) values.add(String(value));
      return;
    }
    if (!isPlain(value)) return takeFile(value);
    const named = type && getNamedType(type);
    const fields = isInputObjectType(named) ? named.getFields() : {};
    for (const [key, member] of Object.entries(value)) {
      // The keys of a free object are data, too.
      if (whole && !Object.hasOwn(fields, key)) values.add(key);
      take(member, fields[key]?.type, whole || (isInputObjectType(named) && coordinates.has(`${named.name}.${key}`)));
    }
  }

  /** Of an upload, its name: what is in it was streamed on, and nobody here has it. */
  function takeFile({ file }: { file?: { filename?: unknown } }): void {
    if (typeof file?.filename === 'string') values.add(file.filename);
  }

  function takeNode(node: ValueNode): void {
    if (node.kind === Kind.VARIABLE) return take(variables[node.name.value], undefined, true);
    if (node.kind === Kind.LIST) return node.values.forEach(takeNode);
    if (node.kind === Kind.OBJECT) return node.fields.forEach(({ value }) => takeNode(value));
    if ('value' in node) values.add(String(node.value));
  }

  const reached = [operation, ...document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)];
  visit(
    { kind: Kind.DOCUMENT, definitions: reached },
    visitWithTypeInfo(types, {
      Argument(node) {
        const argument = types.getArgument();
        const parent = types.getParentType();
        const field = types.getFieldDef();
        if (argument && parent && field && coordinates.has(`${parent.name}.${field.name}(${argument.name})`)) takeNode(node.value);
      },
      ObjectField(node) {
        const parent = types.getParentInputType();
        const named = parent && getNamedType(parent);
        if (named && coordinates.has(`${named.name}.${node.name.value}`)) takeNode(node.value);
      },
      Variable(node) {
        take(variables[node.name.value], types.getInputType() ?? undefined, false);
      },
    }),
  );
  return [...values];
}

/** As JSON makes it; an upload is none. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
