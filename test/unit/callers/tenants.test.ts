/** Tenants: whose variables differ, what their systems are made of, and what is refused in which sentence. No value is ever repeated. */
import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from '../../../src/config.ts';
import { parseTenants } from '../../../src/config/tenants.ts';
import { TextFileError } from '../../../src/config/textFile.ts';
import type { Source } from '../../../src/rest/source.ts';

const receeve: Source = { name: 'receeve', variables: ['clientId'], credentials: [{ name: 'oauth2', type: 'OAUTH2', tokenPath: '/v1/oauth2/token', client: 'BASIC' }] };
const ucollect: Source = { name: 'ucollect', baseURL: 'http://app.ucollect.example', variables: ['ledger', 'user'], credentials: [{ name: 'apiKey', type: 'API_KEY', header: 'APIKey' }] };
const cm: Source = { name: 'cm', baseURL: 'https://api.cmpayments.com', variables: [], credentials: [{ name: 'oauth2', type: 'OAUTH2', tokenPath: '/auth/v1/token', client: 'FORM' }] };
const sources = [receeve, ucollect, cm];

const ofReceeve = (who: string) => ({ RECEEVE_CLIENT_ID: `${who}-id`, RECEEVE_API_CLIENT: `${who}-client`, RECEEVE_API_SECRET: `${who}-secret` });
const own = { RECEEVE_URL: 'https://api.customer.example', ...ofReceeve('own'), CM_CLIENT_ID: 'own-cm', CM_CLIENT_SECRET: 'own-cm-secret' };
const tenants = (of: Record<string, Record<string, string>>) => parseTenants(JSON.stringify({ tenants: of }));
const config = (env: Record<string, string>, of: Record<string, Record<string, string>>) => readConfig({ GATEWAY_MODE: 'live', ...env }, sources, tenants(of));
const systemOf = (read: ReturnType<typeof config>, tenant: string, name: string) => read.tenants.find((one) => one.name === tenant)?.systems.find((system) => system.name === name);

function problems(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError || error instanceof TextFileError) return error.problems;
    throw error;
  }
  return [];
}

describe('a tenant', () => {
  it('has what differs for him, and the gateway\'s for the rest', () => {
    const read = config(own, { acme: ofReceeve('acme'), umbrella: { ...ofReceeve('umbrella'), RECEEVE_URL: 'https://umbrella.example', UCOLLECT_API_KEY: 'umbrella-key' } });
    expect(read.systems.map(({ name }) => name)).toEqual(['receeve', 'cm']);
    expect(systemOf(read, 'acme', 'receeve')).toMatchObject({ baseURL: 'https://api.customer.example', variables: { clientId: 'acme-id' }, credentials: [{ id: 'acme-client', secret: 'acme-secret' }] });
    expect(systemOf(read, 'umbrella', 'receeve')).toMatchObject({ baseURL: 'https://umbrella.example', variables: { clientId: 'umbrella-id' }, credentials: [{ id: 'umbrella-client', secret: 'umbrella-secret' }] });
    expect(systemOf(read, 'umbrella', 'ucollect')).toMatchObject({ credentials: [{ key: 'umbrella-key' }] });
    expect(systemOf(read, 'acme', 'ucollect')).toBeUndefined();
    expect(systemOf(read, 'acme', 'cm')).toMatchObject({ credentials: [{ id: 'own-cm', secret: 'own-cm-secret' }] });
  });

  it('is told of where calls are made with the gateway\'s credentials', () => {
    const { notes } = config(own, { acme: ofReceeve('acme'), umbrella: { ...ofReceeve('umbrella'), CM_URL: 'https://cm.example' } });
    expect(notes).toEqual(expect.arrayContaining([
      'The tenant acme has no credentials of its own for cm: calls are made with the gateway\'s.',
      'The tenant umbrella has no credentials of its own for cm: calls are made with the gateway\'s.',
    ]));
  });

  it('has no system whose credentials are blank for him', () => {
    const read = config(own, { acme: { CM_CLIENT_ID: '', CM_CLIENT_SECRET: '' } });
    expect(systemOf(read, 'acme', 'cm')).toBeUndefined();
    expect(systemOf(read, 'acme', 'receeve')).toBeDefined();
  });

  it('may be the only one that has a system, of which the gateway knows the address', () => {
    const read = config({ RECEEVE_URL: 'https://api.customer.example' }, { acme: ofReceeve('acme') });
    expect(read.systems).toEqual([]);
    expect(read.unconfigured).toContain('receeve');
    expect(systemOf(read, 'acme', 'receeve')).toMatchObject({ baseURL: 'https://api.customer.example' });
  });

  it('counts as credentials: live mode, and a start in production', () => {
    expect(readConfig({ RECEEVE_URL: 'https://api.customer.example' }, sources, tenants({ acme: ofReceeve('acme') })).mode).toBe('live');
    expect(readConfig({ NODE_ENV: 'production', RECEEVE_URL: 'https://api.customer.example' }, sources, tenants({ acme: ofReceeve('acme') })).mode).toBe('live');
  });

  it('in sandbox mode meets the stand-ins', () => {
    const read = readConfig({ GATEWAY_MODE: 'sandbox' }, sources, tenants({ acme: ofReceeve('acme') }));
    expect(read.tenants).toEqual([{ name: 'acme', systems: [] }]);
    expect(read.notes).toContain('Sandbox mode does not use the variables of GATEWAY_TENANTS_FILE: all tenants meet the same stand-ins.');
  });

  it('has values as they stand there: digits are no number', () => {
    expect(parseTenants('tenants: { acme: { CM_CLIENT_SECRET: 0123, CM_CLIENT_ID: no } }').get('acme')).toEqual({ CM_CLIENT_SECRET: '0123', CM_CLIENT_ID: 'no' });
  });
});

describe('is refused in a sentence', () => {
  it.each<[string, string, string[]]>([
    ['no tenants', '', ['GATEWAY_TENANTS_FILE has nothing as "tenants": expected a YAML file with a mapping "tenants" of each tenant to his variables.']],
    ['a list', 'tenants: [acme]', ['GATEWAY_TENANTS_FILE has a list as "tenants": expected a YAML file with a mapping "tenants" of each tenant to his variables.']],
    ['something beside', 'tenants: {}\ntenant: {}', ['GATEWAY_TENANTS_FILE has "tenant", which means nothing: expected a YAML file with a mapping "tenants" of each tenant to his variables.']],
    ['a tenant twice', 'tenants:\n  acme: {}\n  acme: {}', ['GATEWAY_TENANTS_FILE has the same key twice (line 3, column 3): expected a YAML file with a mapping "tenants" of each tenant to his variables.']],
    ['a name for no log', 'tenants: { "a b": {} }', ['GATEWAY_TENANTS_FILE has a tenant named "a b": expected up to 64 letters, digits, dots, - and _.']],
    ['variables that are text', 'tenants: { acme: SEEDED }', ['GATEWAY_TENANTS_FILE, tenant acme: found text, expected a mapping of variables.']],
    ['a value that is a list', 'tenants: { acme: { CM_CLIENT_ID: [SEEDED] } }', ['GATEWAY_TENANTS_FILE, tenant acme: "CM_CLIENT_ID" is a list: expected text.']],
  ])('%s', (_, text, sentences) => {
    expect(problems(() => parseTenants(text))).toEqual(sentences);
  });

  it('a variable of no system, and one that is the same for all', () => {
    const found = problems(() => config(own, { acme: { ...ofReceeve('acme'), RECEEVE_APISECRET: 'SEEDED', PORT: '5' } }));
    expect(found).toHaveLength(2);
    expect(found[0]).toMatch(/^GATEWAY_TENANTS_FILE, tenant acme: "RECEEVE_APISECRET" is no variable of a system: expected COLLECTMAXX_URL, COLLECTMAXX_API_KEY, RECEEVE_URL, .*\.$/);
    expect(found[1]).toMatch(/^GATEWAY_TENANTS_FILE, tenant acme: "PORT" is the same for all tenants: expected COLLECTMAXX_URL/);
    expect(found.join()).not.toContain('SEEDED');
  });

  it('half a configuration, and a value that cannot be', () => {
    expect(problems(() => config({}, { acme: { CM_CLIENT_ID: 'SEEDED' }, umbrella: { CM_CLIENT_ID: 'SEEDED', CM_CLIENT_SECRET: 'SEEDED\n', CM_URL: 'ftp://SEEDED' } }))).toEqual([
      'GATEWAY_TENANTS_FILE, tenant acme: cm is configured in part: CM_CLIENT_SECRET is missing.',
      'GATEWAY_TENANTS_FILE, tenant umbrella: CM_URL cannot be used: expected an address like https://host or https://host/path.',
      'GATEWAY_TENANTS_FILE, tenant umbrella: CM_CLIENT_SECRET cannot be used: expected a secret without line breaks and control characters.',
    ]);
  });

  it('half a configuration of the gateway\'s that no tenant completes', () => {
    expect(problems(() => config({ RECEEVE_URL: 'https://api.customer.example' }, { acme: { CM_CLIENT_ID: 'a', CM_CLIENT_SECRET: 'b' } }))).toEqual([
      'receeve is configured in part: RECEEVE_CLIENT_ID, RECEEVE_API_CLIENT and RECEEVE_API_SECRET are missing.',
    ]);
  });
});

describe('the variables of callers', () => {
  const secret = 'a'.repeat(32);
  const sentence = (env: Record<string, string>): string[] => problems(() => readConfig(env, sources));
  const loopback = 'GATEWAY_API_KEYS_FILE, GATEWAY_JWKS_URL or GATEWAY_JWT_SECRET, or a loopback address as HOST.';

  it.each(['0.0.0.0', '::', '10.0.0.5', 'gateway.example', '128.0.0.1', '1', '127.0.0.1.nip.io', '::ffff:10.0.0.1'])('without a caller and with HOST=%s there is no start', (HOST) => {
    expect(sentence({ HOST })).toEqual([`HOST is ${HOST} and no caller is configured, so that whoever reaches it could ask for everything: expected ${loopback}`]);
    expect(sentence({ HOST, GATEWAY_JWT_SECRET: secret })).toEqual([]);
    expect(sentence({ HOST, GATEWAY_API_KEYS_FILE: '/keys.yaml' })).toEqual([]);
  });

  it.each(['127.0.0.1', '127.255.0.9', 'localhost', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1'])('without a caller and with HOST=%s there is one, in either mode', (HOST) => {
    expect(sentence({ HOST })).toEqual([]);
    expect(sentence({ HOST, GATEWAY_MODE: 'live', ...own })).toEqual([]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['a short secret', { GATEWAY_JWT_SECRET: 'SEEDED-secret' }, 'GATEWAY_JWT_SECRET cannot be used: expected a secret of at least 32 bytes, as "openssl rand -hex 32" makes one.'],
    ['keys in clear text', { GATEWAY_JWKS_URL: 'http://issuer.example/keys', GATEWAY_JWT_ISSUER: 'i', GATEWAY_JWT_AUDIENCE: 'a' }, 'GATEWAY_JWKS_URL is "http://issuer.example/keys": expected an https address like https://host/keys.'],
    ['keys in a file', { GATEWAY_JWKS_URL: 'file:///keys', GATEWAY_JWT_ISSUER: 'i', GATEWAY_JWT_AUDIENCE: 'a' }, 'GATEWAY_JWKS_URL is "file:///keys": expected an https address like https://host/keys.'],
    ['keys for everybody', { GATEWAY_JWKS_URL: 'https://issuer.example/keys' }, 'GATEWAY_JWKS_URL is set without GATEWAY_JWT_ISSUER and GATEWAY_JWT_AUDIENCE: a token that was issued for somebody else would be taken.'],
    ['keys for every audience', { GATEWAY_JWKS_URL: 'https://issuer.example/keys', GATEWAY_JWT_ISSUER: 'i' }, 'GATEWAY_JWKS_URL is set without GATEWAY_JWT_AUDIENCE: a token that was issued for somebody else would be taken.'],
    ['two kinds of keys', { GATEWAY_JWKS_URL: 'https://issuer.example/keys', GATEWAY_JWT_ISSUER: 'i', GATEWAY_JWT_AUDIENCE: 'a', GATEWAY_JWT_SECRET: secret }, 'GATEWAY_JWKS_URL and GATEWAY_JWT_SECRET are both set: expected one of them, so that a token can be signed in one way alone.'],
    ['an issuer of nothing', { GATEWAY_JWT_ISSUER: 'i' }, 'GATEWAY_JWT_ISSUER is set and no token is taken: expected GATEWAY_JWKS_URL or GATEWAY_JWT_SECRET beside it.'],
    ['no requests', { GATEWAY_RATE_LIMIT: '0' }, 'GATEWAY_RATE_LIMIT is "0": expected a whole number of requests from 1 to 1000000.'],
  ])('%s: no start', (_, env, expected) => {
    expect(sentence(env)).toContain(expected);
    expect(sentence(env).join()).not.toContain('SEEDED');
  });

  it.each(['https://issuer.example/keys', 'https://issuer.example/keys?p=policy', 'http://127.0.0.1:9/keys', 'http://localhost/keys'])('keys at %s are fine', (GATEWAY_JWKS_URL) => {
    expect(sentence({ GATEWAY_JWKS_URL, GATEWAY_JWT_ISSUER: 'i', GATEWAY_JWT_AUDIENCE: 'a' })).toEqual([]);
  });

  it('tenants without callers are said to be of no use', () => {
    expect(readConfig({ GATEWAY_TENANTS_FILE: '/tenants.yaml' }, sources).notes).toContain('GATEWAY_TENANTS_FILE is set and no caller is configured: nobody belongs to a tenant.');
  });
});
