/**
 * The name of what a field asked of the remote, for errors: the root field, and where that is a namespace
 * the member of it, `payLink.payLinks`; `payLink` where an error concerns several members. Field names, never aliases.
 */
import { Kind, OperationTypeNode } from 'graphql';
import type { FieldNode, FragmentDefinitionNode, GraphQLField, GraphQLResolveInfo, SelectionSetNode } from 'graphql';

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/** The remote groups its operations: a root field that takes no arguments does nothing itself, its members do. */
export function isNamespace(field: GraphQLField<unknown, unknown>): boolean {
  return field.args.length === 0;
}

/** Of a lookup: `nodes` are the root field's; `member` is the response key of the member concerned, absent: all that are selected. */
export function operationName(options: { nodes: readonly FieldNode[]; field: GraphQLField<unknown, unknown>; fragments: Fragments; member?: string | number | undefined }): string {
  const { nodes, field, fragments, member } = options;
  const root = nodes[0]?.name.value ?? '';
  if (!isNamespace(field)) return root;
  const members = nodes.flatMap(({ selectionSet }) => (selectionSet ? fieldsOf(selectionSet, fragments) : []));
  const names = new Set(members.filter((node) => member === undefined || keyOf(node) === member).map((node) => node.name.value));
  return names.size === 1 ? `${root}.${[...names].join()}` : root;
}

/**
 * Of any field in an answer of the remote: its operation, and whether the field is the operation's own
 * result. Where no root field of the remote leads to it, `Type.field`.
 */
export function operationOf(info: GraphQLResolveInfo): { operation: string; isResult: boolean } {
  const path = keysTo(info);
  const nodes = fieldsOf(info.operation.selectionSet, info.fragments).filter((node) => keyOf(node) === path[0]);
  const mutation = info.operation.operation === OperationTypeNode.MUTATION;
  const rootType = mutation ? info.schema.getMutationType() : info.schema.getQueryType();
  const field = nodes[0] && rootType?.getFields()[nodes[0].name.value];
  if (field?.extensions['system'] === undefined) return { operation: `${info.parentType.name}.${info.fieldName}`, isResult: false };
  return {
    operation: operationName({ nodes, field, fragments: info.fragments, member: path[1] }),
    isResult: path.length <= (isNamespace(field) ? 2 : 1),
  };
}

/** Response keys from the root to the field, without the indexes of lists. */
function keysTo(info: GraphQLResolveInfo): string[] {
  const keys: string[] = [];
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at; at = at.prev) {
    if (typeof at.key === 'string') keys.unshift(at.key);
  }
  return keys;
}

function keyOf(node: FieldNode): string {
  return (node.alias ?? node.name).value;
}

/** The fields of a selection set, those of its fragments included. Each fragment is looked into once. */
function fieldsOf(set: SelectionSetNode, fragments: Fragments, seen = new Set<string>()): FieldNode[] {
  return set.selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return node.name.value === '__typename' ? [] : [node];
    if (node.kind === Kind.INLINE_FRAGMENT) return fieldsOf(node.selectionSet, fragments, seen);
    const fragment = fragments[node.name.value];
    if (!fragment || seen.has(node.name.value)) return [];
    seen.add(node.name.value);
    return fieldsOf(fragment.selectionSet, fragments, seen);
  });
}
