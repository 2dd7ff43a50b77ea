/**
 * Which of the two media types of GraphQL over HTTP a client takes. Asked before an operation runs: a
 * mutation whose answer nobody takes must not happen.
 */
import Negotiator from 'negotiator';
import { Refusal } from './refusal.ts';

export const graphqlResponse = 'application/graphql-response+json';
const json = 'application/json';

/** Throws a 406 where the client takes neither. Without an accept header it is JSON. */
export function answerType(accept: string | undefined): typeof json | typeof graphqlResponse {
  if (accept === undefined || accept === '') return json;
  const type = new Negotiator({ headers: { accept } }).mediaType([json, graphqlResponse]);
  if (type === json || type === graphqlResponse) return type;
  throw new Refusal({ status: 406, code: 'BAD_REQUEST', message: `Answers are ${json} or ${graphqlResponse}; the accept header takes neither.` });
}
