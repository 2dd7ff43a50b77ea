/**
 * URL template -> the path and query of one call, percent-encoded by construction.
 *
 * A value can never leave its place: `/`, `?`, `#` and `%` are encoded, and a path segment that comes to
 * `.` or `..` has its dots encoded. A query parameter whose value is absent goes with its name.
 */
import { Refusal } from './refusal.ts';
import { SchemaError } from './schema-error.ts';
import { cut, type Arguments, type Piece, type SlotOptions, type Variables } from './slots.ts';

export type ToURL = (args: Arguments, variables: Variables) => string;

/** Either a text of the path that is always the same, or a segment with values in it. */
type PathPart = string | Piece[];
/** A parameter with values in it; `name` ends in `=`. */
type QueryPart = string | { name: string; pieces: Piece[] };

export function compileURL(template: string, options: SlotOptions): ToURL {
  const { where } = options;
  if (!template.startsWith('/') || template.startsWith('//')) throw new SchemaError(where, `The URL ${JSON.stringify(template)} must begin with one /: it stands below the base URL.`);
  const odd = /[^\w\-.~!$&'()*+,;=:@/%?{}[\]]|%(?![0-9A-Fa-f]{2})/.exec(template);
  if (odd) throw new SchemaError(where, `The URL ${JSON.stringify(template)} holds ${JSON.stringify(odd[0])}, which no URL may; write it percent-encoded.`);
  const [path = '', ...queries] = template.split('?');
  if (queries.length > 1) throw new SchemaError(where, `The URL ${JSON.stringify(template)} has more than one "?".`);
  const pathParts = compilePath(path, options);
  const queryParts = (queries[0] ?? '').split('&').filter((part) => part !== '').map((part) => compileParameter(part, options));

  const fixed = pathParts.length === 1 && typeof pathParts[0] === 'string' ? pathParts[0] : undefined;
  return (args, variables) => {
    let url = fixed ?? writePath(pathParts, args, variables);
    let mark = '?';
    for (const part of queryParts) {
      const text = typeof part === 'string' ? part : writeParameter(part, args, variables);
      if (text === undefined) continue;
      url += mark + text;
      mark = '&';
    }
    return url;
  };
}

function compilePath(path: string, options: SlotOptions): PathPart[] {
  const parts: PathPart[] = [];
  for (const segment of path.split('/').slice(1)) {
    const pieces = cut(segment, options);
    const fixed = pieces.every((piece) => typeof piece === 'string');
    if (fixed && /^(?:\.|%2e){1,2}$/i.test(segment)) throw new SchemaError(options.where, `The path ${JSON.stringify(path)} holds the segment ${JSON.stringify(segment)}; write the path that is meant.`);
    for (const piece of pieces) {
      if (typeof piece !== 'string' && !piece.always) throw new SchemaError(options.where, `{${piece.name}} stands in the path, so the argument must be required or have a @default.`);
    }
    const last = parts.at(-1);
    if (!fixed) parts.push(pieces);
    else if (typeof last === 'string') parts[parts.length - 1] = `${last}/${segment}`;
    else parts.push(`/${segment}`);
  }
  return parts;
}

function writePath(parts: PathPart[], args: Arguments, variables: Variables): string {
  let path = '';
  for (const part of parts) path += typeof part === 'string' ? part : `/${writeSegment(part, args, variables)}`;
  return path;
}

function writeSegment(pieces: Piece[], args: Arguments, variables: Variables): string {
  let segment = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      segment += piece;
      continue;
    }
    const text = piece.encoded(args, variables);
    if (text === undefined || text === '') throw new Refusal('is empty, but it stands in the path of the call; expected at least one character', [piece.name]);
    segment += text;
  }
  return segment === '.' || segment === '..' ? segment.replaceAll('.', '%2E') : segment;
}

function compileParameter(part: string, options: SlotOptions): QueryPart {
  const equals = part.indexOf('=');
  if (part.slice(0, equals === -1 ? undefined : equals).includes('{')) throw new SchemaError(options.where, `The query parameter ${JSON.stringify(part)} has no fixed name; expected name={argument}.`);
  const pieces = cut(part.slice(equals + 1), options);
  return pieces.every((piece) => typeof piece === 'string') ? part : { name: part.slice(0, equals + 1), pieces };
}

function writeParameter({ name, pieces }: { name: string; pieces: Piece[] }, args: Arguments, variables: Variables): string | undefined {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined && typeof only !== 'string' && only.list?.explode) {
    return only.items(args, variables)?.map((item) => name + item).join('&');
  }
  let value = '';
  for (const piece of pieces) {
    const text = typeof piece === 'string' ? piece : piece.encoded(args, variables);
    if (text === undefined) return undefined;
    value += text;
  }
  return name + value;
}
