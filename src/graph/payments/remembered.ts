/**
 * What the gateway remembers of payment requests in the meta of a Receeve account: one top-level key for
 * each link, so that no writer overwrites another, and one for a create call that is under way.
 *
 *   cmPaymentLink:<claimReference>:<ref>       time of creation, ISO 8601
 *   collectmaxxPayLink:<claimReference>:<id>   time of creation, ISO 8601
 *   <provider key>:<claimReference>:intent     time at which a create call was about to be made
 *
 * A claim's reference may hold colons, an id never does: what follows the last colon is the id. The meta is
 * anybody's: what is no key of ours is passed over, and nothing here throws.
 */
export type PaymentProvider = 'COLLECTMAXX' | 'CM';

export const providerKeys = { COLLECTMAXX: 'collectmaxxPayLink', CM: 'cmPaymentLink' } as const satisfies Record<PaymentProvider, string>;
const intentMark = 'intent';

export interface RememberedLink {
  provider: PaymentProvider;
  claimReference: string;
  /** `ref` at CM, `id` at Collectmaxx. */
  id: string;
  /** Time of creation, ISO 8601; undefined where something else stands there. */
  at: string | undefined;
}

export interface Intent {
  /** ISO 8601; undefined where something else stands there. An intent stands all the same. */
  at: string | undefined;
}

/** The meta as an object, its JSON text included; undefined where it cannot be read, which is not the same as empty. */
export function readMeta(meta: unknown): Record<string, unknown> | undefined {
  if (meta === null || meta === undefined) return {};
  if (typeof meta === 'string') {
    if (meta.trim() === '') return {};
    try {
      const parsed: unknown = JSON.parse(meta);
      return typeof parsed === 'string' ? undefined : readMeta(parsed);
    } catch {
      return undefined;
    }
  }
  // PHP prints an empty object as an empty list.
  if (Array.isArray(meta)) return meta.length === 0 ? {} : undefined;
  return typeof meta === 'object' ? (meta as Record<string, unknown>) : undefined;
}

/** Every link that the meta remembers, of all claims and both providers, in the order of its keys. */
export function rememberedLinks(meta: unknown): RememberedLink[] {
  return Object.entries(readMeta(meta) ?? {}).flatMap(([key, value]) => {
    if (value === null || value === undefined) return [];
    const parts = readKey(key);
    return parts && parts.id !== intentMark ? [{ ...parts, at: timeOf(value) }] : [];
  });
}

/** The intent that stands for this claim at this provider. */
export function intentOf(meta: unknown, provider: PaymentProvider, claimReference: string): Intent | undefined {
  const read = readMeta(meta) ?? {};
  const key = intentKey(provider, claimReference);
  const value = Object.hasOwn(read, key) ? read[key] : undefined;
  return value === null || value === undefined ? undefined : { at: timeOf(value) };
}

export function linkKey(provider: PaymentProvider, claimReference: string, id: string): string {
  return `${providerKeys[provider]}:${claimReference}:${id}`;
}

export function intentKey(provider: PaymentProvider, claimReference: string): string {
  return linkKey(provider, claimReference, intentMark);
}

/** Whether a key with this id can be read again. */
export function canBeRemembered(id: string): boolean {
  return id !== '' && !id.includes(':') && id !== intentMark;
}

function readKey(key: string): Omit<RememberedLink, 'at'> | undefined {
  const first = key.indexOf(':');
  const last = key.lastIndexOf(':');
  const claimReference = key.slice(first + 1, last);
  const id = key.slice(last + 1);
  if (first === last || claimReference === '' || id === '') return undefined;
  const prefix = key.slice(0, first);
  const provider = (Object.keys(providerKeys) as PaymentProvider[]).find((name) => providerKeys[name] === prefix);
  return provider && { provider, claimReference, id };
}

function timeOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= 40 && /^\d{4}-\d{2}-\d{2}T/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;
}
