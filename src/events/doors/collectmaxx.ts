/**
 * The door of Collectmaxx: Basic credentials, or a secret in the path.
 *
 * A message names its service, event and id; these three together are what it is recognised by, since ids are
 * shared between events. The older voice message (V1) names no event: it is told when a call has been completed,
 * and becomes a `VoiceCallCompleted`, with the same key as the newer message about the same call.
 */
import type { DoorCredentials } from '../settings.ts';
import type { NewEvent } from '../log.ts';
import { basicOf, matches } from './credentials.ts';
import type { Door } from './door.ts';
import { instantOf, keyOfText, Malformed, nameOf, objectOf, readObject, textOf } from './door.ts';

export function collectmaxxDoor({ collectmaxxUser, collectmaxxPassword, collectmaxxSecret }: DoorCredentials): Door {
  return {
    system: 'collectmaxx',
    admits({ secret, authorization }) {
      const basic = basicOf(authorization);
      const user = matches(collectmaxxUser, basic?.user);
      const password = matches(collectmaxxPassword, basic?.password);
      // All are compared, whichever is wrong.
      return matches(collectmaxxSecret, secret) || (user && password && secret === undefined);
    },
    read(body) {
      const text = body.toString('utf8');
      const message = readObject(text, 'The message');
      const event = nameOf(message, 'event');
      if (event !== undefined) return { events: [eventOf(event, message, text)] };
      if (isVoiceV1(message)) return { events: [voiceV1(message, text)] };
      throw new Malformed('The message names no "event".');
    },
  };
}

function eventOf(event: string, message: Record<string, unknown>, text: string): NewEvent {
  return {
    system: 'collectmaxx',
    type: event,
    reference: nameOf(message, 'reference') ?? null,
    occurredAt: instantOf(message['datetime']),
    payload: text,
    tenant: undefined,
    key: keyOf(textOf(message, 'service'), event, textOf(message, 'id')) ?? keyOfText(text),
  };
}

function isVoiceV1(message: Record<string, unknown>): boolean {
  return textOf(message, 'id') !== undefined && textOf(message, 'direction') !== undefined && textOf(message, 'status') !== undefined;
}

function voiceV1(message: Record<string, unknown>, text: string): NewEvent {
  const event = 'VoiceCallCompleted';
  return {
    system: 'collectmaxx',
    type: event,
    // Nobody knows whom an anonymous call is about.
    reference: nameOf(objectOf(message, 'attributes'), 'reference') ?? null,
    occurredAt: instantOf(message['updatedOn']) ?? instantOf(message['createdOn']),
    payload: text,
    tenant: undefined,
    key: keyOf('voice', event, textOf(message, 'id')) ?? keyOfText(text),
  };
}

function keyOf(service: string | undefined, event: string, id: string | undefined): string | undefined {
  return id === undefined ? undefined : JSON.stringify(['collectmaxx', service ?? null, event, id]);
}
