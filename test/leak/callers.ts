/** Who asks: keys from a file, and people with tokens of their own, as many as one likes. */
import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const keyCount = 50;
const secret = 'a secret of thirty-two characters';
/** Requests of one caller in a minute: a key's share of the traffic stays far below, the hasty one's does not. */
export const perMinute = 400;

export interface Callers {
  env: Record<string, string>;
  /** A header with one of the keys; each has the same share of the requests. */
  key(n: number): Record<string, string>;
  /** A key that asks more often than it may. */
  hasty: Record<string, string>;
  /** A header with a token of somebody who has never been here. */
  stranger(): Record<string, string>;
  remove(): void;
}

export function createCallers(): Callers {
  const folder = mkdtempSync(join(tmpdir(), 'leak-'));
  const file = join(folder, 'keys.yaml');
  const keys = Array.from({ length: keyCount + 1 }, (_, n) => `key-${String(n).padStart(4, '0')}-${'x'.repeat(32)}`);
  const lines = keys.map((key, n) => `  - { name: caller-${n}, sha256: ${createHash('sha256').update(key).digest('hex')}, scopes: ['*'] }`);
  writeFileSync(file, `keys:\n${lines.join('\n')}\n`, { mode: 0o600 });
  let strangers = 0;
  return {
    env: { GATEWAY_API_KEYS_FILE: file, GATEWAY_JWT_SECRET: secret, GATEWAY_RATE_LIMIT: String(perMinute) },
    key: (n) => ({ 'x-api-key': keys[n % keyCount] as string }),
    hasty: { 'x-api-key': keys[keyCount] as string },
    stranger: () => ({ authorization: `Bearer ${token(`stranger-${(strangers += 1)}`)}` }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function token(sub: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub, scope: '*', exp: Math.floor(Date.now() / 1000) + 300 })}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
