/**
 * Who asks, before anything that he sends is read.
 *
 *   main.ts        headers -> the caller, or the refusal of the request
 *     apiKeys.ts     X-API-Key; keysFile.ts follows the file of keys
 *     tokens.ts      Authorization: Bearer; keySet.ts fetches an issuer's keys
 *     open.ts        a gateway that knows no callers
 *     rateLimit.ts   how often he may ask
 *   scopes.ts      what he may ask for; ../graph/scopes.ts has fields refuse what he may not
 *   reach.ts       the systems that his calls reach: his tenant's
 *   connection.ts  a WebSocket's own way to say who asks
 *
 * A key or a token is compared and forgotten: neither stands in a log, an error or a metric.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Redis } from 'ioredis';
import { TextFileError } from '../config/textFile.ts';
import type { Config } from '../config.ts';
import { ConfigError } from '../config.ts';
import { Refusal } from '../server/refusal.ts';
import type { Caller } from './caller.ts';
import type { KeyRules } from './apiKeys.ts';
import { followKeysFile } from './keysFile.ts';
import type { KeysFile } from './keysFile.ts';
import { openToThisMachine } from './open.ts';
import { createRateLimit } from './rateLimit.ts';
import type { Count } from './rateLimit.ts';
import { knownScopes } from './scopes.ts';
import { createTokens } from './tokens.ts';
import type { TokenOptions, Tokens } from './tokens.ts';

export { anyone } from './caller.ts';
export type { Caller, Scope } from './caller.ts';
export { connectionHeaders } from './connection.ts';
export { createReach } from './reach.ts';

export interface Callers {
  /** Who asks. Throws a `Refusal`; a promise only where a token has to be checked. Names of headers in lower case. */
  readonly authenticate: (headers: IncomingHttpHeaders) => Caller | Promise<Caller>;
  /** Counts a request of this caller; a promise only where there is a limit, rejected with a `Refusal` where it is exceeded. */
  admit(caller: Caller): Promise<void> | undefined;
  /** Whether what he showed still counts, for connections that last: his key stands in the file, his token has not run out. */
  isCurrent(caller: Caller): boolean;
  close(): void;
}

/** Everyone, at once: for a server of which somebody else says who may reach it. */
export const openCallers: Callers = { authenticate: openToThisMachine, admit: () => undefined, isCurrent: () => true, close: () => undefined };

export interface CallersOptions {
  config: Pick<Config, 'apiKeysFile' | 'jwksURL' | 'jwtSecret' | 'jwtIssuer' | 'jwtAudience' | 'rateLimit'>;
  /** Names of the tenants. */
  tenants: readonly string[];
  /** Names of all systems, configured or not. */
  systems: readonly string[];
  log: { info: (message: string) => void; warn: (message: string) => void };
  /** Where several instances count the requests of a caller together. */
  redis?: Redis | undefined;
  /** Where several processes of one instance do. */
  count?: Count | undefined;
  /** Between two looks at the file of keys, in ms. */
  keysIntervalMs?: number | undefined;
  tokenTiming?: TokenOptions['timing'];
}

/** Rejects with a `ConfigError` with all that is wrong in the file of keys. */
export async function createCallers(options: CallersOptions): Promise<Callers> {
  const { config, log } = options;
  const tenants = new Set(options.tenants);
  const keys = await openKeys(options, { tenants, scopes: new Set(knownScopes(options.systems)) });
  const refuse = refusals(config);
  const tokens = tokensOf(options, tenants, refuse);
  const limit = config.rateLimit === undefined ? undefined : createRateLimit({ perMinute: config.rateLimit, redis: options.redis, own: options.count });
  log.info(`Callers: ${[keys && 'API keys', tokens && 'tokens'].filter(Boolean).join(' and ') || 'anyone on this machine'}.`);
  return {
    authenticate: keys || tokens ? (headers) => identify(headers, { keys, tokens, refuse }) : openToThisMachine,
    admit: (caller) => limit?.(caller),
    isCurrent: (caller) => (caller.kind === 'apiKey' ? keys?.current().has(caller) === true : caller.expiresAt === undefined || Date.now() < caller.expiresAt),
    close: () => keys?.close(),
  };
}

interface Doors {
  keys: KeysFile | undefined;
  tokens: Tokens | undefined;
  refuse: Refuse;
}

function identify({ 'x-api-key': key, authorization }: IncomingHttpHeaders, { keys, tokens, refuse }: Doors): Caller | Promise<Caller> {
  if (key !== undefined && authorization !== undefined) {
    throw new Refusal({ status: 400, code: 'BAD_REQUEST', message: 'The request has both X-API-Key and Authorization: expected one of them, so that it is clear who asks.' });
  }
  if (typeof key === 'string' && keys) {
    const caller = keys.current().find(key);
    if (caller) return caller;
    throw refuse('The API key is not known.');
  }
  const token = tokens && /^bearer +([^\s,]+) *$/i.exec(authorization ?? '')?.[1];
  if (token !== undefined) return tokens?.find(token) as Caller | Promise<Caller>;
  if (key === undefined && authorization === undefined) throw refuse(undefined);
  throw refuse(`Callers show ${[keys && 'an API key in X-API-Key', tokens && 'a token in Authorization: Bearer'].filter(Boolean).join(' or ')} here.`);
}

/** Without a message: nothing was shown. */
type Refuse = (message: string | undefined, of?: 'token') => Refusal;

/** RFC 6750, 3: what would be taken, and of a token that was shown why it is not. */
function refusals({ apiKeysFile, jwksURL, jwtSecret }: CallersOptions['config']): Refuse {
  const key = apiKeysFile === undefined ? [] : ['ApiKey realm="collectgraph", header="X-API-Key"'];
  const bearer = jwksURL === undefined && jwtSecret === undefined ? [] : ['Bearer realm="collectgraph"'];
  return (message, of) =>
    new Refusal({
      status: 401,
      code: 'UNAUTHENTICATED',
      message: message ?? `The request does not say who asks: expected ${[...key.map(() => 'X-API-Key'), ...bearer.map(() => 'Authorization: Bearer')].join(' or ')}.`,
      headers: { 'www-authenticate': [...bearer.map((challenge) => (of !== 'token' ? challenge : `${challenge}, error="invalid_token"`)), ...key].join(', ') },
    });
}

async function openKeys({ config, log, keysIntervalMs }: CallersOptions, rules: KeyRules): Promise<KeysFile | undefined> {
  if (config.apiKeysFile === undefined) return undefined;
  try {
    return await followKeysFile({ file: config.apiKeysFile, rules, log, intervalMs: keysIntervalMs });
  } catch (error) {
    throw error instanceof TextFileError ? new ConfigError(error.problems) : error;
  }
}

function tokensOf({ config, log, tokenTiming }: CallersOptions, tenants: ReadonlySet<string>, refuse: Refuse): Tokens | undefined {
  const { jwksURL, jwtSecret, jwtIssuer: issuer, jwtAudience: audience } = config;
  const keys = jwksURL !== undefined ? { url: jwksURL } : jwtSecret !== undefined ? { secret: jwtSecret } : undefined;
  return keys && createTokens({ keys, issuer, audience, tenants, log, refuse: (message) => refuse(message, 'token'), timing: tokenTiming });
}
