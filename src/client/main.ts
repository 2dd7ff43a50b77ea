/**
 * `collectgraph/client`: the graph for a page in the browser, or for a program. No code of the server, and
 * nothing of React: those hooks are entries of their own.
 *
 *   fragments/, operations/, documents/   what is asked, in GraphQL       codegen/    plugins that make code of it
 *   generated/                            what they made
 *   client.ts    request, execute, subscribe over one gateway             options.ts  address, credentials, limits
 *   send.ts      one operation over HTTP: time, retries of reads          body.ts     JSON, or multipart with files
 *   subscribe.ts Server-Sent Events, going on where they broke off
 *   document.ts  a query that knows its types                             requestError.ts, errorCodes.ts  what can go wrong
 *   reactQuery/, apollo/   hooks                                          money.ts    amounts for people
 */
export { createClient } from './client.ts';
export type { Client } from './client.ts';
export { TypedDocument } from './document.ts';
export type { DocumentFacts, VariablesOf } from './document.ts';
export { errorCodes } from './errorCodes.ts';
export type { ConnectionCode, ErrorCode } from './errorCodes.ts';
export type { JSONValue } from './json.ts';
export { formatMoney } from './money.ts';
export type { Amount } from './money.ts';
export type { ClientOptions, RequestOptions } from './options.ts';
export { GraphQLRequestError, isErrorCode } from './requestError.ts';
export type { GraphError } from './requestError.ts';
export type { Answer } from './send.ts';
export * from './generated/operations.ts';
