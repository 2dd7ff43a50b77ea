/**
 * `/webhooks/<system>`: what a vendor tells of its own accord, over HTTP. 2xx means that the log has it, as new or
 * as something it had; 503 that it could not be kept, so that the vendor sends it again; 400 that it is no
 * message of the vendor's; 401 that it is not the vendor who speaks, of which nothing is said or kept but a count.
 *
 * A path may hold a secret, so none is ever written anywhere.
 */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Brought, Door, Knock } from '../events/doors/door.ts';
import { Malformed, Unrecognised } from '../events/doors/door.ts';
import { LogUnavailable } from '../events/log.ts';
import { sendJSON } from './answer.ts';
import { discard, readBytes, refuseEncoded } from './body.ts';
import type { Handler, Route } from './http.ts';
import { Refusal } from './refusal.ts';

export interface WebhooksOptions {
  doors: readonly Door[];
  /** Resolves when what was brought is durable. */
  keep: (brought: Brought) => Promise<void>;
  maxBodyBytes: number;
}

/** The longest message that a vendor documents is a call of some hundred events: some 20 kB. */
const largest = 2 ** 20;

export function webhookRoutes({ doors, keep, maxBodyBytes }: WebhooksOptions): Route[] {
  return doors.flatMap((door) => {
    const path = `/webhooks/${door.system}`;
    const handler = take({ door, path, keep, limit: Math.min(maxBodyBytes, largest) });
    return [path, `${path}/`].map((one) => ({ path: one, methods: { POST: handler } }));
  });
}

function take({ door, path, keep, limit }: { door: Door; path: string; keep: WebhooksOptions['keep']; limit: number }): Handler {
  return async (request, response) => {
    if (!door.admits(knockOf(request, path))) {
      discard(request);
      throw unauthenticated();
    }
    refuseEncoded(request);
    const brought = read(door, await readBytes(request, limit, 'a webhook'));
    try {
      await keep(brought);
    } catch (error) {
      if (error instanceof LogUnavailable) throw notKept();
      throw error;
    }
    sendJSON(request, response, 200, { kept: true });
  };
}

function read(door: Door, body: Buffer): Brought {
  if (!isUtf8(body)) throw malformed('The message is not valid UTF-8.');
  try {
    return door.read(body);
  } catch (error) {
    if (error instanceof Malformed) throw malformed(error.message);
    if (error instanceof Unrecognised) throw unauthenticated();
    throw error;
  }
}

function knockOf({ url = '', headers }: IncomingMessage, path: string): Knock {
  const rest = (/^(?:https?:\/\/[^/?]*)?([^?]*)/i.exec(url)?.[1] ?? '').slice(path.length + 1);
  return { secret: rest === '' ? undefined : decoded(rest), authorization: headers.authorization };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** One answer, whatever did not fit: which part of it, nobody learns. */
function unauthenticated(): Refusal {
  return new Refusal({ status: 401, code: 'UNAUTHENTICATED', message: 'The credentials of this webhook are missing or wrong.', headers: { 'www-authenticate': 'Basic realm="webhooks", charset="UTF-8"' } });
}

function malformed(message: string): Refusal {
  return new Refusal({ status: 400, code: 'BAD_REQUEST', message });
}

function notKept(): Refusal {
  return new Refusal({ status: 503, code: 'NOT_READY', message: 'The message could not be kept; send it again.', headers: { 'retry-after': '10' } });
}
