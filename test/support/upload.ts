/** A file on its way to the gateway, as graphql-multipart-request says: the operation, the map, the file. */
import type { GraphQLAnswer, RecordedGateway } from './gateway.ts';

export interface UploadOptions {
  query: string;
  /** With null where the file stands. */
  variables: Record<string, unknown>;
  /** Where the file stands: `variables.input.file`. */
  at: string;
  file: File;
  /** The header that no foreign page can send, unless the test says otherwise. */
  headers?: Record<string, string>;
}

export async function upload({ gateway }: Pick<RecordedGateway, 'gateway'>, options: UploadOptions): Promise<GraphQLAnswer & { status: number }> {
  const { query, variables, at, file, headers = { 'apollo-require-preflight': 'true' } } = options;
  const form = new FormData();
  form.set('operations', JSON.stringify({ query, variables }));
  form.set('map', JSON.stringify({ 0: [at] }));
  form.set('0', file);
  const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: form });
  return { status: response.status, ...((await response.json()) as GraphQLAnswer) };
}
