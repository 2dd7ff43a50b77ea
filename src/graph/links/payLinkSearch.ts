/**
 * One search for pay links at Collectmaxx, page by page, as lookups that travel with all others:
 *
 *   payLink { payLinks(filters: $filters, offset: 0, limit: 100) { items { ...collectgraph_ab12 } pagination { total } } }
 */
import { isObjectType } from 'graphql';
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import type { RequestContext } from '../../context.ts';
import { UpstreamError } from '../../errors.ts';
import { read } from '../batch.ts';
import { Failure } from '../failure.ts';
import type { Lookup, Question } from '../lookup.ts';
import { remoteName } from '../names.ts';
import type { Reader } from '../reads.ts';
import { hiddenKey } from './hidden.ts';
import type { PayLinkSelection } from './payLinkSelection.ts';
import { asText } from './text.ts';
import type { LinkTools } from './tools.ts';

/** An object of the remote's answer. */
export type PayLinkItem = Record<string, unknown>;

export type Wanted = { id: string } | { attribute: string; equals: string };

const operation = 'payLink.payLinks';
/** A claim has few links. The vendor documents 20 where no limit is given, and no highest one. */
const perPage = 100;
const mostPages = 100;

export interface SearchOptions {
  tools: LinkTools;
  selection: PayLinkSelection;
  context: RequestContext;
  info: GraphQLResolveInfo;
  /** Whether the same search later in the request may have the same answer. */
  remember: boolean;
}

/** All links that were asked for, as `finish` leaves them. Rejects with an `UpstreamError`. */
export function searchPayLinks<T>(wanted: Wanted, options: SearchOptions, finish: (found: PayLinkItem[]) => T): Promise<T> {
  return new Search(wanted, options, finish).begin();
}

interface Page {
  items: PayLinkItem[];
  total: number | undefined;
}

/** Of the pages before. */
interface Found {
  items: PayLinkItem[];
  ids: Set<unknown>;
  pages: number;
}

/** One page of it. There may be thousands at the same time, so each is its own lookup and reads its own answer. */
class Search<T> implements Reader<T> {
  readonly #wanted: Wanted;
  readonly #options: SearchOptions;
  readonly #finish: (found: PayLinkItem[]) => T;
  readonly #before: Found | undefined;
  readonly #offset: number;
  /** Of its filters: all that differs between thousands of searches. */
  readonly texts: readonly [string];

  constructor(wanted: Wanted, options: SearchOptions, finish: (found: PayLinkItem[]) => T, before?: Found) {
    this.#wanted = wanted;
    this.#options = options;
    this.#finish = finish;
    this.#before = before;
    this.#offset = before === undefined ? 0 : before.items.length;
    this.texts = [filtersOf(wanted)];
  }

  begin(): Promise<T> {
    const { tools: { remote: { log, lookupsPerDocument } }, context, remember } = this.#options;
    return read(this, { log, lookupsPerDocument, context, remember });
  }

  read(value: unknown): T | Promise<T> {
    const { context, selection } = this.#options;
    const page = pageOf(value, context);
    for (const item of page.items) if (!isWanted(item, this.#wanted, selection)) throw unreadable('it answered a link that was not asked for', context);
    // Nearly always the first page is the last one.
    if (this.#before === undefined && isLast(page, page.items.length, this.#wanted)) return this.#finish(page.items);
    return this.#goOn(page);
  }

  #goOn(page: Page): T | Promise<T> {
    const { context, selection } = this.#options;
    const { items, ids, pages } = this.#before ?? { items: [], ids: new Set(), pages: 0 };
    const before = ids.size;
    for (const item of page.items) {
      ids.add(item[selection.id] ?? item);
      items.push(item);
    }
    if (isLast(page, items.length, this.#wanted)) return this.#finish(items);
    if (pages > 0 && ids.size === before) throw unreadable('its pages of links repeat', context);
    if (pages + 1 === mostPages) throw unreadable(`its list of links does not end within ${mostPages} pages`, context);
    return new Search(this.#wanted, this.#options, this.#finish, { items, ids, pages: pages + 1 }).begin();
  }

  get kind(): 'query' {
    return 'query';
  }

  get root(): string {
    return this.#options.tools.search.root;
  }

  get question(): Question | undefined {
    return this.#before === undefined ? this.#options.selection.question : undefined;
  }

  get fragments(): Lookup['fragments'] {
    return this.#options.selection.fragments;
  }

  get variables(): Lookup['variables'] {
    return this.#options.selection.variables(this.#options.info);
  }

  get own(): Lookup['own'] {
    return [{ name: 'filters', type: this.#options.tools.search.filtersType, value: JSON.parse(this.texts[0]) as unknown }];
  }

  get operationName(): string | undefined {
    return this.#options.info.operation.name?.value;
  }

  operation(): string {
    return operation;
  }

  write(own: (name: string) => string): string {
    const { tools: { search: { root, member } }, selection } = this.#options;
    return `${root} { ${member}(filters: ${own('filters')}, offset: ${this.#offset}, limit: ${perPage}) { items { ...${selection.name} } pagination { total } } }`;
  }
}

/** As JSON: objects would be made for thousands of searches only to be written. */
function filtersOf(wanted: Wanted): string {
  if ('id' in wanted) return `{"id":{"equalTo":${JSON.stringify(wanted.id)}}}`;
  return `{"attributes":[{"id":${JSON.stringify(wanted.attribute)},"equalTo":${JSON.stringify(wanted.equals)}}]}`;
}

function isLast({ items, total }: Page, found: number, wanted: Wanted): boolean {
  return items.length === 0 || 'id' in wanted || (total !== undefined && found >= total);
}

/** Where the remote searches pay links, and what it calls the filters. */
export interface PayLinkSearch {
  root: string;
  member: string;
  filtersType: string;
}

export function payLinkSearchOf(remote: GraphQLSchema): PayLinkSearch {
  const group = remote.getQueryType()?.getFields()['payLink']?.type;
  const filters = isObjectType(group) ? group.getFields()['payLinks']?.args.find(({ name }) => name === 'filters') : undefined;
  return { root: 'payLink', member: 'payLinks', filtersType: String(filters?.type ?? 'PayLinkFiltersInput') };
}

function pageOf(value: unknown, context: RequestContext): Page {
  const list = memberOf(memberOf({ value }, 'value', context), 'payLinks', context);
  const items = memberOf(list, 'items', context);
  if (!Array.isArray(items)) throw unreadable('there is no list of links', context);
  for (const item of items as unknown[]) if (item instanceof Failure || typeof item !== 'object' || item === null) throw asError(item, context);
  const { pagination } = list as Record<string, unknown>;
  const total = typeof pagination === 'object' && pagination !== null && !(pagination instanceof Failure) ? (pagination as Record<string, unknown>)['total'] : undefined;
  return { items: items as PayLinkItem[], total: typeof total === 'number' && Number.isInteger(total) && total >= 0 ? total : undefined };
}

/** A member that must be an object or a list; what the remote reported there is thrown. */
function memberOf(object: unknown, key: string, context: RequestContext): unknown {
  const value: unknown = Object.hasOwn(object as object, key) ? (object as Record<string, unknown>)[key] : undefined;
  if (value instanceof Failure || typeof value !== 'object' || value === null) throw asError(value, context);
  return value;
}

function asError(value: unknown, context: RequestContext): UpstreamError {
  const cause = value instanceof Failure ? value.cause : 'there is no list of links';
  return typeof cause === 'string' ? unreadable(cause, context) : cause;
}

function isWanted(item: PayLinkItem, wanted: Wanted, { id: key }: PayLinkSelection): boolean {
  if ('id' in wanted) return asText(item[key]).toLowerCase() === wanted.id.toLowerCase();
  return attributesOf(item).some(({ id, value }) => (id === wanted.attribute || id === `customer_${wanted.attribute}`) && asText(value) === wanted.equals);
}

/** The attributes of a pay link, as they stand under the hidden alias. */
export function attributesOf(item: PayLinkItem): { id?: unknown; value?: unknown }[] {
  const attributes = item[hiddenKey('attributes')];
  return Array.isArray(attributes) ? attributes.filter((one): one is object => typeof one === 'object' && one !== null && !(one instanceof Failure)) : [];
}

function unreadable(detail: string, { requestId }: RequestContext): UpstreamError {
  return new UpstreamError({ code: 'UPSTREAM_INVALID_RESPONSE', system: remoteName, operation, requestId, detail });
}
