/** Callers for tests: files of keys and tenants in a folder that is removed, tokens, and an issuer that publishes its keys. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, JWK, JWTPayload } from 'jose';
import { startRecorder, type Recorder } from './recorder.ts';

export interface TestKey {
  name: string;
  scopes: string[];
  tenant?: string;
}

export interface CallerFiles {
  /** Writes a file of these keys and answers its path; `keyOf` finds the key of a name. */
  keys(keys: readonly TestKey[]): string;
  /** Writes any text as a file. */
  write(name: string, text: string): string;
  tenants(tenants: Record<string, Record<string, string>>): string;
  /** The header that shows the key of this name. */
  as(name: string): { 'x-api-key': string };
  remove(): void;
}

export function callerFiles(): CallerFiles {
  const folder = mkdtempSync(join(tmpdir(), 'callers-'));
  const secrets = new Map<string, string>();
  const secretOf = (name: string): string => {
    const secret = secrets.get(name) ?? randomBytes(32).toString('hex');
    secrets.set(name, secret);
    return secret;
  };
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  return {
    write,
    keys: (keys) => write('keys.yaml', keysText(keys.map((key) => ({ ...key, secret: secretOf(key.name) })))),
    tenants: (tenants) => write('tenants.yaml', JSON.stringify({ tenants })),
    as: (name) => ({ 'x-api-key': secretOf(name) }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function keysText(keys: readonly (TestKey & { secret: string })[]): string {
  return JSON.stringify({ keys: keys.map(({ secret, ...key }) => ({ ...key, sha256: sha256(secret) })) });
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export const issuer = 'https://issuer.example';
export const audience = 'collectgraph';

/** A token that the gateway takes, unless `claims` or `header` say otherwise; a claim that is undefined is left out. */
export async function token(key: string | CryptoKey, claims: JWTPayload = {}, header: { alg: string; kid?: string; [name: string]: unknown } = { alg: 'HS256' }): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const payload = Object.fromEntries(Object.entries({ sub: 'someone', iss: issuer, aud: audience, iat: now, exp: now + 300, ...claims }).filter(([, value]) => value !== undefined));
  return new SignJWT(payload).setProtectedHeader(header).sign(typeof key === 'string' ? new TextEncoder().encode(key) : key);
}

export const bearer = (text: string): { authorization: string } => ({ authorization: `Bearer ${text}` });

export interface Issuer {
  url: string;
  /** Requests for keys so far. */
  asked(): number;
  /** A new pair of keys under this id, published from now on. */
  addKey(kid: string, alg?: string): Promise<CryptoKey>;
  /** Published no more. */
  takeBack(kid: string): void;
  /** Publishes exactly this. */
  publish(body: unknown, status?: number): void;
  recorder: Recorder;
  close(): Promise<void>;
}

/** Publishes the public halves of its keys. */
export async function startIssuer(): Promise<Issuer> {
  const recorder = await startRecorder();
  const keys = new Map<string, JWK>();
  const publishAll = (): void => recorder.answer({ headers: { 'content-type': 'application/json' }, body: { keys: [...keys.values()] } });
  publishAll();
  return {
    url: `${recorder.url}/keys`,
    asked: () => recorder.requests.length,
    async addKey(kid, alg = 'RS256') {
      const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
      keys.set(kid, { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' });
      publishAll();
      return privateKey;
    },
    takeBack(kid) {
      keys.delete(kid);
      publishAll();
    },
    publish: (body, status = 200) => recorder.answer({ status, headers: { 'content-type': 'application/json' }, body }),
    recorder,
    close: () => recorder.close(),
  };
}
