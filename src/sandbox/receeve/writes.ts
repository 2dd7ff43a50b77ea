/** All that changes something. */
import type { Handler } from '../rest.ts';
import type { Tenant } from './tenant.ts';

export function createWrites(_tenant: Tenant): Record<string, Handler> {
  return {};
}
