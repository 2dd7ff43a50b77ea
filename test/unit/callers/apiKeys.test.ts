/** The file of API keys: what it may say, what is refused in which sentence, and who a key is. */
import { describe, expect, it } from '@jest/globals';
import { readApiKeys } from '../../../src/callers/apiKeys.ts';
import { knownScopes } from '../../../src/callers/scopes.ts';
import { TextFileError } from '../../../src/config/textFile.ts';
import { keysText, sha256 } from '../../support/callers.ts';

const rules = { scopes: new Set(knownScopes(['receeve', 'cm'])), tenants: new Set(['acme']) };
const good = { name: 'desk', secret: 'the key of the desk', scopes: ['receeve:read'] };

function problems(text: string): string[] {
  try {
    readApiKeys(text, rules);
  } catch (error) {
    if (error instanceof TextFileError) return error.problems;
    throw error;
  }
  return [];
}

const entry = (members: Record<string, unknown>): string => JSON.stringify({ keys: [{ name: 'desk', sha256: sha256('a'), scopes: ['receeve:read'], ...members }] });

describe('a key', () => {
  const keys = readApiKeys(keysText([good, { name: 'batch', secret: 'another', scopes: ['cm:write', 'events:read'], tenant: 'acme' }]), rules);

  it('is its caller\'s: name, tenant, scopes', () => {
    expect(keys.find('the key of the desk')).toMatchObject({ kind: 'apiKey', name: 'desk', tenant: undefined, expiresAt: undefined });
    expect(keys.find('another')).toMatchObject({ name: 'batch', tenant: 'acme' });
  });

  it.each(['', 'The key of the desk', 'the key of the desk ', sha256('the key of the desk'), 'another\0', 'x'.repeat(100_000)])('%j is nobody\'s', (key) => {
    expect(keys.find(key)).toBeUndefined();
  });

  it('is compared byte for byte, as it stands in a header', () => {
    const secret = 'schlüssel 🔑';
    const found = readApiKeys(keysText([{ ...good, secret }]), rules);
    expect(found.find(Buffer.from(secret, 'utf8').toString('latin1'))?.name).toBe('desk');
    expect(found.find(secret)).toBeUndefined();
  });

  it('has a hash in letters of any case, as tools print it', () => {
    expect(readApiKeys(entry({ sha256: sha256('a').toUpperCase() }), rules).find('a')?.name).toBe('desk');
  });

  it('write implies read, of the same system alone', () => {
    const { allows } = keys.find('another')!;
    expect((['cm:write', 'cm:read', 'events:read', 'receeve:read', 'receeve:write', 'upstream:read', '*'] as const).map(allows)).toEqual([true, true, true, false, false, false, false]);
  });

  it('read does not imply write', () => {
    const { allows } = keys.find('the key of the desk')!;
    expect([allows('receeve:read'), allows('receeve:write')]).toEqual([true, false]);
  });

  it('* allows everything', () => {
    const { allows } = readApiKeys(entry({ scopes: ['*'] }), rules).find('a')!;
    expect((['cm:write', 'events:read', 'upstream:read', '*', 'parcels:write'] as const).map(allows)).toEqual([true, true, true, true, true]);
  });
});

describe('a file that is read again', () => {
  const before = readApiKeys(keysText([good, { ...good, name: 'batch', secret: 'b' }]), rules);

  it('leaves a caller the same of whom it says the same', () => {
    const after = before.following(keysText([{ ...good, name: 'new', secret: 'n' }, good]));
    expect(after.find(good.secret)).toBe(before.find(good.secret));
    expect(after.find('b')).toBeUndefined();
    expect(after.has(before.find('b')!)).toBe(false);
    expect(after.has(before.find(good.secret)!)).toBe(true);
  });

  it('makes another caller of one of whom it says something else', () => {
    const after = before.following(keysText([{ ...good, scopes: ['cm:read'] }]));
    expect(after.find(good.secret)).not.toBe(before.find(good.secret));
    expect(after.has(before.find(good.secret)!)).toBe(false);
    expect(after.find(good.secret)!.allows('receeve:read')).toBe(false);
  });
});

describe('is refused in a sentence', () => {
  const hash = sha256('a');
  it.each<[string, string, string[]]>([
    ['no keys', '', ['GATEWAY_API_KEYS_FILE has nothing as "keys": expected a YAML file with a list "keys" of name, sha256, scopes and tenant.']],
    ['an empty list', 'keys: []', ['GATEWAY_API_KEYS_FILE has no key: expected at least one.']],
    ['a list', '- a', ['GATEWAY_API_KEYS_FILE holds a list: expected a YAML file with a list "keys" of name, sha256, scopes and tenant.']],
    ['text', 'abc', ['GATEWAY_API_KEYS_FILE holds text: expected a YAML file with a list "keys" of name, sha256, scopes and tenant.']],
    ['a mapping for the list', 'keys: { a: b }', ['GATEWAY_API_KEYS_FILE has a mapping as "keys": expected a YAML file with a list "keys" of name, sha256, scopes and tenant.']],
    ['no YAML', 'keys: [', ['GATEWAY_API_KEYS_FILE is no YAML (line 1, column 8): expected a YAML file with a list "keys" of name, sha256, scopes and tenant.']],
    ['a key of a mapping twice', 'keys: [{ name: a, name: b }]', ['GATEWAY_API_KEYS_FILE has the same key twice (line 1, column 19): expected a YAML file with a list "keys" of name, sha256, scopes and tenant.']],
    ['something else beside', `${keysText([good]).slice(0, -1)}, "key": []}`, ['GATEWAY_API_KEYS_FILE has "key", which means nothing: expected a YAML file with a list "keys" of name, sha256, scopes and tenant.']],
    ['an entry that is text', 'keys: [desk]', ['GATEWAY_API_KEYS_FILE, keys[0] is text: expected name, sha256, scopes and tenant.']],
    ['no name', JSON.stringify({ keys: [{ sha256: hash, scopes: ['*'] }] }), ['GATEWAY_API_KEYS_FILE, keys[0].name is nothing: expected text.']],
    ['a name that a log could not show', entry({ name: 'a\nb' }), ['GATEWAY_API_KEYS_FILE, keys[0].name cannot be used: expected up to 64 letters, digits, dots, - and _.']],
    ['a hash too short', entry({ sha256: hash.slice(1) }), ['GATEWAY_API_KEYS_FILE, keys[0].sha256 cannot be used: expected the 64 hexadecimal digits of the SHA-256 of the key.']],
    ['letters that are no digits', entry({ sha256: `g${hash.slice(1)}` }), ['GATEWAY_API_KEYS_FILE, keys[0].sha256 cannot be used: expected the 64 hexadecimal digits of the SHA-256 of the key.']],
    ['the output of a tool with the name of its input', entry({ sha256: `${hash}  -` }), ['GATEWAY_API_KEYS_FILE, keys[0].sha256 cannot be used: expected the 64 hexadecimal digits of the SHA-256 of the key.']],
    ['no scopes', entry({ scopes: [] }), ['GATEWAY_API_KEYS_FILE, keys[0].scopes cannot be used: expected at least one scope.']],
    ['scopes that are text', entry({ scopes: 'receeve:read' }), ['GATEWAY_API_KEYS_FILE, keys[0].scopes is text: expected a list.']],
    ['a scope of no system', entry({ scopes: ['receive:read'] }), ['GATEWAY_API_KEYS_FILE, keys[0].scopes has "receive:read": expected receeve:read, receeve:write, cm:read, cm:write, events:read, upstream:read, *.']],
    ['a tenant that there is not', entry({ tenant: 'umbrella' }), ['GATEWAY_API_KEYS_FILE, keys[0].tenant is "umbrella", which is no tenant of GATEWAY_TENANTS_FILE: expected acme.']],
    ['a member that means nothing', entry({ scope: 'x' }), ['GATEWAY_API_KEYS_FILE, keys[0] has "scope", which means nothing: expected name, sha256, scopes and tenant.']],
    ['a name twice', keysText([good, { ...good, secret: 'b' }]), ['GATEWAY_API_KEYS_FILE, keys[1].name is that of keys[0] as well: expected each once.']],
    ['a key twice', keysText([good, { ...good, name: 'b' }]), ['GATEWAY_API_KEYS_FILE, keys[1].sha256 is that of keys[0] as well: expected each once.']],
  ])('%s', (_, text, sentences) => {
    expect(problems(text)).toEqual(sentences);
  });

  it('all that is wrong at once', () => {
    expect(problems(JSON.stringify({ keys: [{ name: '', sha256: 'x', scopes: [] }, 1] }))).toHaveLength(4);
  });

  it('a key in the place of its hash, without repeating it', () => {
    expect(problems(entry({ sha256: 'SEEDED-key' })).join()).not.toContain('SEEDED');
    expect(problems('keys: [{ name: "SEEDED-key\n').join()).not.toContain('SEEDED');
  });

  it('a file of aliases that would fill the memory', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]', ...'bcdefghi'.split('').map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[index]}`).join(', ')}]`), 'keys: *i'].join('\n');
    expect(problems(bomb)).toEqual(['GATEWAY_API_KEYS_FILE has more aliases than it could need: expected a YAML file with a list "keys" of name, sha256, scopes and tenant.']);
  });

  it('is text as it stands there: a hash of digits alone is no number', () => {
    expect(problems(`keys: [{ name: desk, sha256: ${'1'.repeat(64)}, scopes: ['*'] }]`)).toEqual([]);
    expect(problems(`keys: [{ name: 0123, sha256: ${'12e4'.repeat(16)}, scopes: ['*'] }]`)).toEqual([]);
  });
});

it('keys and tenants may stand in one file', () => {
  expect(problems(`${keysText([good]).slice(0, -1)}, "tenants": { "acme": {} }}`)).toEqual([]);
});
