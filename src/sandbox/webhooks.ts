/**
 * By what the stand-ins are recognised when they tell of something: at the gateway's doors, they are the vendors.
 * The key pair is made anew for each sandbox; the rest is invented and public, like all credentials here.
 */
import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

export interface SandboxWebhooks {
  collectmaxxUser: string;
  collectmaxxPassword: string;
  collectmaxxSecret: string;
  cmSecret: string;
  /** PEM. */
  receevePublicKey: string;
}

export function createWebhookCredentials(): { webhooks: SandboxWebhooks; receevePrivateKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return {
    webhooks: {
      collectmaxxUser: 'sandbox-collectmaxx',
      collectmaxxPassword: 'sandbox-webhook-password',
      collectmaxxSecret: 'sandbox-collectmaxx-webhook',
      cmSecret: 'sandbox-cm-webhook',
      receevePublicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    },
    receevePrivateKey: privateKey,
  };
}

/** The variables that a gateway is configured with to recognise them; each in one line. */
export function webhookVariables({ collectmaxxUser, collectmaxxPassword, collectmaxxSecret, cmSecret, receevePublicKey }: SandboxWebhooks): Record<string, string> {
  return {
    COLLECTMAXX_WEBHOOK_USER: collectmaxxUser,
    COLLECTMAXX_WEBHOOK_PASSWORD: collectmaxxPassword,
    COLLECTMAXX_WEBHOOK_SECRET: collectmaxxSecret,
    CM_WEBHOOK_SECRET: cmSecret,
    RECEEVE_WEBHOOK_PUBLIC_KEY: receevePublicKey.trim().replaceAll('\n', '\\n'),
  };
}
