/**
 * The log: JSON lines on stderr. Whoever writes a line chooses its words; this is the second line of defence. What stands
 * under a name that is sensitive in the schema, or that holds credentials, addresses and bodies by custom, is
 * withheld, at any depth. So is all that is not plain data.
 */
import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';

export interface LogOptions {
  level: string;
  /** Names of fields and arguments that are sensitive in the schema; asked for when a line holds a name of no fixed meaning. */
  names: () => ReadonlySet<string>;
  /** stderr if absent. */
  destination?: DestinationStream | undefined;
}

const mark = '(withheld)';

/** What lines are made of; some of these are the names of sensitive fields, too, and mean something else here. */
const own: ReadonlySet<string> = new Set([
  'attempts', 'bytes', 'caller', 'cause', 'code', 'codes', 'error', 'field', 'fields', 'from', 'message', 'ms', 'name', 'operation', 'path', 'requestId', 'retryAfter', 'spans', 'stack', 'state', 'status', 'system', 'tenant', 'title', 'traceId', 'type',
]);

/** Lower case, without dashes and underscores. */
const never: ReadonlySet<string> = new Set([
  'accesstoken', 'apikey', 'authorization', 'body', 'clientsecret', 'cookie', 'credentials', 'data', 'document', 'headers', 'href', 'input', 'originalurl', 'password', 'payload', 'proxyauthorization', 'query', 'refreshtoken', 'secret', 'setcookie', 'token', 'uri', 'url', 'variables', 'xapikey', 'xauthtoken',
]);

const deepest = 8;

export function createLog({ level, names, destination = pino.destination({ fd: 2, sync: true }) }: LogOptions): Logger {
  return pino(
    {
      level,
      formatters: { log: (line) => withheld(line, names, 0) as Record<string, unknown> },
    },
    destination,
  );
}

function withheld(value: unknown, names: () => ReadonlySet<string>, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return typeof value === 'function' || typeof value === 'symbol' ? mark : value;
  if (value instanceof Date) return value;
  if (depth > deepest || value instanceof Map || value instanceof Set || ArrayBuffer.isView(value)) return mark;
  if (Array.isArray(value)) return value.map((item) => withheld(item, names, depth + 1));
  // An error's message quotes what it choked on, and lines describe errors in their own words (`describeError`).
  if (value instanceof Error) return { name: value.name, message: mark };
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, isWithheld(key, names) ? mark : withheld(member, names, depth + 1)]));
}

function isWithheld(key: string, names: () => ReadonlySet<string>): boolean {
  if (own.has(key)) return false;
  if (never.has(key.toLowerCase().replace(/[-_]/g, ''))) return true;
  try {
    return names().has(key);
  } catch {
    // Nobody knows what is sensitive: then all is.
    return true;
  }
}
