/** Tokens: those that are signed and meant for the gateway are callers; every known way to forge or stretch one is not. */
import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { base64url, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey } from 'jose';
import { createTokens } from '../../../src/callers/tokens.ts';
import type { TokenOptions } from '../../../src/callers/tokens.ts';
import { Refusal } from '../../../src/server/refusal.ts';
import { audience, issuer, startIssuer, token, type Issuer } from '../../support/callers.ts';

const secret = randomBytes(32).toString('hex');
const warned: string[] = [];
const make = (options: Partial<TokenOptions> = {}) =>
  createTokens({
    keys: { secret }, issuer, audience, tenants: new Set(['acme']),
    log: { warn: (message) => void warned.push(message) },
    refuse: (message) => new Refusal({ status: 401, code: 'UNAUTHENTICATED', message }),
    ...options,
  });
const seconds = (): number => Math.floor(Date.now() / 1000);

async function refusal(found: () => unknown): Promise<{ status: number; code: string; message: string }> {
  try {
    await found();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.status, code: error.code, message: error.message };
  }
  throw new Error('expected a refusal, but the token was taken');
}

const invalid = { status: 401, code: 'UNAUTHENTICATED', message: 'The token is not valid.' };

describe('a token of a shared key', () => {
  const tokens = make();

  it('is a caller: name, scopes, tenant, end', async () => {
    const exp = seconds() + 100;
    const caller = await tokens.find(await token(secret, { sub: 'Ann', scope: 'openid receeve:write  cm:read', tenant: 'acme', exp }));
    expect(caller).toMatchObject({ kind: 'token', name: 'Ann', tenant: 'acme', expiresAt: exp * 1000 });
    expect((['receeve:write', 'receeve:read', 'cm:read', 'cm:write', 'events:read', '*'] as const).map(caller.allows)).toEqual([true, true, true, false, false, false]);
  });

  it('without a scope may do nothing, without a tenant is of none', async () => {
    const caller = await tokens.find(await token(secret));
    expect(caller.tenant).toBeUndefined();
    expect(caller.allows('receeve:read')).toBe(false);
  });

  it('may have several audiences', async () => {
    expect((await tokens.find(await token(secret, { aud: ['another', audience] }))).name).toBe('someone');
  });

  it('lives a few seconds longer and begins as much earlier, as clocks differ', async () => {
    expect((await tokens.find(await token(secret, { exp: seconds() - 2 }))).name).toBe('someone');
    expect((await tokens.find(await token(secret, { nbf: seconds() + 3 }))).name).toBe('someone');
  });

  it.each<[string, Parameters<typeof token>[1], string]>([
    ['has run out', { exp: seconds() - 60 }, 'The token has run out.'],
    ['does not count yet', { nbf: seconds() + 60 }, 'The claim "nbf" of the token is not as it must be.'],
    ['never runs out', { exp: undefined }, 'The claim "exp" of the token is missing.'],
    ['runs out at a text', { exp: 'tomorrow' as never }, 'The claim "exp" of the token is not as it must be.'],
    ['is of another issuer', { iss: 'https://issuer.example/' }, 'The claim "iss" of the token is not as it must be.'],
    ['is of no issuer', { iss: undefined }, 'The claim "iss" of the token is missing.'],
    ['is meant for somebody else', { aud: 'collectgraph2' }, 'The claim "aud" of the token is not as it must be.'],
    ['is meant for nobody', { aud: undefined }, 'The claim "aud" of the token is missing.'],
    ['is nobody\'s', { sub: undefined }, 'The claim "sub" of the token is missing.'],
    ['is of a blank name', { sub: '' }, 'The claim "sub" of the token is no name.'],
    ['is of a name that breaks lines', { sub: 'a\nb' }, 'The claim "sub" of the token is no name.'],
    ['is of a name that is none', { sub: 5 as never }, 'The claim "sub" of the token is no name.'],
    ['has a list of scopes', { scope: ['*'] }, 'The claim "scope" of the token is no text.'],
    ['has a tenant that is no text', { tenant: ['acme'] }, 'The claim "tenant" of the token is no text.'],
  ])('that %s is refused', async (_, claims, message) => {
    expect(await refusal(async () => tokens.find(await token(secret, claims)))).toEqual({ status: 401, code: 'UNAUTHENTICATED', message });
  });

  it.each(['umbrella', '', 'constructor', '__proto__'])('of the unknown tenant %j is forbidden, never another one\'s', async (tenant) => {
    const found = await refusal(async () => tokens.find(await token(secret, { tenant, scope: '*' })));
    expect(found).toEqual({ status: 403, code: 'FORBIDDEN', message: 'The token is of a tenant that this gateway does not know.' });
  });

  it('is taken for any issuer and audience where none is configured', async () => {
    const lenient = make({ issuer: undefined, audience: undefined });
    expect((await lenient.find(await token(secret, { iss: undefined, aud: undefined }))).name).toBe('someone');
  });
});

describe('a forged token', () => {
  const tokens = make();
  const part = (value: unknown): string => base64url.encode(JSON.stringify(value));
  const claims = { sub: 'someone', iss: issuer, aud: audience, exp: seconds() + 300, scope: '*' };
  const signed = (header: unknown, key = secret, payload: unknown = claims): string => {
    const text = `${part(header)}.${part(payload)}`;
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  };

  it('the way they are made here, a good one is taken', async () => {
    expect((await tokens.find(signed({ alg: 'HS256' }))).name).toBe('someone');
  });

  it.each<[string, () => string | Promise<string>]>([
    ['no algorithm and no signature', () => `${part({ alg: 'none' })}.${part(claims)}.`],
    ['"None"', () => `${part({ alg: 'None' })}.${part(claims)}.`],
    ['no algorithm and a good signature', () => signed({ alg: 'none' })],
    ['no header member alg', () => signed({})],
    ['an algorithm that is a list', () => signed({ alg: ['HS256'] })],
    ['another algorithm of the same key', () => token(secret, {}, { alg: 'HS512' })],
    ['another key', () => signed({ alg: 'HS256' }, 'x'.repeat(64))],
    ['no key', () => signed({ alg: 'HS256' }, '')],
    ['a cut signature', () => signed({ alg: 'HS256' }).slice(0, -2)],
    ['an empty signature', () => signed({ alg: 'HS256' }).replace(/[^.]*$/, '')],
    ['claims that were changed', () => signed({ alg: 'HS256' }).split('.').map((text, index) => (index === 1 ? part({ ...claims, tenant: 'acme' }) : text)).join('.')],
    ['a header that was changed', () => signed({ alg: 'HS256' }).split('.').map((text, index) => (index === 0 ? part({ alg: 'HS256', kid: 'x' }) : text)).join('.')],
    ['a critical extension that nobody knows', () => signed({ alg: 'HS256', crit: ['exp'], exp: 1 })],
    ['an empty list of critical extensions', () => signed({ alg: 'HS256', crit: [] })],
    ['claims that are not encoded', () => signed({ alg: 'HS256', crit: ['b64'], b64: false })],
    ['claims that are a list', () => signed({ alg: 'HS256' }, secret, [])],
    ['claims that are null', () => signed({ alg: 'HS256' }, secret, null)],
    ['two parts', () => `${part({ alg: 'HS256' })}.${part(claims)}`],
    ['five parts, as if it were encrypted', () => `${signed({ alg: 'dir', enc: 'A256GCM' })}.a.b`],
    ['no parts', () => 'x'],
    ['parts that are no base64', () => '!.!.!'],
    ['a header of many brackets', () => `${base64url.encode('['.repeat(3000))}.${part(claims)}.x`],
  ])('with %s is not valid', async (_, forge) => {
    const text = await forge();
    expect(await refusal(() => tokens.find(text))).toEqual(invalid);
  });

  it('of any length costs nothing', async () => {
    expect(await refusal(() => tokens.find(`${signed({ alg: 'HS256' })}${'A'.repeat(9000)}`))).toEqual({ ...invalid, message: 'The token is too long.' });
  });
});

describe('a token that was checked', () => {
  it('is known for a minute, and not a moment after it has run out', async () => {
    let now = Date.now();
    const tokens = make({ now: () => now });
    const text = await token(secret, { exp: Math.floor(now / 1000) + 90 });
    const first = await tokens.find(text);
    now += 59_000;
    expect(tokens.find(text)).toBe(first);
    now += 2_000;
    const second = tokens.find(text);
    expect(second).toBeInstanceOf(Promise);
    await second;
    now += 28_000;
    expect(tokens.find(text)).not.toBeInstanceOf(Promise);
    now += 10_000;
    expect(await refusal(() => tokens.find(text))).toMatchObject({ message: 'The token has run out.' });
  });

  it('is not another one, and one that was refused is not known', async () => {
    const tokens = make();
    const text = await token(secret);
    await tokens.find(text);
    const [header, claims] = text.split('.') as [string, string];
    expect(await refusal(() => tokens.find(`${header}.${claims}.${'A'.repeat(43)}`))).toEqual(invalid);
    expect(await refusal(() => tokens.find(`${header}.${claims}.${'A'.repeat(43)}`))).toEqual(invalid);
  });
});

describe('a token of an issuer', () => {
  let server: Issuer;
  let key: CryptoKey;
  beforeAll(async () => {
    server = await startIssuer();
    key = await server.addKey('k1');
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.recorder.reset();
    warned.length = 0;
  });
  let now = Date.now();
  const remote = (timing: TokenOptions['timing'] = {}) => make({ keys: { url: server.url }, timing, now: () => now });
  beforeEach(() => void (now = Date.now()));

  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('signed with %s is taken', async (alg) => {
    const own = await server.addKey(alg, alg);
    expect((await remote().find(await token(own, { scope: 'cm:read' }, { alg, kid: alg }))).allows('cm:read')).toBe(true);
    server.takeBack(alg);
  });

  it('asks for the keys once, however many come at the same time, and not again for further ones', async () => {
    const tokens = remote();
    const texts = await Promise.all(Array.from({ length: 20 }, (_, index) => token(key, { sub: `s${index}` }, { alg: 'RS256', kid: 'k1' })));
    await Promise.all(texts.map(async (text) => tokens.find(text)));
    await tokens.find(await token(key, { sub: 'later' }, { alg: 'RS256', kid: 'k1' }));
    expect(server.asked()).toBe(1);
  });

  it('of a new key is taken at once: the keys are asked for again', async () => {
    const tokens = remote({ cooldownMs: 0 });
    await tokens.find(await token(key, {}, { alg: 'RS256', kid: 'k1' }));
    const next = await server.addKey('k2', 'ES256');
    expect((await tokens.find(await token(next, {}, { alg: 'ES256', kid: 'k2' }))).name).toBe('someone');
    expect(server.asked()).toBe(2);
    server.takeBack('k2');
  });

  it('of keys that nobody has asks for them once, then not for a while', async () => {
    const tokens = remote();
    const { privateKey } = await generateKeyPair('RS256');
    for (let index = 0; index < 10; index++) {
      const text = await token(privateKey, {}, { alg: 'RS256', kid: `../../etc/passwd' OR 1=1 -- ${index}` });
      expect(await refusal(() => tokens.find(text))).toEqual(invalid);
    }
    expect(server.asked()).toBe(1);
  });

  it('of a key that was taken back is refused when its time of grace is over', async () => {
    const old = await server.addKey('old');
    const tokens = remote({ maxAgeMs: 0 });
    const text = await token(old, {}, { alg: 'RS256', kid: 'old' });
    await tokens.find(text);
    server.takeBack('old');
    expect((await tokens.find(text)).name).toBe('someone'); // known for a minute
    now += 61_000;
    expect(await refusal(() => tokens.find(text))).toEqual(invalid);
  });

  it.each<[string, (key: CryptoKey) => Promise<string>]>([
    ['the public key as a secret', async () => {
      const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      server.publish({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'pair', alg: 'RS256' }] });
      return new SignJWT({ sub: 'x', iss: issuer, aud: audience, exp: seconds() + 300 }).setProtectedHeader({ alg: 'HS256', kid: 'pair' }).sign(new TextEncoder().encode(String(publicKey.export({ type: 'spki', format: 'pem' }))));
    }],
    ['a symmetric key that the issuer publishes by mistake', async () => {
      server.publish({ keys: [{ kty: 'oct', k: base64url.encode(secret), kid: 'oct' }] });
      return token(secret, {}, { alg: 'HS256', kid: 'oct' });
    }],
    ['no algorithm', async () => `${base64url.encode('{"alg":"none","kid":"k1"}')}.${base64url.encode(JSON.stringify({ sub: 'x', iss: issuer, aud: audience, exp: seconds() + 300 }))}.`],
    ['a key of its own in its header', async () => {
      const pair = await generateKeyPair('ES256', { extractable: true });
      return token(pair.privateKey, {}, { alg: 'ES256', jwk: await exportJWK(pair.publicKey) });
    }],
    ['an address for its key', async () => {
      const pair = await generateKeyPair('RS256', { extractable: true });
      const other = await startIssuer();
      other.publish({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1' }] });
      const text = await token(pair.privateKey, {}, { alg: 'RS256', kid: 'k1', jku: other.url, x5u: other.url });
      await other.close();
      return text;
    }],
    ['another kind of key than the published one of that name', async () => {
      const pair = await generateKeyPair('ES256');
      return token(pair.privateKey, {}, { alg: 'ES256', kid: 'k1' });
    }],
    ['a key that is published for encryption', async () => {
      const pair = await generateKeyPair('RS256', { extractable: true });
      server.publish({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'enc', use: 'enc' }] });
      return token(pair.privateKey, {}, { alg: 'RS256', kid: 'enc' });
    }],
  ])('with %s is not valid', async (_, forge) => {
    const text = await forge(key);
    expect(await refusal(() => remote().find(text))).toEqual(invalid);
    key = await server.addKey('k1');
  });

  describe('whose keys cannot be had', () => {
    const unavailable = { status: 503, code: 'NOT_READY', message: 'The token cannot be checked at the moment; come back later.' };
    it.each<[string, () => void, string]>([
      ['an error', () => server.publish({}, 500), 'the answer is no JSON with status 200'],
      ['another place', () => server.recorder.answer({ status: 302, headers: { location: `${server.recorder.url}/elsewhere` } }), 'the answer is no JSON with status 200'],
      ['no JSON', () => server.publish('<html>SEEDED-page</html>'), 'the answer is no JSON with status 200'],
      ['no set of keys', () => server.publish({ keys: 'SEEDED' }), 'the answer is no set of keys'],
      ['more than anybody would read', () => server.publish({ keys: [], more: 'x'.repeat(2_000_000) }), 'no answer'],
      ['nothing', () => server.recorder.answer(() => Promise.reject(new Error('cut off'))), 'UND_ERR_SOCKET'],
    ])('because the answer is %s: neither let in nor told that it is wrong', async (_, trouble, label) => {
      trouble();
      const tokens = remote();
      const text = await token(key, {}, { alg: 'RS256', kid: 'k1' });
      expect(await refusal(() => tokens.find(text))).toEqual(unavailable);
      expect(warned).toEqual([`The keys of tokens cannot be fetched (${label}): callers with a token that is not known yet are asked to come back.`]);
      // Not asked again for each who comes now; and when it can be had again, he is let in.
      const asked = server.asked();
      expect(await refusal(() => tokens.find(text))).toEqual(unavailable);
      expect(server.asked()).toBe(asked);
      expect(asked).toBe(1);
      key = await server.addKey('k1');
      now += 3_000;
      expect((await tokens.find(await token(key, {}, { alg: 'RS256', kid: 'k1' }))).name).toBe('someone');
    });

    it('because there is no answer in time', async () => {
      let answer = (): void => undefined;
      server.recorder.answer(() => new Promise((resolve) => (answer = () => resolve({ status: 500 }))));
      const text = await token(key, {}, { alg: 'RS256', kid: 'k1' });
      expect(await refusal(() => remote({ timeoutMs: 50 }).find(text))).toEqual(unavailable);
      expect(warned[0]).toContain('(no answer in time)');
      answer();
      key = await server.addKey('k1');
    });

    it('does not concern one that was checked a moment ago', async () => {
      const tokens = remote({ maxAgeMs: 0 });
      const text = await token(key, {}, { alg: 'RS256', kid: 'k1' });
      const caller = await tokens.find(text);
      server.publish({}, 500);
      expect(tokens.find(text)).toBe(caller);
      key = await server.addKey('k1');
    });
  });
});
