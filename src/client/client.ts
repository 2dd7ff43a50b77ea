/** A connection to a gateway: asks, writes and listens, with the types of the documents it is given. */
import { TypedDocument } from './document.ts';
import type { VariablesOf } from './document.ts';
import type { ClientOptions, RequestOptions } from './options.ts';
import type { Answer } from './send.ts';
import { errorOf, send } from './send.ts';
import { subscribe } from './subscribe.ts';

export interface Client {
  /** The data of a complete answer. Throws a `GraphQLRequestError`, whose `data` holds what arrived. */
  request<Result, Variables extends object>(document: TypedDocument<Result, Variables>, ...rest: VariablesOf<Variables, [RequestOptions]>): Promise<Result>;
  /** Data and errors side by side; throws only where there is no answer of the gateway. */
  execute<Result, Variables extends object>(document: TypedDocument<Result, Variables>, ...rest: VariablesOf<Variables, [RequestOptions]>): Promise<Answer<Result>>;
  /** Every answer of a subscription, until `signal` ends it or the loop is left. */
  subscribe<Result, Variables extends object>(document: TypedDocument<Result, Variables>, ...rest: VariablesOf<Variables, [RequestOptions]>): AsyncGenerator<Result, void, undefined>;
}

export function createClient(client: ClientOptions): Client {
  const execute = <Result, Variables extends object>(document: TypedDocument<Result, Variables>, variables?: Variables, options: RequestOptions = {}): Promise<Answer<Result>> =>
    send({ ...options, client, operation: { query: String(document), variables, operationName: document.operationName }, read: document.kind === 'query' });
  return {
    execute: (document, ...[variables, options]) => execute(document, variables, options),
    async request(document, ...[variables, options]) {
      const answer = await execute(document, variables, options);
      if (answer.errors.length > 0 || answer.data === null) throw errorOf(answer);
      return answer.data;
    },
    subscribe: (document, ...[variables, options = {}]) => subscribe({ client, document, variables, options }),
  };
}
