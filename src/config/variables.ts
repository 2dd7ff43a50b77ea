/**
 * The gateway's own variables: name, default and meaning in one place. The variables of the systems
 * follow from their documents, see `systems.ts`.
 */
import { z } from 'zod';
import { filePath, hostName, oneOf, trueOrFalse, wholeNumber } from './values.ts';

/** One row of the table of variables that a newcomer reads. */
export interface ConfigVariable {
  name: string;
  /** As text, like the variable itself; absent: none. */
  default?: string | undefined;
  meaning: string;
  /** Never shown, logged or repeated in a message. */
  secret?: boolean;
}

interface GatewayVariable extends ConfigVariable {
  schema: z.ZodType<unknown, string>;
}

/** The longest that a limit in ms may be; longer is a slip of the keyboard. */
const hour = 3_600_000;
const GiB = 2 ** 30;
const MiB = 2 ** 20;

export const gatewayVariables = {
  mode: {
    name: 'GATEWAY_MODE',
    meaning:
      '`sandbox`: embedded stand-ins of all systems. `live`: the configured systems only. Unset: `live` if any credential is set, else `sandbox`. With NODE_ENV=production always `live`, and at least one credential is needed',
    schema: oneOf(['sandbox', 'live']),
  },
  port: { name: 'PORT', default: '4000', meaning: 'port to listen on; 0 takes any free one', schema: wholeNumber('ports', 0, 65_535) },
  host: { name: 'HOST', default: '127.0.0.1', meaning: 'address to listen on', schema: hostName },
  upstreamTimeoutMs: { name: 'UPSTREAM_TIMEOUT_MS', default: '10000', meaning: 'time for one attempt of an upstream call, in ms', schema: wholeNumber('ms', 1, hour) },
  requestDeadlineMs: { name: 'REQUEST_DEADLINE_MS', default: '30000', meaning: 'time for one operation, in ms', schema: wholeNumber('ms', 1, hour) },
  upstreamConcurrency: { name: 'UPSTREAM_CONCURRENCY', default: '32', meaning: 'calls to one system at the same time', schema: wholeNumber('calls', 1, 10_000) },
  upstreamRetries: { name: 'UPSTREAM_RETRIES', default: '2', meaning: 'further attempts of a read that found no connection, no answer in time, 429, 502, 503 or 504; a write has none', schema: wholeNumber('attempts', 0, 10) },
  circuitFailures: { name: 'CIRCUIT_FAILURES', default: '5', meaning: 'failed attempts one after another, after which a system is left alone', schema: wholeNumber('attempts', 1, 1_000_000) },
  circuitResetMs: { name: 'CIRCUIT_RESET_MS', default: '10000', meaning: 'time for which it is left alone until one call tries it again, in ms', schema: wholeNumber('ms', 1, hour) },
  maxAnswerBytes: {
    name: 'MAX_ANSWER_BYTES',
    default: String(64 * MiB),
    meaning: 'largest answer of an upstream call after decompression, in bytes',
    schema: wholeNumber('bytes', 1, GiB),
  },
  maxBodyBytes: { name: 'MAX_BODY_BYTES', default: String(10 * MiB), meaning: 'largest request body, in bytes', schema: wholeNumber('bytes', 1, GiB) },
  maxUploadBytes: { name: 'MAX_UPLOAD_BYTES', default: String(50 * MiB), meaning: 'all files of one request together, in bytes', schema: wholeNumber('bytes', 1, GiB) },
  linksFile: { name: 'LINKS_FILE', meaning: 'YAML file of link rules: which reference means what in which system; the built-in rules for all that it leaves out', schema: filePath },
  introspection: { name: 'GATEWAY_INTROSPECTION', meaning: 'whether callers may read the schema; by default in sandbox mode only', schema: trueOrFalse },
  graphiql: { name: 'GATEWAY_GRAPHIQL', meaning: 'whether `/graphiql` is served; by default as GATEWAY_INTROSPECTION', schema: trueOrFalse },
  stacktraces: { name: 'GATEWAY_STACKTRACES', default: 'false', meaning: 'whether errors carry stack traces; for development alone', schema: trueOrFalse },
  logLevel: { name: 'LOG_LEVEL', default: 'info', meaning: 'least severe line that is logged', schema: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']) },
} as const satisfies Record<string, GatewayVariable>;

type Table = typeof gatewayVariables;
type Value<K extends keyof Table> = z.output<Table[K]['schema']>;
/** Read values; undefined where a variable is unset and has no default of its own. */
export type GatewayValues = { [K in keyof Table]: Table[K] extends { default: string } ? Value<K> : Value<K> | undefined };

export type Env = Readonly<Record<string, string | undefined>>;

/** The variable's text; blank is unset. */
export function textOf(env: Env, name: string): string | undefined {
  const text = env[name];
  return text === undefined || text.trim() === '' ? undefined : text;
}

/** Reads one variable; what is wrong with it goes to `problems`, as one sentence. */
export function readVariable<T>(
  { env, problems }: { env: Env; problems: string[] },
  variable: { name: string; schema: z.ZodType<T, string>; default?: string | undefined; secret?: boolean | undefined; hidden?: boolean },
): T | undefined {
  const text = textOf(env, variable.name) ?? variable.default;
  if (text === undefined) return undefined;
  const result = variable.schema.safeParse(variable.secret ? text : text.trim());
  if (result.success) return result.data;
  const found = variable.hidden ? 'cannot be used' : `is ${JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text)}`;
  problems.push(`${variable.name} ${found}: ${result.error.issues[0]?.message ?? 'expected another value'}.`);
  return undefined;
}

/** All of the gateway's own variables. A bad one is a problem, and undefined here. */
export function readGatewayValues(from: { env: Env; problems: string[] }): Partial<GatewayValues> {
  const entries = Object.entries(gatewayVariables as Record<string, GatewayVariable>);
  return Object.fromEntries(entries.map(([key, variable]) => [key, readVariable(from, variable)]));
}
