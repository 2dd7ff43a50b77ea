/** The bytes of a body as a value, by its content type. Files are read elsewhere. */
import type { Problem } from './problem.ts';
import { typed } from './parameters.ts';

export interface BodyValue {
  value?: unknown;
  /** What the schema is to look at, where that is not the value: a file stands there as text. */
  checked?: unknown;
  /** Of its schema. */
  pointer?: string | undefined;
  problems: Problem[];
}

/** `Application/JSON; charset=utf-8` -> `application/json`. */
export function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

export function isJson(contentType: string | undefined): boolean {
  const media = mediaTypeOf(contentType);
  return media === 'application/json' || media.endsWith('+json');
}

export function readBody(contentType: string, bytes: Buffer, types: () => Map<string, string[]>): BodyValue {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { problems: [{ place: 'body', at: [], message: 'is not UTF-8' }] };
  }
  if (isJson(contentType)) {
    try {
      return { value: JSON.parse(text), problems: [] };
    } catch (error) {
      return { problems: [{ place: 'body', at: [], message: `SyntaxError: ${(error as Error).message}` }] };
    }
  }
  if (mediaTypeOf(contentType) === 'application/x-www-form-urlencoded') return { value: readForm(text, types()), problems: [] };
  return { value: text, problems: [] };
}

function readForm(text: string, types: Map<string, string[]>): Record<string, unknown> {
  const form = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name).map((value) => typed(value, (types.get(name) ?? ['string']).filter((type) => type !== 'array')));
      return [name, values.length > 1 || types.get(name)?.includes('array') ? values : values[0]];
    }),
  );
}
