/** Small changes to a description: what a vendor does beside it. */
import type { OpenApiDocument } from './contract/document.ts';

type Node = Record<string, unknown>;

/** The description of one operation. */
export function operationOf(document: OpenApiDocument, operationId: string): Node {
  const found = operations(document).find((one) => one['operationId'] === operationId);
  if (found === undefined) throw new Error(`The description has no operation ${operationId}.`);
  return found;
}

/** An error status that one or every operation may answer with: JSON or text of any shape, or no body. */
export function addStatus(document: OpenApiDocument, status: number, options: { operationId?: string; body?: boolean } = {}): void {
  const { operationId, body = true } = options;
  for (const operation of operationId === undefined ? operations(document) : [operationOf(document, operationId)]) {
    const responses = operation['responses'] as Node;
    responses[status] ??= { description: 'Not documented', ...(body && { content: { 'application/json': { schema: {} }, 'text/plain': { schema: {} } } }) };
  }
}

export function schemasOf(document: OpenApiDocument): Record<string, Node> {
  return (document['components'] as { schemas: Record<string, Node> }).schemas;
}

function operations(document: OpenApiDocument): Node[] {
  return Object.values(document.paths ?? {}).flatMap((item) => Object.values(item).filter((one): one is Node => typeof one === 'object' && one !== null && 'responses' in one));
}
