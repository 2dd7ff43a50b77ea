/**
 * What the stand-ins tell of their own accord: messages as the vendors send them, to the doors of one gateway
 * on this machine. One after another for each system; a message that is not taken is sent again a few times, as
 * vendors do, and then dropped.
 */
import { randomUUID, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxWebhooks } from './webhooks.ts';

export interface Telling {
  /** `http://127.0.0.1:4000`; until it is set, nothing is told. Throws for an address that is not on this machine. */
  to(url: string): void;
  payLink(event: 'PayLinkVisited' | 'PayLinkPaid', link: { id: string; reference: string }, data?: Record<string, unknown>): void;
  voiceCall(call: { id: string; reference: string; data: Record<string, unknown> }): void;
  paymentLinks(refs: string[]): void;
  receeve(message: Record<string, unknown>): void;
  /** Resolves when all that was to be told has been told or dropped. */
  idle(): Promise<void>;
  close(): void;
}

export interface TellingOptions {
  webhooks: SandboxWebhooks;
  receevePrivateKey: KeyObject;
  now: () => number;
}

const attempts = 5;
const firstPauseMs = 100;

export function createTelling({ webhooks, receevePrivateKey, now }: TellingOptions): Telling {
  const closing = new AbortController();
  const queues = new Map<string, Promise<void>>();
  let target: string | undefined;

  function enqueue(system: string, path: string, body: string, headers: Record<string, string> = {}): void {
    const to = target;
    if (to === undefined || closing.signal.aborted) return;
    const before = queues.get(system) ?? Promise.resolve();
    queues.set(system, before.then(() => send(`${to}${path}`, { ...headers, 'content-type': 'application/json' }, body)));
  }

  async function send(url: string, headers: Record<string, string>, body: string): Promise<void> {
    for (let attempt = 0; attempt < attempts && !closing.signal.aborted; attempt += 1) {
      try {
        const response = await fetch(url, { method: 'POST', headers, body, signal: closing.signal, redirect: 'error' });
        await response.arrayBuffer();
        if (response.status < 500) return;
      } catch {
        // Not reached: as good as not taken.
      }
      await sleep(firstPauseMs * 2 ** attempt, undefined, { ref: false, signal: closing.signal }).catch(() => undefined);
    }
  }

  function collectmaxx(message: Record<string, unknown>): void {
    const credentials = Buffer.from(`${webhooks.collectmaxxUser}:${webhooks.collectmaxxPassword}`).toString('base64');
    enqueue('collectmaxx', '/webhooks/collectmaxx', JSON.stringify({ datetime: new Date(now()).toISOString(), ...message }), { authorization: `Basic ${credentials}` });
  }

  return {
    to(url) {
      const { hostname } = new URL(url);
      if (!/^(?:127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/.test(hostname)) throw new Error('The stand-ins tell nobody outside this machine.');
      target = url;
    },
    payLink: (event, { id, reference }, data = {}) => collectmaxx({ id: randomUUID(), reference, serviceId: id, service: 'paylink', event, data }),
    voiceCall: ({ id, reference, data }) => collectmaxx({ id, reference, serviceId: id, service: 'voice', event: 'VoiceCallCompleted', data }),
    paymentLinks: (refs) => enqueue('cm', `/webhooks/cm/${webhooks.cmSecret}`, JSON.stringify({ paymentlink_refs: refs })),
    receeve(payload) {
      const payloadAsString = JSON.stringify(payload);
      const signature = sign('sha256', Buffer.from(payloadAsString), receevePrivateKey).toString('base64');
      enqueue('receeve', '/webhooks/receeve', JSON.stringify({ payload, payloadAsString, signature }));
    },
    idle: async () => void (await Promise.all(queues.values())),
    close: () => closing.abort(),
  };
}
