/**
 * A subscription over Server-Sent Events. Where its document says how to go on (`resume`), a connection that
 * breaks is made again from the last cursor, so that nothing is lost and nothing comes twice; without, it ends
 * with the error. What the gateway refuses is not asked for again.
 */
import { createClient as createSSE, NetworkError } from 'graphql-sse';
import type { Operation } from './body.ts';
import type { TypedDocument } from './document.ts';
import type { ClientOptions, RequestOptions } from './options.ts';
import { headersOf } from './options.ts';
import type { GraphError } from './requestError.ts';
import { GraphQLRequestError } from './requestError.ts';
import { errorOf } from './send.ts';

export interface SubscribeOptions<Result, Variables> {
  client: ClientOptions;
  document: TypedDocument<Result, Variables>;
  variables: Variables | undefined;
  options: RequestOptions;
}

const firstPauseMs = 250;
const longestPauseMs = 15_000;

export async function* subscribe<Result, Variables extends object>({ client, document, variables, options }: SubscribeOptions<Result, Variables>): AsyncGenerator<Result, void, undefined> {
  const { resume } = document;
  const { signal } = options;
  let after: string | undefined;
  for (let failures = 0; !signal?.aborted; ) {
    try {
      const asked = after === undefined ? variables : { ...variables, [resume!.variable]: after };
      for await (const answer of open<Result>({ client, options, operation: { query: String(document), operationName: document.operationName, variables: asked } })) {
        failures = 0;
        if (resume) after = textAt(answer as object, resume.cursor) ?? after;
        yield answer;
      }
      // The gateway ended it: there is nothing more to come.
      return;
    } catch (error) {
      if (signal?.aborted) return;
      const cursor = overrun(error);
      if (!resume || !(cursor !== undefined || broken(error))) throw error;
      after = cursor ?? after;
    }
    await sleep(Math.min(firstPauseMs * 2 ** failures++, longestPauseMs) * (0.5 + Math.random() / 2), signal);
  }
}

interface Opening {
  client: ClientOptions;
  options: RequestOptions;
  operation: Operation;
}

/** One connection. */
async function* open<Result>({ client, options, operation }: Opening): AsyncGenerator<Result, void, undefined> {
  const sse = createSSE({ url: client.url, headers: () => headersOf(client, options.headers), retryAttempts: 0, ...(client.fetch && { fetchFn: client.fetch }) });
  const { query, operationName, variables } = operation;
  const answers = sse.iterate<Result>({ query, ...(operationName !== undefined && { operationName }), variables: { ...variables } });
  const stop = (): void => void answers.return?.();
  options.signal?.addEventListener('abort', stop, { once: true });
  try {
    for await (const { data, errors } of answers) {
      if (errors && errors.length > 0) throw errorOf({ data: data ?? null, errors: errors as readonly Error[] as readonly (Error & GraphError)[], status: 200 });
      if (data) yield data as Result;
    }
  } finally {
    options.signal?.removeEventListener('abort', stop);
    sse.dispose();
  }
}

/** Where to go on, when the gateway ended it because answers came faster than they were taken. */
const overrun = (error: unknown): string | undefined => (error instanceof GraphQLRequestError && error.code === 'LIMIT_EXCEEDED' ? error.errors[0]?.extensions.cursor : undefined);

/** Whether it is the connection that failed, and not the gateway that refused. */
function broken(error: unknown): boolean {
  if (error instanceof GraphQLRequestError) return false;
  if (error instanceof NetworkError) {
    const { status } = (error.response ?? {}) as Partial<Response>;
    return status === undefined || status >= 500 || status === 429;
  }
  return error instanceof TypeError;
}

/** `eventReceived.cursor` */
function textAt(answer: object, path: string): string | undefined {
  let value: object | string | null | undefined = answer;
  for (const name of path.split('.')) value = typeof value === 'object' && value !== null ? (value as Record<string, object | string | null | undefined>)[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}
