/** A request that is refused before it reaches GraphQL: an HTTP status, a public code and one sentence. */

export interface RefusalOptions {
  /** 4xx or 503; 200 where an operation is refused in plain JSON. */
  status: number;
  /** `extensions.code` of the answer. */
  code: 'BAD_REQUEST' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'LIMIT_EXCEEDED' | 'PERSISTED_QUERY_NOT_FOUND' | 'NOT_READY' | 'NOT_FOUND';
  message: string;
  /** Names in lower case. */
  headers?: Record<string, string>;
}

export class Refusal extends Error {
  readonly status: number;
  readonly code: RefusalOptions['code'];
  readonly headers: Record<string, string>;

  constructor({ status, code, message, headers = {} }: RefusalOptions) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** The client went away while its request was being read: there is nobody to answer. */
export class ClientGone extends Error {
  constructor() {
    super('The client closed the connection before its request was complete.');
    this.name = 'ClientGone';
  }
}
