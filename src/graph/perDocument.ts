/** What follows from a field's place in a document alone is made once for all runs of the document. */
import type { FieldNode, GraphQLResolveInfo, OperationDefinitionNode } from 'graphql';

export function oncePerDocument<T>(make: (info: GraphQLResolveInfo) => T): (info: GraphQLResolveInfo) => T {
  const known = new WeakMap<FieldNode, { nodes: readonly FieldNode[]; operation: OperationDefinitionNode; made: T }>();
  return (info) => {
    const { fieldNodes, operation } = info;
    const [first] = fieldNodes;
    const before = first && known.get(first);
    // The same node may stand beside others in another run: @include and @skip decide.
    if (before?.operation === operation && isSame(before.nodes, fieldNodes)) return before.made;
    const made = make(info);
    if (first) known.set(first, { nodes: fieldNodes, operation, made });
    return made;
  };
}

function isSame(a: readonly FieldNode[], b: readonly FieldNode[]): boolean {
  return a === b || (a.length === b.length && a.every((node, index) => node === b[index]));
}
