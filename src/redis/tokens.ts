/**
 * Tokens of upstream systems, shared by instances: one fetches, the others take what it has been given. They
 * are encrypted with a key made of the client's own secret, so that Redis holds nothing that opens a door.
 *
 * Who has another secret, another address or another tenant has another key: nothing is found by anyone else.
 * While Redis is away, or slow, each instance fetches its own.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { SharedTokens, TokenOwner } from '../upstream/sharedTokens.ts';
import type { IssuedToken } from '../upstream/token.ts';
import type { RedisConnection } from './connect.ts';
import { inTime } from './inTime.ts';

/** Who encrypts by the same secret must not be told apart by it: two uses, two keys. */
const salt = 'collectgraph token';

/** `tenant`: whose systems these are; undefined: the gateway's own. */
export function sharedTokens(redis: Promise<RedisConnection>, tenant?: string): SharedTokens {
  const keyOf = (owner: TokenOwner): string => nameOf(owner, tenant);

  return {
    async find(owner) {
      try {
        const { client } = await redis;
        const key = keyOf(owner);
        const [text, lifetimeMs] = await inTime(Promise.all([client.getBuffer(key), client.pttl(key)]));
        const value = text && lifetimeMs > 0 ? decrypted(text, owner) : undefined;
        return value === undefined ? undefined : { value, lifetimeMs };
      } catch {
        return undefined; // The connection itself tells that Redis is away.
      }
    },
    async keep(owner, { value, lifetimeMs }: IssuedToken) {
      try {
        const { client } = await redis;
        if (lifetimeMs >= 1) await inTime(client.set(keyOf(owner), encrypted(value, owner), 'PX', Math.floor(lifetimeMs)));
      } catch {
        // Then the others fetch their own.
      }
    },
  };
}

function nameOf({ system, baseURL, id, secret, scheme }: TokenOwner, tenant: string | undefined): string {
  return `collectgraph:token:${createHash('sha256').update(JSON.stringify([tenant ?? null, system, baseURL, id, secret, scheme])).digest('base64url')}`;
}

function cipherKey({ secret }: TokenOwner): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, 'aes-256-gcm', 32));
}

function encrypted(value: string, owner: TokenOwner): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', cipherKey(owner), iv);
  return Buffer.concat([iv, cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

function decrypted(text: Buffer, owner: TokenOwner): string | undefined {
  if (text.length < 28) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', cipherKey(owner), text.subarray(0, 12));
    decipher.setAuthTag(text.subarray(-16));
    return Buffer.concat([decipher.update(text.subarray(12, -16)), decipher.final()]).toString('utf8');
  } catch {
    return undefined; // Not written by whoever knows the secret.
  }
}
