/** The organisations that use uCollect, and which of their contacts pay through which gateway. */
export interface Gateway {
  /** The OrgPGID. */
  id: string;
  name: string;
  payNow: boolean;
}

export interface Organisation {
  /** Display name, as the accounting system shows it. */
  ledger: string;
  /** As in the Pay Now URL. */
  shortId: string;
  /** E-mail addresses. */
  users: string[];
  gateways: Gateway[];
}

export interface Contact {
  contactId: string;
  /** Of the one gateway that it pays through. */
  gatewayId: string;
  token: string;
  suspended: boolean;
  values: string[];
  blind: string;
  name: string;
}

export interface Invoice {
  contactId?: string;
  suspended: boolean;
  /** Date and decimal amount of each part; none where there is no plan. */
  installments: [string, string][];
}

export interface UcollectState {
  /** The one that the key belongs to comes first. */
  organisations: Organisation[];
  contacts: Map<string, Contact>;
  invoices: Map<string, Invoice>;
  invites: { contactId: string; gatewayIds: string[]; email?: string }[];
}

export function createUcollectState(own: { ledger: string; user: string }): UcollectState {
  const gateways = [
    { id: '2105', name: 'Stripe', payNow: true },
    { id: '2051', name: 'GoCardless', payNow: false },
  ];
  return {
    organisations: [
      { ledger: own.ledger, shortId: '!aYJhW', users: [own.user], gateways },
      // Statuses that the first one never has: no Pay Now, no gateway, and two of one name.
      { ledger: 'Muster Inkasso GmbH', shortId: '!bKmUx', users: [own.user], gateways: [{ id: '3001', name: 'GoCardless', payNow: false }] },
      { ledger: 'Nog Leeg BV', shortId: '!cLeeg', users: [own.user], gateways: [] },
      { ledger: 'Dubbel BV', shortId: '!dDub1', users: [own.user], gateways },
      { ledger: 'Dubbel BV', shortId: '!eDub2', users: [own.user], gateways },
    ],
    contacts: new Map(),
    invoices: new Map(),
    invites: [],
  };
}
