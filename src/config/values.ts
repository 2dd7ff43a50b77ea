/**
 * How one variable's text is read. Each schema's message says what was expected, and never what was found:
 * the reader of a variable adds that, unless it is a secret.
 */
import { z } from 'zod';
import { isLoopback } from './loopback.ts';

export function wholeNumber(unit: string, least: number, most: number) {
  const expected = `expected a whole number of ${unit} from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, expected)
    .transform(Number)
    .pipe(z.number().min(least, expected).max(most, expected));
}

export const trueOrFalse = z.enum(['true', 'false'], 'expected true or false').transform((text) => text === 'true');

export function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, `expected ${values.slice(0, -1).join(', ')} or ${values[values.length - 1]}`);
}

/** A host name or address, as `listen` takes it. */
export const hostName = z.string().regex(/^[\w.:%-]+$/, 'expected a host name or an IP address');

/** An address that calls are built on: it may have a path, and loses its trailing slashes. */
export const baseURL = z.string().transform((text, context) => {
  const problem = problemOfURL(text);
  if (problem === undefined) {
    const url = new URL(text);
    return url.origin + url.pathname.replace(/\/+$/, '');
  }
  context.addIssue({ code: 'custom', message: problem });
  return z.NEVER;
});

function problemOfURL(text: string): string | undefined {
  const expected = 'expected an address like https://host or https://host/path';
  if (!URL.canParse(text) || /[\s\\]/.test(text)) return expected;
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return expected;
  if (url.username !== '' || url.password !== '') return 'expected an address without user and password: credentials have variables of their own';
  if (text.includes('?') || text.includes('#')) return 'expected an address without query and fragment';
  return undefined;
}

/** A value of a URL template: any text that is no accident. */
export const plainText = z.string().refine(hasNoControls, 'expected text without line breaks and control characters');

/** Path of a file; whether it can be read is seen when it is read. */
export const filePath = z.string().refine(hasNoControls, 'expected the path of a file, without line breaks and control characters');

/** A secret that is encoded before it is sent. */
export const secret = z
  .string()
  .refine(hasNoControls, 'expected a secret without line breaks and control characters')
  .refine((text) => text.trim() === text, 'expected a secret without blanks around it');

/** A secret that stands in a header as it is. */
export const headerSecret = secret.refine((text) => /^[\x20-\x7e]*$/.test(text), 'expected a secret of ASCII characters, as HTTP headers can carry');

/** The user of a Basic credential: a colon would end it. */
export const basicUser = secret.refine((text) => !text.includes(':'), 'expected a user name without a colon');

/** A key that both sides know: of no less bits than the hash has, RFC 7518, 3.2. */
export const sharedKey = secret.refine((text) => Buffer.byteLength(text) >= 32, 'expected a secret of at least 32 bytes, as "openssl rand -hex 32" makes one');

/** Where Redis is; it may hold a password. */
export const redisAddress = z
  .string()
  .refine((text) => URL.canParse(text) && /^rediss?:$/.test(new URL(text).protocol) && new URL(text).hostname !== '', 'expected an address like redis://host:6379 or rediss://user:password@host:6379/0');

/** Where public keys are fetched: whoever could change them on their way could be anyone. */
export const keysURL = z.string().refine((text): boolean => {
  if (problemOfURL(text.replace(/\?[^#]*$/, '')) !== undefined) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || isLoopback(hostname);
}, 'expected an https address like https://host/keys');

/** `https://desk.example.com,http://localhost:3000`: exactly as a browser names them. */
export const originList = z.string().transform((text, context): ReadonlySet<string> => {
  const origins = text.split(',').map((origin) => origin.trim());
  if (origins.every(isOrigin)) return new Set(origins);
  context.addIssue({ code: 'custom', message: 'expected origins like https://host or http://host:port, separated by commas, without a path and without *' });
  return z.NEVER;
});

function isOrigin(text: string): boolean {
  return /^https?:\/\/[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** `name=value,name=value`, values percent-encoded where they need to be. */
export const headerList = z.string().transform((text, context): Record<string, string> => {
  const entries = text.split(',').map((pair) => /^\s*([\w!#$%&'*+.^`|~-]+)=(.*?)\s*$/.exec(pair)?.slice(1) as [string, string] | undefined);
  if (entries.every((entry) => entry && isHeaderText(decoded(entry[1])))) return Object.fromEntries(entries.map((entry): [string, string] => [entry?.[0].toLowerCase() ?? '', decoded(entry?.[1] ?? '') ?? '']));
  context.addIssue({ code: 'custom', message: 'expected headers like name=value,name=value' });
  return z.NEVER;
});

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isHeaderText(text: string): boolean {
  return /^[\x20-\x7e]+$/.test(text);
}

/** A part of all: 0 none, 1 all. */
export const share = z
  .string()
  .regex(/^(?:0|1|0?\.\d{1,9}|1\.0+|0\.0+)$/, 'expected a number from 0 to 1')
  .transform(Number);

function hasNoControls(text: string): boolean {
  return !/\p{Cc}/u.test(text);
}
