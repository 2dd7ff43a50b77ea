/**
 * When two calls to one system are the same: all that is sent of them is, byte for byte, and so is what counts as
 * an answer. Two spellings of one path are two calls: whoever is to say that they mean the same is the vendor.
 *
 * Each part stands with its length before it, so that no value can look like the end of one part and the
 * beginning of the next, whatever is in it.
 */
import type { UpstreamCall } from './call.ts';

/** The headers of a field are one frozen object for all its calls. */
const known = new WeakMap<UpstreamCall['headers'], string>();

/** The same text for the same call, and for no other; undefined for a body that is no text. */
export function callKey({ operation, method, path, credential, accept, headers, body }: UpstreamCall): string | undefined {
  if (body !== undefined && typeof body !== 'string') return undefined;
  const rest = body === undefined ? '' : `+${body}`;
  return `${part(operation)}${part(method)}${part(path)}${part(credential)}${accept === undefined ? '' : accept.join()};${headersText(headers)}${rest}`;
}

function part(text: string | undefined): string {
  return text === undefined ? '-' : `${text.length}:${text}`;
}

function headersText(headers: UpstreamCall['headers']): string {
  let text = known.get(headers);
  if (text === undefined) {
    const names = Object.keys(headers);
    text = `${names.length};`;
    for (const name of names) text += part(name) + part(headers[name]);
    if (Object.isFrozen(headers)) known.set(headers, text);
  }
  return text;
}
