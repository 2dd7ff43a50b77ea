/** The status words of the extension. Installments override a suspension. */
import type { Contact, Organisation, UcollectState } from './state.ts';

/** The organisation, or why there is none. */
export function findOrganisation(state: UcollectState, options: { ledger: string; user: string }): Organisation | 'NOT CONNECTED' | 'DUPLICATE ORGANISATION' {
  const found = state.organisations.filter(({ ledger, users }) => ledger === options.ledger && users.includes(options.user));
  const [organisation] = found;
  if (found.length > 1) return 'DUPLICATE ORGANISATION';
  return organisation === undefined || organisation.gateways.length === 0 ? 'NOT CONNECTED' : organisation;
}

export function organisationStatus({ gateways }: Organisation): string {
  return gateways.some(({ payNow }) => payNow) ? 'PAYNOW' : 'CONNECTED';
}

export function contactStatus(state: UcollectState, organisation: Organisation, contactId: string): string {
  const contact = state.contacts.get(contactId);
  const gateway = gatewayOf(organisation, contact);
  if (contact === undefined || gateway === undefined) return 'NOT ENABLED';
  return contact.suspended ? 'CONTACT SUSPENDED' : `ENABLED (via ${gateway})`;
}

/** Without a contact, the invoice's own is meant. There is no word for an invoice that is unknown. */
export function invoiceStatus(state: UcollectState, organisation: Organisation, options: { invoiceId: string; contactId?: string | undefined }): string {
  const invoice = state.invoices.get(options.invoiceId);
  const contact = state.contacts.get(options.contactId ?? invoice?.contactId ?? '');
  const gateway = gatewayOf(organisation, contact);
  if (contact === undefined || gateway === undefined) return 'NOT ENABLED';
  if (invoice !== undefined && invoice.installments.length > 0) return `INSTALLMENTS (via ${gateway})`;
  if (contact.suspended) return 'CONTACT SUSPENDED';
  return invoice?.suspended ? 'INVOICE SUSPENDED' : `ENABLED (via ${gateway})`;
}

function gatewayOf(organisation: Organisation, contact: Contact | undefined): string | undefined {
  return organisation.gateways.find(({ id }) => id === contact?.gatewayId)?.name;
}
