/** What a client is made with. */
type Secret = string | (() => string | Promise<string>);

export interface ClientOptions {
  /** `https://graph.example/graphql` */
  url: string;
  /** Sent as `X-API-Key`. A function is asked for each request. */
  apiKey?: Secret;
  /** Sent as `Authorization: Bearer`. A function is asked for each request, so that it can renew the token. */
  bearer?: Secret;
  headers?: Readonly<Record<string, string>>;
  /** For one request with all its attempts, in ms; 35 s, a little more than the gateway takes itself. */
  timeoutMs?: number;
  /** How often a read is sent again after a failed connection, 429, 502, 503 or 504; 2. A write is never sent again. */
  retries?: number;
  /** Instead of the global one. */
  fetch?: typeof fetch;
}

export interface RequestOptions {
  /** Ends the request; what it gives as its reason is thrown. */
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
  headers?: Readonly<Record<string, string>>;
}

export async function headersOf({ apiKey, bearer, headers }: ClientOptions, own: RequestOptions['headers']): Promise<Record<string, string>> {
  const value = (secret: Secret): string | Promise<string> => (typeof secret === 'function' ? secret() : secret);
  return {
    ...headers,
    ...(apiKey !== undefined && { 'x-api-key': await value(apiKey) }),
    ...(bearer !== undefined && { authorization: `Bearer ${await value(bearer)}` }),
    ...own,
  };
}
