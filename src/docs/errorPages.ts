/** Every error code for people: what happened, what to do, and whether the same request may be sent again. */
import { errorCodes } from '../client/errorCodes.ts';
import type { ErrorCode } from '../client/errorCodes.ts';

export interface ErrorPage {
  /** One line. */
  title: string;
  /** Paragraphs; words in backticks are code. */
  happened: readonly string[];
  /** Steps. */
  todo: readonly string[];
  /** What a retry does, for a read and for a write. */
  retry: string;
}

const sentOnce = 'A write is never sent twice by the gateway.';

export const errorPages: Readonly<Record<ErrorCode, ErrorPage>> = {
  UPSTREAM_TIMEOUT: {
    title: 'The system did not answer in time',
    happened: ['One call took longer than `UPSTREAM_TIMEOUT_MS`, or the operation longer than `REQUEST_DEADLINE_MS`. Reads were tried again while the time lasted. The fields of this system are null; the rest of the answer arrived.'],
    todo: ['Ask again in a moment.', 'Ask for less in one operation: shorter pages, fewer links in a list.', 'Look at `/health/ready`, which says how the system fares.'],
    retry: 'Safe: for a write it says that nothing was sent. A write that was sent and not answered is OUTCOME_UNKNOWN.',
  },
  UPSTREAM_UNAVAILABLE: {
    title: 'The system could not be reached',
    happened: ['No connection came about, or the system answered that it is down. Reads were tried again with growing pauses.'],
    todo: ['Ask again in a moment.', 'If it stays: is the address in the configuration right, and may this machine reach it?'],
    retry: 'Safe: for a write it says that nothing was sent.',
  },
  UPSTREAM_RATE_LIMITED: {
    title: 'The system refused because too many calls were made',
    happened: ['It answered 429. Reads were tried again; a write was not, and nothing was done.'],
    todo: ['Wait as many seconds as `extensions.retryAfter` says, or some where it says nothing.', 'Ask for less at a time.'],
    retry: 'Safe, later.',
  },
  UPSTREAM_UNAUTHENTICATED: {
    title: 'The system does not accept the credentials of this gateway',
    happened: ['The key, or the client id and secret, that the gateway is configured with were refused. A token was renewed once before this was said.'],
    todo: ['Nothing that a caller can do: tell whoever runs the gateway.', 'The variables of the system stand in the README, with the tenant where there is one.'],
    retry: 'Useless until the configuration has changed.',
  },
  UPSTREAM_FORBIDDEN: {
    title: 'The system does not allow this call',
    happened: ['The credentials are right, and have no right to this call. Receeve also answers so for an address that does not exist.'],
    todo: ['Ask the vendor for the right, or check the address and client id in the configuration.'],
    retry: 'Useless until the rights have changed.',
  },
  UPSTREAM_BAD_REQUEST: {
    title: 'The system refused the request',
    happened: ['What was asked for is not acceptable to it. Its own words stand in `extensions.messages`.', 'A bulk write says this for single items in another way: each item has its own `success` and `error`.'],
    todo: ['Read `extensions.messages` and change the arguments.'],
    retry: 'Useless without a change. Nothing was done.',
  },
  UPSTREAM_NOT_FOUND: {
    title: 'The system does not know what was asked for',
    happened: ['Where null could say it, the field is null and there is no error. This one could not be null.'],
    todo: ['Check the reference: is it that of this system, and of this tenant?'],
    retry: 'Useless without a change.',
  },
  UPSTREAM_INVALID_RESPONSE: {
    title: 'An answer of the system could not be read',
    happened: ['It was no JSON, was larger than `MAX_ANSWER_BYTES`, or held a value that fits nothing in the graph. Where it is one value, such as a new word of an enum, that field alone is null.'],
    todo: ['Use the rest of the answer.', 'Tell whoever runs the gateway, with `extensions.requestId`: the vendor has changed something.'],
    retry: 'Useless, as a rule: the answer will be the same.',
  },
  UPSTREAM_CIRCUIT_OPEN: {
    title: 'The system failed repeatedly and is left alone for a while',
    happened: ['After `CIRCUIT_FAILURES` failures in a row no call is made for `CIRCUIT_RESET_MS`, so that it can recover and nobody waits for it. Nothing was sent.'],
    todo: ['Wait some seconds and ask again.', 'Look at `/health/ready`, which says which system it is.'],
    retry: 'Safe, for a write as well: nothing was sent.',
  },
  SYSTEM_NOT_CONFIGURED: {
    title: 'This gateway has no credentials for the system',
    happened: ['The graph has the field, and the gateway runs without the system behind it.'],
    todo: ['Leave the field out, or have the system configured.'],
    retry: 'Useless until the configuration has changed.',
  },
  OUTCOME_UNKNOWN: {
    title: 'A write may or may not have been done',
    happened: [
      `It was sent, and its answer was lost: no answer in time, a broken connection, or an error inside the system. ${sentOnce}`,
      'Of `requestPayment` it also says that an earlier one is in this state; `extensions.intentAt` says since when.',
    ],
    todo: [
      'Look first: read what the write would have changed. Was the claim resolved? Is the link at the provider?',
      'Only if it was not done, send it again.',
      'For `requestPayment`, look at the provider, then ask with `force: true`. A link that is known to be open is answered even so.',
    ],
    retry: 'Not before you have looked: a debtor may be asked, or charged, twice.',
  },
  UNAUTHENTICATED: {
    title: 'The gateway does not know who asks',
    happened: ['The key in `X-API-Key` or the token in `Authorization` is missing, wrong or no longer valid.'],
    todo: ['Send one of them; renew the token where it has run out.'],
    retry: 'Safe with valid credentials: nothing was done.',
  },
  FORBIDDEN: {
    title: 'The caller has no right to this field',
    happened: ['The field calls a system for which the caller lacks the scope. Its siblings were answered.'],
    todo: ['Leave the field out, or have the scope granted; which one it needs stands at the field.'],
    retry: 'Useless until the rights have changed. Nothing was done.',
  },
  LIMIT_EXCEEDED: {
    title: 'The request is more than this gateway takes',
    happened: ['It is too large, too deep, too costly, has too many aliases or tokens, or too many came in a short time. The message says which limit it is.'],
    todo: ['Ask for less: shorter lists (`limit`, `first`), fewer levels, several operations one after the other.', 'With HTTP 429, wait as long as `Retry-After` says.'],
    retry: 'Useless without a change, except after 429, later. Nothing was done.',
  },
  NOT_READY: {
    title: 'The gateway is starting or shutting down',
    happened: ['The graph is not built yet, or no longer served. Nothing was done.'],
    todo: ['Ask again in a moment; `/health/ready` answers 200 when it is ready.'],
    retry: 'Safe, for a write as well.',
  },
  NOT_FOUND: {
    title: 'There is nothing at this address',
    happened: ['The path of the request is none of the gateway.'],
    todo: ['The graph is at `/graphql`.'],
    retry: 'Useless without a change.',
  },
  BAD_REQUEST: {
    title: 'The request is no GraphQL over HTTP',
    happened: ['The body is no JSON, a part of it has the wrong form, its type is not announced, or the method is not allowed. The message says which.'],
    todo: ['POST `{ "query": ..., "variables": ... }` with `content-type: application/json`.', 'Files go as `multipart/form-data` with the header `apollo-require-preflight: true`.'],
    retry: 'Useless without a change. Nothing was done.',
  },
  BAD_USER_INPUT: {
    title: 'An argument or variable has a value that cannot be used',
    happened: ['It is missing, of the wrong type, or breaks a rule that the message names. It was refused before any call.'],
    todo: ['Change the value that the message names.'],
    retry: 'Useless without a change. Nothing was done.',
  },
  GRAPHQL_PARSE_FAILED: {
    title: 'The operation is no GraphQL',
    happened: ['The text breaks the grammar; the message says where.'],
    todo: ['Try it in GraphiQL, which marks the place.'],
    retry: 'Useless without a change.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    title: 'The operation does not fit the graph',
    happened: ['It asks for a field or argument that there is none of, or leaves out one that must be given. The client may be older or newer than this graph.'],
    todo: ['Try it in GraphiQL, which marks the place.', '`collectgraph check` says what has changed between two versions of the graph.'],
    retry: 'Useless without a change.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    title: 'It is not clear which operation to run',
    happened: ['The document has several operations and `operationName` names none of them, or it names one that is not there. A mutation over GET is refused so, too.'],
    todo: ['Send the name of one of them as `operationName`.'],
    retry: 'Useless without a change.',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    title: 'The gateway does not know this hash yet',
    happened: ['The request named an operation by its hash alone.'],
    todo: ['Send the same request with the text of the operation; clients that use hashes do so by themselves.'],
    retry: 'Safe, with the text.',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    title: 'This gateway takes no operations by hash',
    happened: ['The request named an operation by its hash, and that is switched off.'],
    todo: ['Send the text of the operation.'],
    retry: 'Useless without the text.',
  },
  INTERNAL_SERVER_ERROR: {
    title: 'Something went wrong inside the gateway',
    happened: ['A fault of the gateway itself. What it was stands in its log under `extensions.requestId`, and not in the answer, which holds no inside.'],
    todo: ['Tell whoever runs the gateway, with `extensions.requestId`.'],
    retry: 'A read may be tried once more. After a write, look first: it may have been done.',
  },
};

/** In the order in which the codes stand side by side. */
export const errorNames = Object.keys(errorCodes) as ErrorCode[];
