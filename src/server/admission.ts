/**
 * What a request must pass before it reaches Apollo: its client takes the answer, its document is a trusted
 * one where only those run, and its text is not too much to parse.
 *
 * Refusals keep to GraphQL over HTTP: 400 in the GraphQL media type; in plain JSON, where a status other
 * than 200 says that it was no GraphQL at all, 200.
 */
import type { IncomingMessage } from 'node:http';
import type { Limits } from '../limits/main.ts';
import { answerType, graphqlResponse } from './accept.ts';
import { Refusal } from './refusal.ts';
import type { TrustedDocuments } from './trusted.ts';

export interface Asked {
  /** Of a POST. */
  body: unknown;
  /** With its question mark; of a GET it holds the operation. */
  search: string;
}

/** The request with the trusted document that it asks for in place of its name. Throws a `Refusal`. */
export function nameTrusted(asked: Asked, trusted: TrustedDocuments, request: IncomingMessage): Asked {
  try {
    if (request.method === 'POST') {
      // Anything but an object is refused for what it is.
      if (!isObject(asked.body)) return asked;
      const { variables, operationName } = asked.body;
      return { ...asked, body: { query: trusted.textOf(asked.body), ...(variables !== undefined && { variables }), ...(operationName !== undefined && { operationName }) } };
    }
    const parameters = new URLSearchParams(asked.search);
    const query = trusted.textOf({
      query: parameters.get('query') ?? undefined,
      documentId: parameters.get('documentId') ?? undefined,
      extensions: parsed(parameters.get('extensions')),
    });
    parameters.delete('documentId');
    parameters.delete('extensions');
    parameters.set('query', query);
    return { ...asked, search: `?${parameters.toString()}` };
  } catch (error) {
    throw error instanceof Refusal && error.code !== 'BAD_REQUEST' ? answered(error, request) : error;
  }
}

/** Throws a `Refusal`. What is no operation at all is left to Apollo, which says why. */
export function admit({ body, search }: Asked, limits: Limits, request: IncomingMessage): void {
  const text: unknown = request.method === 'POST' ? isObject(body) && body['query'] : new URLSearchParams(search).get('query');
  if (typeof text !== 'string') return;
  answerType(request.headers.accept);
  const exceeded = limits.ofText(text);
  if (exceeded) throw answered(new Refusal({ status: 400, code: 'LIMIT_EXCEEDED', message: exceeded.message }), request);
}

/** What is asked for, wherever it stands: in the body of a POST, or in the address of a GET. Throws a `Refusal`. */
export function operationIn({ body, search }: Asked, { method }: IncomingMessage): Record<string, unknown> {
  if (method === 'POST') return isObject(body) ? body : {};
  const parameters = new URLSearchParams(search);
  return {
    query: parameters.get('query') ?? undefined,
    variables: parsed(parameters.get('variables'), 'variables'),
    operationName: parameters.get('operationName') ?? undefined,
  };
}

/** The refusal of an operation, in the type that the client takes. */
function answered({ message, code }: Refusal, { headers }: IncomingMessage): Refusal {
  const type = answerType(headers.accept);
  return new Refusal({ status: type === graphqlResponse ? 400 : 200, code, message, headers: { 'content-type': `${type}; charset=utf-8` } });
}

function parsed(text: string | null, name = 'extensions'): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal({ status: 400, code: 'BAD_REQUEST', message: `The search parameter ${name} is not valid JSON.` });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
