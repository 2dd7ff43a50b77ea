/** Promises to pay, custom triggers and uploaded files: kept, and looked at by nobody but tests. */
import type { ReceivedFile } from '../contract/multipart.ts';
import { cent, sameCurrency } from './balance.ts';
import type { Done } from './bulk.ts';
import { known, knownAccount } from './claims.ts';
import { parameterError } from './errors.ts';
import type { Tenant } from './tenant.ts';

export function promise(tenant: Tenant, claimReference: string, input: { amount: number; currency: string; dueDate: string }): Done {
  const claim = known(tenant, claimReference);
  sameCurrency(claim, input.currency);
  cent('amount', input.amount);
  tenant.state.promises.push({ claimReference, amount: input.amount, currency: input.currency, dueDate: input.dueDate });
  return { data: input };
}

export function trigger(tenant: Tenant, reference: string, input: string | { triggerName: string; triggerContext?: Record<string, unknown> }): Done {
  known(tenant, reference);
  tenant.state.triggers.push({ reference, ...(typeof input === 'string' ? { triggerName: input } : input) });
  return {};
}

export interface UploadInput {
  file: ReceivedFile | string;
  accountId: string;
  documentType?: string;
  externalClaimRef?: string;
  productReference?: string;
}

export function upload(tenant: Tenant, { file, ...given }: UploadInput): Done {
  knownAccount(tenant, given.accountId);
  if (typeof file === 'string') throw parameterError('file should be a file');
  if (given.externalClaimRef !== undefined) known(tenant, given.externalClaimRef);
  const { filename, bytes, sha256 } = file;
  tenant.state.files.push({ ...given, filename, bytes, sha256 });
  return {};
}
