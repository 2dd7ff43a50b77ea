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
 *   payLinks.ts          pay links of Collectmaxx; payLinkSearch.ts one search, payLinkSelection.ts and hidden.ts what it asks for
 *   paymentLinks.ts      payment links of CM; meta.ts where they are remembered
 *   paymentRequests.ts   one interface over both
 *   moneyFields.ts       amounts with their currencies
 *   ../payments/         Mutation.requestPayment
 *
 * A field is resolved when it is asked for and not before; what fails is an error at that field alone.
 */
import { isInterfaceType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { Scope } from '../../callers/caller.ts';
import { markReader } from '../../execute/main.ts';
import type { Remote } from '../delegate.ts';
import { remoteName } from '../names.ts';
import type { Lock } from '../payments/lock.ts';
import { requestPaymentField } from '../payments/main.ts';
import { guardField } from '../scopes.ts';
import { callLink, callLinks } from './calls.ts';
import { accountClaimsLink, claimAccountLink, claimQuery } from './claims.ts';
import { debtorAccountsLink, debtorQuery, missingFields, wholeAccountField } from './debtor.ts';
import type { LinkDocument } from './document.ts';
import { claimMoney, paymentLinkDue } from './moneyFields.ts';
import { accountPayLinks, claimPayLinks } from './payLinks.ts';
import { payLinkSearchOf } from './payLinkSearch.ts';
import { payLinkSelection } from './payLinkSelection.ts';
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
  /** Whose turn it is to ask for a payment; that of the process if absent. */
  lock?: Lock | undefined;
  /** What of the graph comes out of the log of events; absent: nothing. */
  events?: EventLinks | undefined;
}

/** Fields of `events.graphql`, which are put on like links. */
export interface EventLinks {
  /** Its text. */
  sdl: string;
  /** By `Query.eventLog`. */
  links: (tools: LinkTools, remoteSchema: GraphQLSchema) => ReadonlyMap<string, Link>;
}

/** One link: its resolver, the systems whose data it shows, and the wrapped root fields that it calls, for errors to name. */
export interface Link {
  resolve: Resolver;
  /** Whether it may be called as what only reads, see `markReader`: thousands of them then cost less. */
  isReader?: boolean;
  /** Of a field of `Subscription`. */
  subscribe?: unknown;
  /** Of each, its caller needs the read scope, or the write scope for what `writes`. */
  reads: readonly string[];
  writes?: readonly string[];
  calls?: readonly string[];
}

/** Puts resolvers on the fields that links have added to `schema`, whose own resolvers are on. */
export function putLinkResolvers(options: { schema: GraphQLSchema; own: GraphQLSchema; remoteSchema: GraphQLSchema; remote: Remote; rules: LinkRules; document: Pick<LinkDocument, 'extensions'>; lock?: Lock | undefined; events?: EventLinks | undefined }): LinkTools {
  const { schema, own, remoteSchema, remote, rules, document, lock, events } = options;
  const tools = makeTools({ schema, remote, rules, search: payLinkSearchOf(remoteSchema) });
  const selectionOf = payLinkSelection(remote, remoteSchema);
  const money = claimMoney(tools);
  const links = new Map<string, Link>([
    ['Query.debtor', { resolve: debtorQuery(tools), reads: ['receeve'], calls: ['debtorAccountsAndClaims'] }],
    ['Query.claim', { resolve: claimQuery(tools), reads: ['receeve'], calls: ['accountClaims'] }],
    ['Debtor.accounts', { resolve: debtorAccountsLink(tools), reads: ['receeve'], calls: ['debtorAccountsAndClaims'] }],
    ['Account.claims', { resolve: accountClaimsLink(tools), reads: ['receeve'], calls: ['accountClaims'] }],
    ['Claim.account', { resolve: claimAccountLink(tools), reads: ['receeve'], calls: ['account'] }],
    ...callLinks.map((link): [string, Link] => [link.link, { resolve: callLink(link, tools), reads: [link.system], calls: [link.operation] }]),
    ['Account.payLinks', { resolve: accountPayLinks(tools, selectionOf), isReader: true, reads: ['receeve', remoteName] }],
    ['Claim.payLinks', { resolve: claimPayLinks(tools, selectionOf), isReader: true, reads: ['receeve', remoteName], calls: ['account'] }],
    ['Account.paymentLinks', { resolve: accountPaymentLinks(tools), reads: ['receeve', 'cm'], calls: ['paymentLink'] }],
    ['Claim.paymentLinks', { resolve: claimPaymentLinks(tools), reads: ['receeve', 'cm'], calls: ['paymentLink', 'account'] }],
    ['Claim.paymentRequests', { resolve: claimPaymentRequests(tools, payLinkSelection(remote, remoteSchema)), reads: ['receeve', remoteName, 'cm'], calls: ['paymentLink', 'account'] }],
    ['Mutation.requestPayment', { resolve: requestPaymentField({ tools, remoteSchema, lock }), reads: [], writes: ['receeve'] }],
    ...Object.entries(money).map(([name, resolve]): [string, Link] => [`Claim.${name}`, { resolve, reads: [] }]),
    ['PaymentLink.due', { resolve: paymentLinkDue(tools), reads: [] }],
    ...Object.entries(payLinkFields(tools)).map(([name, resolve]): [string, Link] => [`PayLink.${name}`, { resolve, reads: [] }]),
    ...Object.entries(paymentLinkFields(tools)).map(([name, resolve]): [string, Link] => [`PaymentLink.${name}`, { resolve, reads: [] }]),
    ...(events?.links(tools, remoteSchema) ?? []),
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
      if (link.subscribe !== undefined) field.subscribe = link.subscribe as typeof field.subscribe;
      if (link.calls !== undefined) field.extensions = { ...field.extensions, calls: link.calls };
      guardField(field, [...link.reads.map((system): Scope => `${system}:read`), ...(link.writes ?? []).map((system): Scope => `${system}:write`)], () => (typeName === 'Query' || typeName === 'Mutation' || typeName === 'Subscription' ? name : `${typeName}.${name}`));
      if (link.isReader && field.resolve) markReader(field.resolve);
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
