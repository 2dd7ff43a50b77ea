/** Whether a secret is the right one, in a time that tells nothing about it: digests of one length are compared. */
import { createHash, timingSafeEqual } from 'node:crypto';

/** Never, where none is configured. */
export function matches(configured: string | undefined, given: string | undefined): boolean {
  const equal = timingSafeEqual(digest(configured ?? ''), digest(given ?? ''));
  return equal && configured !== undefined && configured !== '' && given !== undefined;
}

/** User and password of `Authorization: Basic`; undefined for anything else. */
export function basicOf(authorization: string | undefined): { user: string; password: string } | undefined {
  const encoded = /^basic +([A-Za-z0-9+/_-]+={0,2})$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const at = text.indexOf(':');
  return at < 0 ? undefined : { user: text.slice(0, at), password: text.slice(at + 1) };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
