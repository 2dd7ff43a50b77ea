/**
 * Who opens a WebSocket: a browser can set no header there, so the first message may say it as well. What
 * the message says stands in the place of the same header of the handshake; nothing else of either is passed on.
 */
import type { IncomingHttpHeaders } from 'node:http';

const names = ['x-api-key', 'authorization'] as const;

/** `params` is the payload of `connection_init`, whose names may be written as those of headers are: `X-API-Key`, `Authorization`. */
export function connectionHeaders(params: unknown, handshake: IncomingHttpHeaders): IncomingHttpHeaders {
  const said: Record<string, unknown> = {};
  if (typeof params === 'object' && params !== null) {
    for (const [key, value] of Object.entries(params)) if (names.includes(key.toLowerCase() as 'authorization')) said[key.toLowerCase()] = value;
  }
  const headers: IncomingHttpHeaders = { host: handshake.host };
  // Both in the message is as unclear as both in headers; one in each is not: the message is the caller's own.
  const from: Record<string, unknown> = Object.keys(said).length > 0 ? said : handshake;
  for (const name of names) if (typeof from[name] === 'string') headers[name] = from[name];
  return headers;
}
