/**
 * API keys: the file that names them by their hashes, and the caller of a key that is shown. The file is
 * checked as a whole, each mistake is one sentence, and no sentence repeats a hash: somebody may have put
 * the key itself in its place.
 *
 *   keys:
 *     - { name: dashboard, sha256: <64 hexadecimal digits>, scopes: [receeve:read], tenant: acme }
 */
import { hash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { kindOf, parseText, TextFileError } from '../config/textFile.ts';
import type { Caller } from './caller.ts';
import { allowing } from './scopes.ts';

export const keysVariable = 'GATEWAY_API_KEYS_FILE';
export const keysExpected = 'a YAML file with a list "keys" of name, sha256, scopes and tenant';

export interface KeyRules {
  /** Scopes that there are. */
  scopes: ReadonlySet<string>;
  /** Tenants that there are. */
  tenants: ReadonlySet<string>;
}

const entry = z.strictObject({
  name: z.string().regex(/^[\w.-]{1,64}$/, 'expected up to 64 letters, digits, dots, - and _'),
  sha256: z.string().regex(/^[0-9a-fA-F]{64}$/, 'expected the 64 hexadecimal digits of the SHA-256 of the key'),
  scopes: z.array(z.string()).min(1, 'expected at least one scope'),
  tenant: z.string().optional(),
});

type Entry = z.output<typeof entry>;

interface KnownKey {
  hash: Buffer;
  caller: Caller;
  /** All that the file says of it. */
  text: string;
}

export interface ApiKeys {
  /** Undefined: nobody has this key. Takes the same time for every key. */
  find(key: string): Caller | undefined;
  /** Whether the key that this caller showed still stands in the file. */
  has(caller: Caller): boolean;
  /** The same keys with what this text says of them; a caller of whom it says the same stays the same. Throws a `TextFileError`. */
  following(text: string): ApiKeys;
  size: number;
}

/** Throws a `TextFileError` with all that is wrong. */
export function readApiKeys(text: string, rules: KeyRules, before: ReadonlyMap<string, KnownKey> = new Map()): ApiKeys {
  const known = new Map<string, KnownKey>();
  for (const one of checked(text, rules)) {
    const told = JSON.stringify(one);
    known.set(one.sha256, before.get(one.sha256)?.text === told ? (before.get(one.sha256) as KnownKey) : { hash: Buffer.from(one.sha256, 'hex'), caller: callerOf(one), text: told });
  }
  const all = [...known.values()];
  const callers = new Set(all.map(({ caller }) => caller));
  return {
    find(key) {
      // As it came in, byte for byte: Node reads headers as latin1.
      const shown = hash('sha256', Buffer.from(key, 'latin1'), 'buffer');
      let found: Caller | undefined;
      for (const one of all) if (timingSafeEqual(one.hash, shown)) found = one.caller;
      return found;
    },
    has: (caller) => callers.has(caller),
    following: (next) => readApiKeys(next, rules, known),
    size: all.length,
  };
}

function callerOf({ name, scopes, tenant }: Entry): Caller {
  return { kind: 'apiKey', name, tenant, allows: allowing(scopes), expiresAt: undefined };
}

/** The entries, their hashes in lower case. */
function checked(text: string, rules: KeyRules): Entry[] {
  const { keys, ...others } = parseText(keysVariable, text, keysExpected);
  // Keys and tenants may stand in one file.
  const problems = Object.keys(others).filter((key) => key !== 'tenants').map((key) => `${keysVariable} has ${quoted(key)}, which means nothing: expected ${keysExpected}.`);
  if (!Array.isArray(keys)) throw new TextFileError([...problems, `${keysVariable} has ${kindOf(keys)} as "keys": expected ${keysExpected}.`]);
  if (keys.length === 0) problems.push(`${keysVariable} has no key: expected at least one.`);
  const entries: Entry[] = [];
  const seen = { name: new Map<string, number>(), sha256: new Map<string, number>() };
  for (const [index, value] of keys.entries()) {
    const at = `${keysVariable}, keys[${index}]`;
    const result = entry.safeParse(value);
    if (!result.success) {
      problems.push(...result.error.issues.flatMap((issue) => sentencesOf(issue, value, at)));
      continue;
    }
    const found: Entry = { ...result.data, sha256: result.data.sha256.toLowerCase() };
    for (const member of ['name', 'sha256'] as const) {
      const other = seen[member].get(found[member]);
      if (other !== undefined) problems.push(`${at}.${member} is that of keys[${other}] as well: expected each once.`);
      else seen[member].set(found[member], index);
    }
    for (const scope of found.scopes) if (!rules.scopes.has(scope)) problems.push(`${at}.scopes has ${quoted(scope)}: expected ${[...rules.scopes].join(', ')}.`);
    if (found.tenant !== undefined && !rules.tenants.has(found.tenant)) {
      problems.push(`${at}.tenant is ${quoted(found.tenant)}, which is no tenant of GATEWAY_TENANTS_FILE: expected ${rules.tenants.size === 0 ? 'that file to be named' : [...rules.tenants].join(', ')}.`);
    }
    entries.push(found);
  }
  if (problems.length > 0) throw new TextFileError(problems);
  return entries;
}

function sentencesOf(issue: z.core.$ZodIssue, value: unknown, at: string): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${at} has ${quoted(key)}, which means nothing: expected name, sha256, scopes and tenant.`);
  const where = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  const found = issue.path.reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined), value);
  if (issue.code !== 'invalid_type') return [`${at}${where} cannot be used: ${issue.message}.`];
  return [`${at}${where} is ${kindOf(found)}: expected ${issue.expected === 'array' ? 'a list' : issue.expected === 'string' ? 'text' : 'name, sha256, scopes and tenant'}.`];
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}
