/**
 * One search for pay links at Collectmaxx, page by page, as lookups that travel with all others:
 *
 *   payLink { payLinks(filters: $filters, offset: 0, limit: 100) { items { ...collectgraph_ab12 } pagination { total } } }
 *
 * What the caller selected stands in a fragment, once for all lookups of a document.
 */
import { createHash } from 'node:crypto';
import { isObjectType } from 'graphql';
import type { FieldNode, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import type { RequestContext } from '../../context.ts';
import { UpstreamError } from '../../errors.ts';
import { read } from '../batch.ts';
import type { Remote } from '../delegate.ts';
import { Failure } from '../failure.ts';
import { Question } from '../lookup.ts';
import type { Lookup } from '../lookup.ts';
import { remoteName } from '../names.ts';
import { oncePerDocument } from '../perDocument.ts';
import { writeSelection } from '../selection.ts';
import type { Selection } from '../selection.ts';
import { readVariables } from '../variables.ts';
import { hiddenKey, hiddenName, writeHidden } from './hidden.ts';
import { asText } from './text.ts';
import type { LinkTools } from './tools.ts';

/** An object of the remote's answer. */
export type PayLinkItem = Record<string, unknown>;

export type Wanted = { id: string } | { attribute: string; equals: string };

/** What is asked of each link, and the caller's variables in it. */
export interface PayLinkSelection {
  fragments: ReadonlyMap<string, string>;
  /** Name of the fragment that holds all of it. */
  name: string;
  variables: (info: GraphQLResolveInfo) => Lookup['variables'];
  /** The search for a first page. */
  question: Question;
}

const operation = 'payLink.payLinks';
/** A claim has few links. The vendor documents 20 where no limit is given, and no highest one. */
const perPage = 100;
const mostPages = 100;

/** What links need of each pay link: which one it is, whether it was asked for, when it was made. */
const always = ['id', 'attributes', 'createdOn', 'status'];

/** Writes what the field of `info` selects, once for a document. */
export function payLinkSelection(remote: Remote, remoteSchema: GraphQLSchema): (info: GraphQLResolveInfo) => PayLinkSelection {
  return oncePerDocument((info) => writePayLinks({ remote, remoteSchema, info, nodes: info.fieldNodes }));
}

/** Without `nodes`: only what links need themselves. */
export function writePayLinks({ remote, remoteSchema, info, nodes }: { remote: Remote; remoteSchema: GraphQLSchema; info: GraphQLResolveInfo; nodes: readonly FieldNode[] }): PayLinkSelection {
  const { names, needs } = remote;
  const { schema, fragments, operation: document } = info;
  const type = schema.getType('PayLink');
  if (!isObjectType(type)) throw new Error('There is no type PayLink.');
  const written: Selection = nodes.length === 0 ? { text: '', fragments: new Map(), variables: new Set() } : writeSelection({ nodes, fragments, schema, names, needs, type });
  const remoteType = names.types.get('PayLink')?.name ?? 'PayLink';
  const fields = remoteSchema.getType(remoteType);
  const hidden = always.filter((name) => isObjectType(fields) && Object.hasOwn(fields.getFields(), name)).map(writeHidden);
  const block = `{ ${hidden.join(' ')}${written.text.replace(/^\{/, '').replace(/\}$/, '').trimEnd()} }`;
  const name = hiddenName(createHash('sha256').update(block).digest('hex').slice(0, 12));
  const variables = readVariables({ operation: document, used: written.variables, schema, names });
  return {
    name,
    question: new Question(),
    fragments: new Map([...written.fragments, [name, `fragment ${name} on ${remoteType} ${block}`]]),
    variables: ({ variableValues }) => variables.map(({ name: variable, definition, onWire }) => ({ name: variable, definition, value: onWire(variableValues[variable]) })),
  };
}

export interface SearchOptions {
  tools: LinkTools;
  selection: PayLinkSelection;
  context: RequestContext;
  info: GraphQLResolveInfo;
  /** Whether the same search later in the request may have the same answer. */
  remember: boolean;
}

/** All links that were asked for. Rejects with an `UpstreamError`. */
export function searchPayLinks(wanted: Wanted, options: SearchOptions): Promise<PayLinkItem[]> {
  // Nearly always the first page is the last one.
  return readPage(wanted, 0, options).then((page) => (isLast(page, page.items.length, wanted) ? page.items : searchOn(page, wanted, options)));
}

interface Page {
  items: PayLinkItem[];
  total: number | undefined;
}

async function searchOn(first: Page, wanted: Wanted, options: SearchOptions): Promise<PayLinkItem[]> {
  const found = [...first.items];
  const idOf = (item: PayLinkItem): unknown => item[hiddenKey('id')] ?? item;
  const ids = new Set(first.items.map(idOf));
  for (let page = 2; page <= mostPages; page++) {
    const next = await readPage(wanted, found.length, options);
    const before = ids.size;
    for (const item of next.items) {
      ids.add(idOf(item));
      found.push(item);
    }
    if (isLast(next, found.length, wanted)) return found;
    if (ids.size === before) throw unreadable('its pages of links repeat', options.context);
  }
  throw unreadable(`its list of links does not end within ${mostPages} pages`, options.context);
}

function readPage(wanted: Wanted, offset: number, options: SearchOptions): Promise<Page> {
  const { tools: { remote: { log, lookupsPerDocument } }, context, remember } = options;
  return read(lookupOf(wanted, offset, options), { log, lookupsPerDocument, context, remember }).then((value) => {
    const page = pageOf(value, context);
    for (const item of page.items) if (!isWanted(item, wanted)) throw unreadable('it answered a link that was not asked for', context);
    return page;
  });
}

function isLast({ items, total }: Page, found: number, wanted: Wanted): boolean {
  return items.length === 0 || 'id' in wanted || (total !== undefined && found >= total);
}

function lookupOf(wanted: Wanted, offset: number, { tools, selection, info }: SearchOptions): Lookup {
  const filters = 'id' in wanted ? { id: { equalTo: wanted.id } } : { attributes: [{ id: wanted.attribute, equalTo: wanted.equals }] };
  const { filtersType, root, member } = tools.search;
  return {
    kind: 'query',
    root,
    question: offset === 0 ? selection.question : undefined,
    write: (own) => `${root} { ${member}(filters: ${own('filters')}, offset: ${offset}, limit: ${perPage}) { items { ...${selection.name} } pagination { total } } }`,
    fragments: selection.fragments,
    variables: selection.variables(info),
    own: [{ name: 'filters', type: filtersType, value: filters }],
    operationName: info.operation.name?.value,
    operation: () => operation,
  };
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

function isWanted(item: PayLinkItem, wanted: Wanted): boolean {
  if ('id' in wanted) return asText(item[hiddenKey('id')]).toLowerCase() === wanted.id.toLowerCase();
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
