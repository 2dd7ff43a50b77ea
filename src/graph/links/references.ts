/**
 * What an object is to others: its reference by a link rule, the account that a claim was reached
 * through, the claim that a payment request was found for. Such facts are put on the objects of one
 * request's answers under symbols; they are not members, and nobody else can read them.
 */
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../../context.ts';
import { missingReference } from './tools.ts';
import type { LinkTools } from './tools.ts';

const account = Symbol('account of a claim');
const partial = Symbol('account without its ledger');
const claim = Symbol('claim of a payment request');
const reference = Symbol('reference of a payment request');

interface Facts {
  [account]?: object;
  [partial]?: boolean;
  [claim]?: string | null;
  [reference]?: string;
}

export const accountOfClaim = (source: object): object | undefined => (source as Facts)[account];
export const setAccountOfClaim = (source: object, of: object): void => void ((source as Facts)[account] = of);

/** Whether this account came with a debtor's answer, which does not hold all of it. */
export const isPartial = (source: object): boolean => (source as Facts)[partial] === true;
export const setPartial = (source: object): void => void ((source as Facts)[partial] = true);

/** Null: it is known to belong to no single claim; undefined: nothing is known. */
export const claimOfRequest = (source: object): string | null | undefined => (source as Facts)[claim];
export const setClaimOfRequest = (source: object, claimReference: string | null): void => void ((source as Facts)[claim] = claimReference);

/** The reference under which it was found. */
export const referenceOfRequest = (source: object): string | undefined => (source as Facts)[reference];
export const setReferenceOfRequest = (source: object, ref: string): void => void ((source as Facts)[reference] = ref);

export interface ReferenceOptions {
  tools: LinkTools;
  /** Of the graph. */
  type: string;
  /** A text field of the type, or `meta.<key>`. */
  field: string;
  source: object;
  context: RequestContext;
  info: GraphQLResolveInfo;
}

/** Of `meta.<key>`, the key. */
function keyInMeta(field: string): string | undefined {
  return field.startsWith('meta.') && field.length > 5 ? field.slice(5) : undefined;
}

/** The text that a rule's field holds; undefined where the object has none. */
export function findReference({ tools, type, field, source, context, info }: ReferenceOptions): string | undefined {
  const key = keyInMeta(field);
  const value = key === undefined ? tools.read(type, field, source, context, info) : memberOf(tools.read(type, 'meta', source, context, info), key);
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;
}

/** As `findReference`; throws where the object has none. In its meta there may be none: that is undefined. */
export function needReference(options: ReferenceOptions & { system: string; operation: string }): string | undefined {
  const { type, field, system, operation, context } = options;
  const found = findReference(options);
  if (found === undefined && keyInMeta(field) === undefined) throw missingReference({ field: `${type}.${field}`, system, operation, context });
  return found;
}

function memberOf(meta: unknown, key: string): unknown {
  return typeof meta === 'object' && meta !== null && Object.hasOwn(meta, key) ? (meta as Record<string, unknown>)[key] : undefined;
}
