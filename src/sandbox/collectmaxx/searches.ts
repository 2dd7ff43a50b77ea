/** Searches: filters that all must hold, an order, and a part of what is found. */
import { GraphQLError } from 'graphql';
import { rfc3339 } from '../clock.ts';
import type { Batch, CollectmaxxState, Mandate, PayLink } from './state.ts';

interface Page<T> {
  items: T[];
  pagination: { offset: number; limit: number; total: number };
}

interface SearchArguments {
  filters?: {
    id?: { equalTo?: string | null } | null;
    status?: { equalTo?: string | null } | null;
    createdOn?: { greaterThan?: string | null; lesserThan?: string | null } | null;
    attributes?: { id: string; equalTo?: string | null }[] | null;
  } | null;
  order?: { createdOn?: 'ASCENDING' | 'DESCENDING' | null } | null;
  offset?: number | null;
  limit?: number | null;
}

export function searchPayLinks(state: CollectmaxxState, given: SearchArguments): Page<Record<string, unknown>> {
  const { id, attributes } = given.filters ?? {};
  return search(candidates(state, id?.equalTo ?? undefined, attributes ?? []), given, (link) => printPayLink(link, state.pagesAt?.()));
}

export function searchMandates(state: CollectmaxxState, given: SearchArguments): Page<Record<string, unknown>> {
  const id = given.filters?.id?.equalTo ?? undefined;
  return search(id === undefined ? [...state.mandates.values()] : known(state.mandates.get(id)), given, printMandate);
}

/** A file that waits to be read is one step further after each search that finds it. */
export function searchBatches(state: CollectmaxxState, name: string | undefined): Page<Pick<Batch, 'name' | 'action' | 'status'>> {
  const found = state.batches.filter((batch) => name === undefined || batch.name === name);
  const items = found.slice(0, 20).map(({ name: own, action, status }) => ({ name: own, action, status }));
  for (const batch of found) batch.status = batch.ahead.shift() ?? batch.status;
  return { items, pagination: { offset: 0, limit: 20, total: found.length } };
}

export function printPayLink({ id, code, attributes, personName, personGender, status, amountPaid, createdOn, updatedOn }: PayLink, pagesAt?: string): Record<string, unknown> {
  return {
    id,
    shortUrl: pagesAt === undefined ? `https://ibanaccept.com/${code}` : `${pagesAt}/pay/${code}`,
    longUrl: pagesAt === undefined ? `https://sandbox.ibanaccept.com/pay/${id}` : `${pagesAt}/pay/${code}`,
    attributes,
    personName,
    personGender,
    status,
    amountPaid,
    createdOn: rfc3339(createdOn),
    updatedOn: rfc3339(updatedOn),
  };
}

export function printMandate({ id, code, pageId, reference, type, status, personName, createdOn, updatedOn }: Mandate): Record<string, unknown> {
  return {
    id,
    reference,
    shortUrl: `https://betaalmachtiging.nl/${code}`,
    longUrl: `https://sandbox.betaalmachtiging.nl/pay/${pageId}`,
    type,
    status,
    personName,
    createdOn: rfc3339(createdOn),
    updatedOn: rfc3339(updatedOn),
  };
}

/** By an index where there is one: hundreds of lookups travel in one document. */
function candidates(state: CollectmaxxState, id: string | undefined, attributes: { id: string; equalTo?: string | null }[]): PayLink[] {
  const fits = (link: PayLink) => attributes.every((one) => one.equalTo == null || link.attributes.some((own) => own.id === one.id && own.value === one.equalTo));
  if (id !== undefined) return known(state.payLinks.get(id)).filter(fits);
  const first = attributes.find((one) => one.equalTo != null);
  return first === undefined ? [...state.payLinks.values()] : (state.byAttribute.get(`${first.id}\n${first.equalTo}`) ?? []).filter(fits);
}

function known<T>(one: T | undefined): T[] {
  return one === undefined ? [] : [one];
}

function search<T extends { status: string; createdOn: number }>(from: readonly T[], given: SearchArguments, print: (one: T) => Record<string, unknown>): Page<Record<string, unknown>> {
  const { filters, order } = given;
  const offset = atLeast0('offset', given.offset ?? 0);
  const limit = atLeast0('limit', given.limit ?? 20);
  const after = moment('greaterThan', filters?.createdOn?.greaterThan, -Infinity);
  const before = moment('lesserThan', filters?.createdOn?.lesserThan, Infinity);
  const status = filters?.status?.equalTo ?? undefined;
  const found = from.filter((one) => one.createdOn > after && one.createdOn < before && (status === undefined || one.status === status));
  const direction = order?.createdOn ?? undefined;
  if (direction !== undefined) found.sort((a, b) => (direction === 'ASCENDING' ? a.createdOn - b.createdOn : b.createdOn - a.createdOn));
  return { items: found.slice(offset, offset + limit).map(print), pagination: { offset, limit, total: found.length } };
}

function atLeast0(name: string, value: number): number {
  if (value < 0) throw new GraphQLError(`${name} must be 0 or more, got ${value}.`);
  return value;
}

function moment(name: string, text: string | null | undefined, otherwise: number): number {
  if (text == null) return otherwise;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new GraphQLError(`createdOn.${name} must be an RFC 3339 date, got "${text}".`);
  return ms;
}
