/** Vendors at a gateway's doors: their documented messages, their credentials, and what the log then holds. */
import { generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** As the vendor's manual prints it, byte for byte in the file. */
export function example(name: 'voiceCallCompleted' | 'payLinkPaid' | 'voiceV1Outbound' | 'voiceV1Anonymous'): string {
  return readFileSync(new URL(`./webhooks/${name}.json`, import.meta.url), 'utf8');
}

export interface ReceeveKeys {
  /** PEM. */
  publicKey: string;
  privateKey: KeyObject;
}

export function ecKeys(): ReceeveKeys {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return { publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(), privateKey };
}

export function rsaKeys(): ReceeveKeys {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(), privateKey };
}

/** The body of a message of Receeve: what is signed, and beside it a `payload` that says the same or something else. */
export function receeveBody(payload: unknown, { privateKey }: ReceeveKeys, besides: object = {}): string {
  const payloadAsString = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const signature = sign('sha256', Buffer.from(payloadAsString), privateKey).toString('base64');
  return JSON.stringify({ payload, payloadAsString, signature, ...besides });
}

/** The event of the vendor's document. */
export const claimCreated = {
  messageId: '51a35d12-9145-4c97-8285-08156681e47',
  timestamp: '2020-04-17T08:14:29.863Z',
  details: { messageType: 'event.claim.created.v1', claimRef: 'ABCDEF123', receeveClaimRef: 'ABCDEF123-2020-01-15', amount: 2000, currency: 'EUR', dueDate: '2019-06-28' },
};

export const credentials = { user: 'alphacomm', password: 'pass:word', secret: 'path secret/with?signs', cmSecret: 'cm-secret' };

/** Variables of a gateway that knows these vendors. */
export function webhookVariables(keys: ReceeveKeys): Record<string, string> {
  return {
    COLLECTMAXX_WEBHOOK_USER: credentials.user,
    COLLECTMAXX_WEBHOOK_PASSWORD: credentials.password,
    COLLECTMAXX_WEBHOOK_SECRET: credentials.secret,
    CM_WEBHOOK_SECRET: credentials.cmSecret,
    RECEEVE_WEBHOOK_PUBLIC_KEY: keys.publicKey,
  };
}

export const basic = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** Paths that the vendors were given. */
export const paths = {
  collectmaxx: `/webhooks/collectmaxx/${encodeURIComponent(credentials.secret)}`,
  receeve: '/webhooks/receeve',
  cm: `/webhooks/cm/${credentials.cmSecret}`,
};

export async function post(url: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: typeof body === 'string' ? body : new Uint8Array(body) });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

export const eventLog = 'query EventLog($after: ID, $first: Int, $types: [String!], $reference: String) { eventLog(after: $after, first: $first, types: $types, reference: $reference) { items { id cursor receivedAt occurredAt system type reference payload } endCursor hasMore } }';
