/**
 * Assigning a contact to a gateway, and inviting one. What is not supplied is kept; what is blank is
 * removed: an empty text, list or object, and an invoice without parts.
 */
import type { Contact, Organisation, UcollectState } from './state.ts';

export interface AssignInput {
  ContactID: string;
  OrgPGID: string;
  PGToken: string;
  Suspended?: string;
  Values?: string[];
  Installments?: Record<string, [string, string] | [string, string][]>;
  blind?: string;
  name?: string;
}

export interface InviteInput {
  ContactID: string;
  OrgPGID: string | string[];
  email?: string;
}

/** `OK`, `REPLACED` or `FAIL (...)`. */
export function assignContact(state: UcollectState, organisation: Organisation, input: AssignInput): string {
  const { ContactID: contactId, OrgPGID: gatewayId } = input;
  if (contactId === '') return fail('ContactID is empty');
  if (!organisation.gateways.some(({ id }) => id === gatewayId)) return fail(`unknown OrgPGID ${gatewayId}`);
  const plans = Object.entries(input.Installments ?? {}).map(([invoiceId, parts]) => [invoiceId, partsOf(parts)] as const);
  for (const [invoiceId, parts] of plans) {
    const bad = parts.find(([, amount]) => !isAmount(amount));
    if (bad !== undefined) return fail(`installment ${bad.join(' ')} of invoice ${invoiceId} has no amount`);
  }
  const before = state.contacts.get(contactId);
  state.contacts.set(contactId, merged(before, input));
  if (input.Installments !== undefined && plans.length === 0) clearPlans(state, contactId);
  for (const [invoiceId, parts] of plans) {
    const invoice = state.invoices.get(invoiceId);
    state.invoices.set(invoiceId, { suspended: invoice?.suspended ?? false, contactId: invoice?.contactId ?? contactId, installments: parts });
  }
  return before === undefined ? 'OK' : 'REPLACED';
}

export function sendInvite(state: UcollectState, organisation: Organisation, input: InviteInput): string {
  const { ContactID: contactId, email } = input;
  const gatewayIds = [input.OrgPGID].flat();
  if (contactId === '') return fail('ContactID is empty');
  if (gatewayIds.length === 0) return fail('OrgPGID is empty');
  const unknown = gatewayIds.find((id) => !organisation.gateways.some((gateway) => gateway.id === id));
  if (unknown !== undefined) return fail(`unknown OrgPGID ${unknown}`);
  if (email !== undefined && email !== '' && !email.includes('@')) return fail('email is not an e-mail address');
  state.invites.push({ contactId, gatewayIds, ...(email !== undefined && { email }) });
  return 'OK';
}

export function fail(response: string): string {
  return `FAIL (${response})`;
}

function merged(before: Contact | undefined, input: AssignInput): Contact {
  return {
    contactId: input.ContactID,
    gatewayId: input.OrgPGID,
    token: input.PGToken,
    suspended: input.Suspended === undefined ? (before?.suspended ?? false) : ['1', 'true', 'yes'].includes(input.Suspended.toLowerCase()),
    values: input.Values ?? before?.values ?? [],
    blind: input.blind ?? before?.blind ?? '',
    name: input.name ?? before?.name ?? '',
  };
}

function clearPlans(state: UcollectState, contactId: string): void {
  for (const invoice of state.invoices.values()) if (invoice.contactId === contactId) invoice.installments = [];
}

/** One pair without its outer brackets stands in the vendor's own example. */
function partsOf(parts: [string, string] | [string, string][]): [string, string][] {
  return typeof parts[0] === 'string' ? [parts as [string, string]] : (parts as [string, string][]);
}

function isAmount(text: string): boolean {
  return /^\d+(\.\d{1,2})?$/.test(text);
}
