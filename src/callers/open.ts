/**
 * A gateway that knows no callers takes everyone who is on its own machine, and listens nowhere else. What
 * is left is a browser there: a page of any site can have its host name lead to 127.0.0.1 and then ask as if
 * the gateway were its own server. It asks for that host name, though, and is refused for it.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../config/loopback.ts';
import { Refusal } from '../server/refusal.ts';
import { anyone } from './caller.ts';
import type { Caller } from './caller.ts';

export function openToThisMachine({ host }: IncomingHttpHeaders): Caller {
  if (host !== undefined && !isThisMachine(host)) {
    throw new Refusal({ status: 403, code: 'FORBIDDEN', message: 'This gateway knows no callers, so it answers under the name of this machine only: localhost or 127.0.0.1.' });
  }
  return anyone;
}

/** Clients say few names, and each with every request. */
const known = new Map<string, boolean>();
const maxKnown = 100;

function isThisMachine(host: string): boolean {
  let is = known.get(host);
  if (is === undefined) {
    is = isLoopback(withoutPort(host));
    if (known.size < maxKnown && host.length < 200) known.set(host, is);
  }
  return is;
}

function withoutPort(host: string): string {
  return host.replace(/:\d{1,5}$/, '');
}
