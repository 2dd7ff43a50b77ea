/** Receeve's four shapes of an error: transport, validation, one entity in a 200, and the token call. */
import type { Problem } from '../contract.ts';
import type { Answer } from '../standIn.ts';

const messages: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Request Too Long',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Internal server error',
  503: 'Service Unavailable',
  504: 'Endpoint request timed out',
};

/** `{"message": "Unauthorized"}` */
export function transportError(status: number, message = messages[status] ?? `Status ${status}`): Answer {
  return { status, json: { message } };
}

/** What AWS answers to a path that it does not have: it takes the token for a signature of its own, and prints it. */
export function wrongPath(authorization: string | undefined): Answer {
  const wanted = ["'Credential' parameter", "'Signature' parameter", "'SignedHeaders' parameter"].map((one) => `Authorization header requires ${one}.`);
  const date = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.";
  return authorization === undefined
    ? transportError(403, 'Missing Authentication Token')
    : transportError(403, `${wanted.join(' ')} ${date} Authorization=${authorization}`);
}

/** `{"success": false, "messageIds": [], "messages": ["body/['CLM-1'] should have required property 'amount'"]}` */
export function validationError(problems: readonly Problem[]): Answer {
  return { status: 400, json: { success: false, messageIds: [], messages: problems.map(sentence) } };
}

function sentence({ place, at, message }: Problem): string {
  const words = message.replace(/^must /, 'should ').replace('NOT', 'not');
  if (place !== 'body') return `${place === 'query' ? 'querystring' : place}${at.map((part) => `/${part}`).join('')} ${words}`;
  if (message.startsWith('SyntaxError')) return message;
  const path = at.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 || !/^[A-Za-z_$][\w$]*$/.test(part) ? `['${part}']` : `.${part}`)).join('');
  // The vendor writes a full stop after the index of an item, and none after a key.
  return `body/${path}${at.length === 1 && typeof at[0] === 'number' ? '.' : ''} ${words}`;
}

/** Refuses one entity of a bulk call; the others go on. */
export class EntityError extends Error {}

export const alreadyExists = (what: string): EntityError => new EntityError(`[4002] ParameterInputError: ${what} already exists in the system`);
export const notProcessed = (command: string): EntityError => new EntityError(`Error processing message "cmd.${command}.v1"`);
/** The vendor's pages give no code for what is missing or does not fit. */
export const parameterError = (text: string): EntityError => new EntityError(`ParameterInputError: ${text}`);
