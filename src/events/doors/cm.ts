/**
 * The door of CM: a secret in the path, and references of payment links of which something has changed. What,
 * it does not say, and nothing proves who says it; so it is believed to be a reason to ask, and no more.
 */
import type { DoorCredentials } from '../settings.ts';
import { matches } from './credentials.ts';
import type { Door } from './door.ts';
import { Malformed, readObject } from './door.ts';

const mostRefs = 100;
const longestRef = 200;

export function cmDoor({ cmSecret }: DoorCredentials): Door {
  return {
    system: 'cm',
    admits: ({ secret }) => matches(cmSecret, secret),
    read(body) {
      const refs = readObject(body.toString('utf8'), 'The message')['paymentlink_refs'];
      if (!Array.isArray(refs) || refs.length === 0) throw new Malformed('The message has no list "paymentlink_refs".');
      if (refs.length > mostRefs) throw new Malformed(`The message names ${refs.length} payment links; at most ${mostRefs} are taken.`);
      if (!refs.every(isRef)) throw new Malformed(`The message names a payment link by something else than text of 1 to ${longestRef} characters.`);
      return { refs: [...new Set(refs)] };
    },
  };
}

function isRef(ref: unknown): ref is string {
  return typeof ref === 'string' && ref !== '' && ref.length <= longestRef && !/[\p{Cc}\p{Surrogate}]/u.test(ref);
}
