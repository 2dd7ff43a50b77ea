/** Headers -> who asks: which of them count, what is refused before anything is read, and what the refusal tells a client. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { connectionHeaders, createCallers, openCallers } from '../../../src/callers/main.ts';
import type { Caller, Callers, CallersOptions } from '../../../src/callers/main.ts';
import { ConfigError } from '../../../src/config.ts';
import { Refusal } from '../../../src/server/refusal.ts';
import { bearer, callerFiles, keysText, token, type CallerFiles } from '../../support/callers.ts';

const secret = 'a shared key of at least 32 bytes.';
let files: CallerFiles;
beforeAll(() => void (files = callerFiles()));
afterAll(() => files.remove());

const opened: Callers[] = [];
afterEach(() => opened.splice(0).forEach((one) => one.close()));

interface Log {
  lines: string[];
  /** Resolves with the line that matches. */
  line(like: RegExp): Promise<string>;
}

function newLog(): Log & CallersOptions['log'] {
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  const add = (message: string): void => {
    lines.push(message);
    waiting.splice(0).forEach((go) => go());
  };
  return {
    lines, info: add, warn: add,
    async line(like) {
      for (;;) {
        const found = lines.find((one) => like.test(one));
        if (found !== undefined) return found;
        await new Promise<void>((go) => waiting.push(go));
      }
    },
  };
}

async function open(config: Partial<CallersOptions['config']>, more: Partial<CallersOptions> = {}): Promise<Callers> {
  const nothing = { apiKeysFile: undefined, jwksURL: undefined, jwtSecret: undefined, jwtIssuer: undefined, jwtAudience: undefined, rateLimit: undefined };
  const callers = await createCallers({ config: { ...nothing, ...config }, tenants: [], systems: ['receeve'], log: newLog(), ...more });
  opened.push(callers);
  return callers;
}

async function refusal(found: () => unknown): Promise<Refusal> {
  try {
    await found();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

const keyFile = (): string => files.keys([{ name: 'desk', scopes: ['receeve:read'] }]);

describe('a gateway with API keys', () => {
  it('knows a caller at once, without a promise', async () => {
    const callers = await open({ apiKeysFile: keyFile() });
    expect(callers.authenticate(files.as('desk'))).toMatchObject({ kind: 'apiKey', name: 'desk' });
    expect(callers.admit(callers.authenticate(files.as('desk')) as Caller)).toBeUndefined();
  });

  it.each<[string, () => Record<string, string | string[]>, number, string]>([
    ['nothing', () => ({}), 401, 'The request does not say who asks: expected X-API-Key.'],
    ['another key', () => ({ 'x-api-key': 'x' }), 401, 'The API key is not known.'],
    ['an empty key', () => ({ 'x-api-key': '' }), 401, 'The API key is not known.'],
    ['the key twice', () => ({ 'x-api-key': `${files.as('desk')['x-api-key']}, ${files.as('desk')['x-api-key']}` }), 401, 'The API key is not known.'],
    ['a list of keys', () => ({ 'x-api-key': [files.as('desk')['x-api-key']] }), 401, 'Callers show an API key in X-API-Key here.'],
    ['the key as a token', () => bearer(files.as('desk')['x-api-key']), 401, 'Callers show an API key in X-API-Key here.'],
    ['the key beside something else', () => ({ ...files.as('desk'), authorization: 'Basic eDp5' }), 400, 'The request has both X-API-Key and Authorization: expected one of them, so that it is clear who asks.'],
  ])('refuses %s', async (_, headers, status, message) => {
    const callers = await open({ apiKeysFile: keyFile() });
    const found = await refusal(() => callers.authenticate(headers()));
    expect(found).toMatchObject({ status, message, code: status === 401 ? 'UNAUTHENTICATED' : 'BAD_REQUEST' });
    expect(found.headers['www-authenticate']).toBe(status === 401 ? 'ApiKey realm="collectgraph", header="X-API-Key"' : undefined);
  });

  it('does not start with a file that says something wrong, or is not there', async () => {
    await expect(open({ apiKeysFile: files.write('wrong.yaml', 'keys: []') })).rejects.toThrow(new ConfigError(['GATEWAY_API_KEYS_FILE has no key: expected at least one.']));
    await expect(open({ apiKeysFile: '/nowhere/keys.yaml' })).rejects.toThrow('GATEWAY_API_KEYS_FILE names a file that cannot be read (ENOENT): expected a YAML file');
  });

  it('says that others may read the file, and takes it', async () => {
    const { chmodSync } = await import('node:fs');
    const file = files.write('open.yaml', keysText([{ name: 'desk', secret: 'k', scopes: ['*'] }]));
    chmodSync(file, 0o644);
    const log = newLog();
    const callers = await open({ apiKeysFile: file }, { log });
    expect(log.lines).toContain('The file of GATEWAY_API_KEYS_FILE can be read by others than its owner (mode 644): expected mode 600 or 400.');
    expect(callers.authenticate({ 'x-api-key': 'k' })).toMatchObject({ name: 'desk' });
  });

  it('follows the file: a new key counts, one that is gone does not, a mistake changes nothing', async () => {
    const log = newLog();
    const text = (name: string): string => keysText([{ name, secret: `key of ${name}`, scopes: ['receeve:read'] }]);
    const file = files.write('followed.yaml', text('old'));
    const callers = await open({ apiKeysFile: file }, { log, keysIntervalMs: 20 });
    const old = callers.authenticate({ 'x-api-key': 'key of old' }) as Caller;
    expect(callers.isCurrent(old)).toBe(true);

    files.write('followed.yaml', 'keys: [{ name: SEEDED');
    expect(await log.line(/no YAML/)).toMatch(/The keys of before stay\.$/);
    expect(callers.authenticate({ 'x-api-key': 'key of old' })).toBe(old);

    files.write('followed.yaml', text('new'));
    await log.line(/^GATEWAY_API_KEYS_FILE was read again: 1 key\.$/);
    expect(callers.authenticate({ 'x-api-key': 'key of new' })).toMatchObject({ name: 'new' });
    expect((await refusal(() => callers.authenticate({ 'x-api-key': 'key of old' }))).status).toBe(401);
    expect(callers.isCurrent(old)).toBe(false);
    expect(log.lines.join()).not.toContain('SEEDED');
  });

  it('keeps the keys of a file that is taken away', async () => {
    const log = newLog();
    const { rmSync } = await import('node:fs');
    const file = files.write('gone.yaml', keysText([{ name: 'desk', secret: 'k', scopes: ['*'] }]));
    const callers = await open({ apiKeysFile: file }, { log, keysIntervalMs: 20 });
    rmSync(file);
    await log.line(/cannot be read \(ENOENT\).*The keys of before stay/);
    expect(callers.authenticate({ 'x-api-key': 'k' })).toMatchObject({ name: 'desk' });
  });
});

describe('a gateway with tokens', () => {
  it.each<[string, () => Promise<Record<string, string>>, number, string, string]>([
    ['nothing', async () => ({}), 401, 'The request does not say who asks: expected Authorization: Bearer.', 'Bearer realm="collectgraph"'],
    ['an API key', async () => ({ 'x-api-key': 'k' }), 401, 'Callers show a token in Authorization: Bearer here.', 'Bearer realm="collectgraph"'],
    ['a user and a password', async () => ({ authorization: 'Basic eDp5' }), 401, 'Callers show a token in Authorization: Bearer here.', 'Bearer realm="collectgraph"'],
    ['a token without its scheme', async () => ({ authorization: await token(secret) }), 401, 'Callers show a token in Authorization: Bearer here.', 'Bearer realm="collectgraph"'],
    ['two tokens', async () => ({ authorization: `Bearer ${await token(secret)}, Bearer ${await token(secret)}` }), 401, 'Callers show a token in Authorization: Bearer here.', 'Bearer realm="collectgraph"'],
    ['a bad token', async () => bearer('x.y.z'), 401, 'The token is not valid.', 'Bearer realm="collectgraph", error="invalid_token"'],
  ])('refuses %s', async (_, headers, status, message, challenge) => {
    const callers = await open({ jwtSecret: secret });
    const given = await headers();
    const found = await refusal(() => callers.authenticate(given));
    expect(found).toMatchObject({ status, message, code: 'UNAUTHENTICATED', headers: { 'www-authenticate': challenge } });
  });

  it.each(['Bearer ', 'bearer ', 'BEARER   '])('takes a token after %j', async (scheme) => {
    const callers = await open({ jwtSecret: secret });
    expect(await callers.authenticate({ authorization: `${scheme}${await token(secret)}` })).toMatchObject({ kind: 'token', name: 'someone' });
  });

  it('says of a caller whether his token still counts', async () => {
    const callers = await open({ jwtSecret: secret });
    const caller = await callers.authenticate(bearer(await token(secret)));
    expect(callers.isCurrent(caller)).toBe(true);
    expect(callers.isCurrent({ ...caller, expiresAt: Date.now() - 1 })).toBe(false);
  });

  it('beside API keys tells of both', async () => {
    const callers = await open({ jwtSecret: secret, apiKeysFile: keyFile() });
    expect((await refusal(() => callers.authenticate({}))).headers).toEqual({ 'www-authenticate': 'Bearer realm="collectgraph", ApiKey realm="collectgraph", header="X-API-Key"' });
    expect(callers.authenticate(files.as('desk'))).toMatchObject({ name: 'desk' });
    expect(await callers.authenticate(bearer(await token(secret)))).toMatchObject({ name: 'someone' });
  });
});

describe('a gateway without callers', () => {
  it.each(['localhost', 'localhost:4000', '127.0.0.1:4000', '127.9.9.9', '[::1]:4000', '[::ffff:127.0.0.1]:80', 'LOCALHOST:1', undefined])('takes whoever asks for %s', (host) => {
    expect(openCallers.authenticate({ host })).toMatchObject({ kind: 'anyone' });
  });

  it.each(['evil.example', 'evil.example:4000', 'localhost.evil.example', '127.0.0.1.evil.example:4000', 'localhost@evil.example', 'evil.example#localhost', '10.0.0.1', '[::]', '0.0.0.0:4000', '', ' ', '/', 'a:b:c'])(
    'refuses a page that asks for %j: its name leads here, it is not from here',
    async (host) => {
      const { authenticate } = await open({});
      expect(await refusal(() => authenticate({ host }))).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    },
  );
});

describe('a limit of requests', () => {
  it('is each caller\'s own, and says when to come back', async () => {
    const callers = await open({ rateLimit: 2, jwtSecret: secret, apiKeysFile: files.keys([{ name: 'desk', scopes: ['*'] }, { name: 'someone', scopes: ['*'] }]) });
    const desk = callers.authenticate(files.as('desk')) as Caller;
    await callers.admit(desk);
    await callers.admit(desk);
    const found = await refusal(() => callers.admit(desk));
    expect(found).toMatchObject({ status: 429, code: 'LIMIT_EXCEEDED', message: 'This caller has made its 2 requests of this minute, as many as GATEWAY_RATE_LIMIT allows.' });
    expect(Number(found.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(Number(found.headers['retry-after'])).toBeLessThanOrEqual(60);
    // A key and a token of one name are two.
    const key = callers.authenticate(files.as('someone')) as Caller;
    await callers.admit(key);
    await callers.admit(key);
    const text = await token(secret);
    await callers.admit(await callers.authenticate(bearer(text)));
    await callers.admit(await callers.authenticate(bearer(await token(secret, { jti: 'another of his tokens' }))));
    await refusal(async () => callers.admit(await callers.authenticate(bearer(text))));
  });

  it('tells the same name of two tenants apart', async () => {
    const callers = await open({ rateLimit: 1, jwtSecret: secret }, { tenants: ['acme', 'umbrella'] });
    for (const tenant of ['acme', 'umbrella', undefined]) await callers.admit(await callers.authenticate(bearer(await token(secret, { tenant }))));
    await refusal(async () => callers.admit(await callers.authenticate(bearer(await token(secret, { tenant: 'acme' })))));
  });
});

describe('a WebSocket', () => {
  const handshake = { host: 'gateway.example', cookie: 'a=b', authorization: 'Bearer handshake' };
  it.each<[string, unknown, Record<string, string>]>([
    ['says it in its first message', { 'X-API-Key': 'k' }, { host: 'gateway.example', 'x-api-key': 'k' }],
    ['says it in names as they like', { Authorization: 'Bearer t', other: 1 }, { host: 'gateway.example', authorization: 'Bearer t' }],
    ['says it in its handshake', undefined, { host: 'gateway.example', authorization: 'Bearer handshake' }],
    ['says nothing of it in its message', { locale: 'nl' }, { host: 'gateway.example', authorization: 'Bearer handshake' }],
    ['says both', { 'x-api-key': 'k', authorization: 'Bearer t' }, { host: 'gateway.example', 'x-api-key': 'k', authorization: 'Bearer t' }],
    ['says nonsense, and is not taken for the one of the handshake', { authorization: { a: 1 } }, { host: 'gateway.example' }],
    ['says a list', ['x-api-key'], { host: 'gateway.example', authorization: 'Bearer handshake' }],
    ['says null', null, { host: 'gateway.example', authorization: 'Bearer handshake' }],
  ])('%s', (_, params, headers) => {
    expect(connectionHeaders(params, handshake)).toEqual(headers);
  });
});
