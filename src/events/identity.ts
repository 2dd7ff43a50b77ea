/**
 * By what an event is recognised when it comes again: a digest, so that every store holds short keys of one
 * length, and neither a vendor's id nor a reference stands in it in clear.
 */
import { createHash } from 'node:crypto';
import type { Tenant } from './log.ts';

/** 22 characters; the same key of two tenants differs. */
export function digestOf(tenant: Tenant, key: string): string {
  return createHash('sha256').update(JSON.stringify([tenant ?? null, key])).digest().subarray(0, 16).toString('base64url');
}
