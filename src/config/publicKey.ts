/** How the text of a public key is read. */
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';

/** A public key as PEM; in one line where its line breaks are written as `\n`. */
export const publicKey = z.string().transform((text, context) => {
  const pem = text.replaceAll('\\n', '\n').trim();
  if (isPublicKey(pem)) return pem;
  context.addIssue({ code: 'custom', message: 'expected the PEM of a public RSA or EC key ("-----BEGIN PUBLIC KEY-----"), its line breaks as they are or as \\n' });
  return z.NEVER;
});

function isPublicKey(pem: string): boolean {
  // A private key would do as well, and has no business here.
  if (!/^-----BEGIN (?:RSA )?PUBLIC KEY-----/.test(pem)) return false;
  try {
    const type = createPublicKey(pem).asymmetricKeyType;
    return type === 'rsa' || type === 'ec';
  } catch {
    return false;
  }
}
