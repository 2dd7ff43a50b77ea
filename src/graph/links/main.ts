/**
 * Links: what joins the types of the four systems (`schema/links.graphql`) gets its resolvers here.
 *
 *   document.ts          the document as data, fitted to the remote of today
 *   rules.ts             which reference of one system is which of another
 *   tools.ts             calls of wrapped fields, reading of members; references.ts what objects are to others
 *   waves.ts             lookups that wait for one another, to travel together
 *   calls.ts             links that are one call
 *   debtor.ts            a debtor and his accounts
 *   claims.ts            claims page by page, and a claim's account
 *   payLinks.ts          pay links of Collectmaxx; payLinkSearch.ts one search, hidden.ts what it asks for besides
 *   paymentLinks.ts      payment links of CM; meta.ts where they are remembered
 *   paymentRequests.ts   one interface over both
 *   moneyFields.ts       amounts with their currencies
 *   ../payments/         Mutation.requestPayment
 *
 * A field is resolved when it is asked for and not before; what fails is an error at that field alone.
 */
import { isInterfaceType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { Remote } from '../delegate.ts';
import { requestPaymentField } from '../payments/main.ts';
import { callLink, callLinks } from './calls.ts';
import { accountClaimsLink, claimAccountLink, claimQuery } from './claims.ts';
import { debtorAccountsLink, debtorQuery, missingFields, wholeAccountField } from './debtor.ts';
import type { LinkDocument } from './document.ts';
import { claimMoney, paymentLinkDue } from './moneyFields.ts';
import { accountPayLinks, claimPayLinks } from './payLinks.ts';
import { payLinkSearchOf, payLinkSelection } from './payLinkSearch.ts';
import { accountPaymentLinks, claimPaymentLinks } from './paymentLinks.ts';
import { claimPaymentRequests, payLinkFields, paymentLinkFields, paymentRequestType } from './paymentRequests.ts';
import type { LinkRules } from './rules.ts';
import { makeTools } from './tools.ts';
import type { LinkTools, Resolver } from './tools.ts';
import { countRootCalls } from './rootWaves.ts';

export { readLinkDocument } from './document.ts';
export type { LinkDocument } from './document.ts';
export { defaultRules, parseLinkRules, readLinkRules } from './rules.ts';
export type { LinkRules } from './rules.ts';

/** What `buildGraph` is given. */
export interface LinkOptions {
  /** Text of `links.graphql`. */
  sdl: string;
  rules: LinkRules;
}

/** One link: its resolver, and the wrapped root fields that it calls, for errors to name. */
interface Link {
  resolve: Resolver;
  calls?: readonly string[];
}

/** Puts resolvers on the fields that links have added to `schema`, whose own resolvers are on. */
export function putLinkResolvers(options: { schema: GraphQLSchema; own: GraphQLSchema; remoteSchema: GraphQLSchema; remote: Remote; rules: LinkRules; document: Pick<LinkDocument, 'extensions'> }): LinkTools {
  const { schema, own, remoteSchema, remote, rules, document } = options;
  const tools = makeTools({ schema, remote, rules, search: payLinkSearchOf(remoteSchema) });
  const selectionOf = payLinkSelection(remote, remoteSchema);
  const money = claimMoney(tools);
  const links = new Map<string, Link>([
    ['Query.debtor', { resolve: debtorQuery(tools), calls: ['debtorAccountsAndClaims'] }],
    ['Query.claim', { resolve: claimQuery(tools), calls: ['accountClaims'] }],
    ['Debtor.accounts', { resolve: debtorAccountsLink(tools), calls: ['debtorAccountsAndClaims'] }],
    ['Account.claims', { resolve: accountClaimsLink(tools), calls: ['accountClaims'] }],
    ['Claim.account', { resolve: claimAccountLink(tools), calls: ['account'] }],
    ...callLinks.map((link): [string, Link] => [link.link, { resolve: callLink(link, tools), calls: [link.operation] }]),
    ['Account.payLinks', { resolve: accountPayLinks(tools, selectionOf) }],
    ['Claim.payLinks', { resolve: claimPayLinks(tools, selectionOf), calls: ['account'] }],
    ['Account.paymentLinks', { resolve: accountPaymentLinks(tools), calls: ['paymentLink'] }],
    ['Claim.paymentLinks', { resolve: claimPaymentLinks(tools), calls: ['paymentLink', 'account'] }],
    ['Claim.paymentRequests', { resolve: claimPaymentRequests(tools, payLinkSelection(remote, remoteSchema)), calls: ['paymentLink', 'account'] }],
    ['Mutation.requestPayment', { resolve: requestPaymentField({ tools, remoteSchema }) }],
    ...Object.entries(money).map(([name, resolve]): [string, Link] => [`Claim.${name}`, { resolve }]),
    ['PaymentLink.due', { resolve: paymentLinkDue(tools) }],
    ...Object.entries(payLinkFields(tools)).map(([name, resolve]): [string, Link] => [`PayLink.${name}`, { resolve }]),
    ...Object.entries(paymentLinkFields(tools)).map(([name, resolve]): [string, Link] => [`PaymentLink.${name}`, { resolve }]),
  ]);
  for (const [typeName, { fields }] of document.extensions) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) continue;
    for (const name of fields) {
      const field = type.getFields()[name];
      // Left out, or left to the remote, which has one of that name.
      if (!field || remote.names.types.get(typeName)?.fields.has(name)) continue;
      const link = links.get(`${typeName}.${name}`);
      if (!link) throw new Error(`links.graphql has the field ${typeName}.${name}, which nothing resolves`);
      field.resolve = link.resolve as typeof field.resolve;
      if (link.calls !== undefined) field.extensions = { ...field.extensions, calls: link.calls };
    }
  }
  const account = schema.getType('Account');
  for (const name of missingFields(own)) {
    const field = isObjectType(account) ? account.getFields()[name] : undefined;
    if (field) field.resolve = wholeAccountField(name, tools) as typeof field.resolve;
  }
  const request = schema.getType('PaymentRequest');
  if (isInterfaceType(request)) request.resolveType = paymentRequestType;
  countRootCalls(schema, own);
  return tools;
}
