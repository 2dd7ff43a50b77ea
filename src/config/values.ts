/**
 * How one variable's text is read. Each schema's message says what was expected, and never what was found:
 * the reader of a variable adds that, unless it is a secret.
 */
import { z } from 'zod';

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

function hasNoControls(text: string): boolean {
  return !/\p{Cc}/u.test(text);
}
