/**
 * The name of what a field asked of the remote, for errors: the root field and the member of it,
 * `payLink.payLinks`; `payLink` alone where an error concerns several members. Field names, never aliases.
 */
import { Kind, OperationTypeNode } from 'graphql';
import type { FieldNode, FragmentDefinitionNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql';

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/** Of a lookup: `member` is the response key of the member concerned, absent: all that are selected. */
export function operationName(nodes: readonly FieldNode[], fragments: Fragments, member?: string | number): string {
  const root = nodes[0]?.name.value ?? '';
  const members = nodes.flatMap(({ selectionSet }) => (selectionSet ? fieldsOf(selectionSet, fragments) : []));
  const names = new Set(members.filter((node) => member === undefined || keyOf(node) === member).map((node) => node.name.value));
  return names.size === 1 ? `${root}.${[...names].join()}` : root;
}

/** Of any field in an answer of the remote; for a field that no root field of the caller leads to, `Type.field`. */
export function operationOf(info: GraphQLResolveInfo): string {
  const [root, member] = rootPath(info);
  const nodes = fieldsOf(info.operation.selectionSet, info.fragments).filter((node) => keyOf(node) === root);
  const rootType = info.operation.operation === OperationTypeNode.MUTATION ? info.schema.getMutationType() : info.schema.getQueryType();
  const system = nodes[0] && rootType?.getFields()[nodes[0].name.value]?.extensions['system'];
  return system === undefined ? `${info.parentType.name}.${info.fieldName}` : operationName(nodes, info.fragments, member);
}

/** Response keys from the root to the field, without the indexes of lists. */
export function rootPath(info: GraphQLResolveInfo): string[] {
  const keys: string[] = [];
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at; at = at.prev) {
    if (typeof at.key === 'string') keys.unshift(at.key);
  }
  return keys;
}

export function keyOf(node: FieldNode): string {
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
