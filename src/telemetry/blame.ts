/** Codes that say that the caller, and nobody else, can do something about it: no alarm and no warning for those. */

const ofCallers: ReadonlySet<string> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'LIMIT_EXCEEDED',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'UPSTREAM_BAD_REQUEST',
  'UPSTREAM_NOT_FOUND',
  'SYSTEM_NOT_CONFIGURED',
  'CLIENT_GONE',
]);

export function isCallersFault(code: string): boolean {
  return ofCallers.has(code);
}
