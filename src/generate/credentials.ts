/** How an operation is authenticated: security schemes become `@credential`, by name and never with a secret. */
import type { Operation } from './operations.ts';
import type { Place } from './place.ts';
import { below, isObject, items, member } from './place.ts';
import { directive } from './print.ts';
import { resolve } from './references.ts';
import type { Work } from './work.ts';
import { refuse, rootOf } from './work.ts';

const schemeOf = (work: Work, name: string): Place => resolve(work, below(rootOf(work), 'components', 'securitySchemes', name));

/** The credential of an operation: the first of its alternatives that can be expressed; none where it asks for none. */
export function credential(work: Work, operation: Operation): string | undefined {
  const own = below(operation.place, 'security');
  const security = own.value === undefined ? below(rootOf(work), 'security') : own;
  const alternatives = items(security).filter(({ value }) => isObject(value) && Object.keys(value).length > 0);
  if (alternatives.length === 0) return undefined;
  const single = alternatives.flatMap(({ value }) => (Object.keys(value as object).length === 1 ? Object.keys(value as object) : []));
  const usable = single.find((name) => credentialDirective(work, name) !== undefined);
  if (usable !== undefined) {
    work.credentials.add(usable);
    return usable;
  }
  refuse(work, {
    pointer: security.pointer,
    found: single.length === 0 ? 'credentials that are asked for together' : `security by ${single.map((name) => `"${name}" (${kindOf(schemeOf(work, name))})`).join(', ')}`,
    expected: 'an apiKey header, http bearer, http basic, or oauth2 client credentials with a token URL below the server',
    overlay: own.value === undefined ? { at: operation.place.pointer, update: { security: [] } } : { at: own.pointer, remove: true },
  });
  return undefined;
}

function kindOf({ value }: Place): string {
  if (!isObject(value)) return 'undefined';
  return [value.type, value.scheme, value.in, member(member(member(value, 'flows'), 'clientCredentials'), 'tokenUrl')].filter((one) => typeof one === 'string').join(' ');
}

/** The `@credential` of a scheme; undefined where its kind cannot be expressed. */
function credentialDirective(work: Work, name: string): string | undefined {
  const { value: scheme } = schemeOf(work, name);
  const type = member(scheme, 'type');
  const as = (word: string, rest: Record<string, string | { word: string } | undefined> = {}): string =>
    directive('credential', { source: work.name, name, type: { word }, ...rest });
  if (type === 'apiKey') return member(scheme, 'in') === 'header' ? as('API_KEY', { header: String(member(scheme, 'name')) }) : undefined;
  if (type === 'http') {
    const kind = String(member(scheme, 'scheme')).toLowerCase();
    return kind === 'bearer' || kind === 'basic' ? as(kind.toUpperCase()) : undefined;
  }
  const url = member(member(member(scheme, 'flows'), 'clientCredentials'), 'tokenUrl');
  const tokenPath = typeof url === 'string' ? pathOf(work, url) : undefined;
  if (type !== 'oauth2' || tokenPath === undefined) return undefined;
  return as('OAUTH2', { tokenPath, client: { word: member(scheme, 'x-graphql-token-client') === 'BASIC' ? 'BASIC' : 'FORM' } });
}

/** A token's path below the base URL; undefined for another host. */
function pathOf(work: Work, url: string): string | undefined {
  const base = baseURL(work);
  if (url.startsWith('/')) return url;
  if (base !== undefined && url.startsWith(`${base}/`)) return url.slice(base.length);
  if (base === undefined && /^https?:\/\//.test(url)) return new URL(url).pathname;
  return /^[a-z][a-z0-9+.-]*:/i.test(url) ? undefined : `/${url}`;
}

/** The documented address, its variables at their defaults; absent where the document gives no host. */
export function baseURL(work: Work): string | undefined {
  const url = serverURL(work);
  if (url === undefined || !/^https?:/.test(url)) return undefined;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && parsed.username === '' && parsed.password === '' && parsed.search === '' && parsed.hash === '') return url;
  refuse(work, { pointer: '/servers/0/url', found: 'an address that is more than host and path', expected: 'an http or https address without user, query and fragment', overlay: { at: '/servers/0', remove: true } });
  return undefined;
}

/** What stands before every path where the document gives a path and no host. */
export function serverPath(work: Work): string {
  const url = serverURL(work);
  return url !== undefined && url.startsWith('/') ? url : '';
}

function serverURL(work: Work): string | undefined {
  const server = below(rootOf(work), 'servers', 0);
  const url = member(server.value, 'url');
  if (typeof url !== 'string') return undefined;
  const filled = url.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    const value = member(member(member(server.value, 'variables'), name), 'default');
    return typeof value === 'string' ? value : whole;
  });
  return filled.replace(/\/+$/, '');
}

/** The directives of `extend schema`. */
export function sourceDirectives(work: Work): string[] {
  const variables = [...work.variables];
  const source = directive('source', { name: work.name, baseURL: baseURL(work), variables: variables.length > 0 ? variables : undefined });
  const schemes = Object.keys((member(member(work.root, 'components'), 'securitySchemes') ?? {})).filter((name) => work.credentials.has(name));
  return [source, ...schemes.map((name) => credentialDirective(work, name)!)];
}
