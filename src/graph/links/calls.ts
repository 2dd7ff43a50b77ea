/**
 * Links that are one call of a wrapped field: its arguments are a reference of the object that the link
 * leads from, and the link's own arguments.
 */
import { needReference } from './references.ts';
import { alongWaves } from './tools.ts';
import type { LinkTools, Resolver } from './tools.ts';

export interface CallLink {
  /** `Claim.landingPageURL` */
  link: string;
  /** Root field that is called. */
  operation: string;
  system: string;
  /** The argument that takes the reference. */
  argument: string;
  /** The field that holds it, by the link rules where one of them says so. */
  field: (tools: LinkTools) => string;
}

export const callLinks: readonly CallLink[] = [
  { link: 'Account.mandates', operation: 'accountMandates', system: 'receeve', argument: 'accountReference', field: () => 'accountReference' },
  { link: 'Claim.landingPageURL', operation: 'landingPageURL', system: 'receeve', argument: 'claimReference', field: () => 'claimReference' },
  { link: 'Claim.communicationMessageURLs', operation: 'communicationMessageURLs', system: 'receeve', argument: 'claimReference', field: () => 'claimReference' },
  { link: 'CommunicationMessageURL.message', operation: 'message', system: 'receeve', argument: 'messageURL', field: () => 'messageURL' },
  { link: 'Claim.invoiceStatus', operation: 'invoiceStatus', system: 'ucollect', argument: 'invoiceId', field: ({ rules }) => rules['Claim.invoiceStatus'].invoiceId },
  { link: 'Debtor.contactStatus', operation: 'contactStatus', system: 'ucollect', argument: 'contactId', field: ({ rules }) => rules['Debtor.contactStatus'].contactId },
  { link: 'Debtor.payNowURL', operation: 'payNowURL', system: 'ucollect', argument: 'contactId', field: ({ rules }) => rules['Debtor.payNowURL'].contactId },
];

export function callLink({ link, operation, system, argument, field }: CallLink, tools: LinkTools): Resolver {
  const type = link.slice(0, link.indexOf('.'));
  return (source, args: Record<string, unknown>, context, info) => {
    const reference = needReference({ tools, type, field: field(tools), source, context, info, system, operation });
    if (reference === undefined) return null;
    return alongWaves(tools.call(operation, { ...args, [argument]: reference }, context, info), context, info);
  };
}
