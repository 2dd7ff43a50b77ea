/**
 * Every code that `extensions.code` of an error can hold, and whether the same request may be sent again.
 * `look` says: find out first whether it was done. What each means and what to do stands in the
 * documentation of the graph, `/docs/#errors`.
 */
export const errorCodes = {
  UPSTREAM_TIMEOUT: 'yes',
  UPSTREAM_UNAVAILABLE: 'yes',
  UPSTREAM_RATE_LIMITED: 'yes',
  UPSTREAM_UNAUTHENTICATED: 'no',
  UPSTREAM_FORBIDDEN: 'no',
  UPSTREAM_BAD_REQUEST: 'no',
  UPSTREAM_NOT_FOUND: 'no',
  UPSTREAM_INVALID_RESPONSE: 'no',
  UPSTREAM_CIRCUIT_OPEN: 'yes',
  SYSTEM_NOT_CONFIGURED: 'no',
  OUTCOME_UNKNOWN: 'look',
  UNAUTHENTICATED: 'no',
  FORBIDDEN: 'no',
  LIMIT_EXCEEDED: 'no',
  NOT_READY: 'yes',
  NOT_FOUND: 'no',
  BAD_REQUEST: 'no',
  BAD_USER_INPUT: 'no',
  GRAPHQL_PARSE_FAILED: 'no',
  GRAPHQL_VALIDATION_FAILED: 'no',
  OPERATION_RESOLUTION_FAILURE: 'no',
  PERSISTED_QUERY_NOT_FOUND: 'yes',
  PERSISTED_QUERY_NOT_SUPPORTED: 'no',
  INTERNAL_SERVER_ERROR: 'no',
} as const satisfies Record<string, 'yes' | 'no' | 'look'>;

/** What a gateway says. */
export type ErrorCode = keyof typeof errorCodes;

/** What this client finds out by itself: no connection, no answer in time, an answer that is no GraphQL. */
export type ConnectionCode = 'NETWORK_FAILED' | 'REQUEST_TIMEOUT' | 'INVALID_ANSWER';
