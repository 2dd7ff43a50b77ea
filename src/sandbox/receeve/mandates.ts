/** Mandates of an account at a payment provider. */
import type { Done } from './bulk.ts';
import { knownAccount } from './claims.ts';
import { alreadyExists, parameterError } from './errors.ts';
import type { Mandate } from './state.ts';
import type { Tenant } from './tenant.ts';

export function createMandate(tenant: Tenant, input: Mandate & { clientIpAddress?: string }): Done {
  const account = knownAccount(tenant, input.accountReference);
  if (account.mandates.some((one) => one.mandateId === input.mandateId)) throw alreadyExists('Mandate');
  // Where the debtor sat when they agreed is used once and not kept.
  const mandate = Object.fromEntries(Object.entries(input).filter(([name]) => name !== 'clientIpAddress'));
  account.mandates.push(mandate as Mandate);
  return { data: [input] };
}

export function deleteMandate(tenant: Tenant, { accountReference, mandateId }: Pick<Mandate, 'accountReference' | 'mandateId'>): Done {
  const account = knownAccount(tenant, accountReference);
  const index = account.mandates.findIndex((one) => one.mandateId === mandateId);
  if (index < 0) throw parameterError(`Mandate ${mandateId} does not exist`);
  account.mandates.splice(index, 1);
  return {};
}
