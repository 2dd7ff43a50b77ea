/**
 * A document that cannot be compiled: found at build time, never while a request runs.
 * The message begins with where it stands, `receeve.graphql: Query.account: ...`.
 */
export class SchemaError extends Error {
  constructor(where: string, sentence: string) {
    super(`${where}: ${sentence}`);
    this.name = 'SchemaError';
  }
}
