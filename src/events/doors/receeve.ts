/**
 * The door of Receeve: `{ payload, payloadAsString, signature }`, of which the signature proves
 * `payloadAsString` alone. So that text is parsed and kept, and `payload`, which anyone can write beside a
 * text that was signed once, is not even looked at.
 */
import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { DoorCredentials } from '../settings.ts';
import type { NewEvent } from '../log.ts';
import type { Door } from './door.ts';
import { instantOf, keyOfText, Malformed, nameOf, objectOf, readObject, textOf, Unrecognised } from './door.ts';

export function receeveDoor({ receevePublicKey }: DoorCredentials): Door {
  const key = receevePublicKey === undefined ? undefined : createPublicKey(receevePublicKey);
  return {
    system: 'receeve',
    admits: ({ secret }) => key !== undefined && secret === undefined,
    read(body) {
      const message = readObject(body.toString('utf8'), 'The message');
      const signed = message['payloadAsString'];
      const signature = message['signature'];
      if (typeof signed !== 'string') throw new Malformed('The message has no "payloadAsString".');
      if (key === undefined || typeof signature !== 'string' || !isSigned(signed, signature, key)) throw new Unrecognised('The signature does not fit.');
      return { events: [eventOf(signed)] };
    },
  };
}

function isSigned(text: string, signature: string, key: KeyObject): boolean {
  try {
    return verify('sha256', Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
  } catch {
    return false; // Some forms of a wrong signature are an error to OpenSSL.
  }
}

function eventOf(text: string): NewEvent {
  const message = readObject(text, 'The "payloadAsString"');
  const details = objectOf(message, 'details');
  const id = textOf(message, 'messageId');
  return {
    system: 'receeve',
    type: nameOf(details, 'messageType')?.replace(/\.v1$/, '') ?? 'unknown',
    reference: nameOf(details, 'claimRef') ?? nameOf(details, 'accountReference') ?? null,
    occurredAt: instantOf(message['timestamp']),
    payload: text,
    tenant: undefined,
    key: id === undefined ? keyOfText(text) : JSON.stringify(['receeve', id]),
  };
}
