/**
 * The gateway's own variables: name, default and meaning in one place. The variables of the systems
 * follow from their documents, see `systems.ts`.
 */
import { z } from 'zod';
import { usualPatienceMs } from '../graph/links/waves.ts';
import { clients } from '../upstream/settings.ts';
import { baseURL, basicUser, filePath, headerList, hostName, keysURL, oneOf, originList, plainText, redisAddress, secret, share, sharedKey, trueOrFalse, wholeNumber } from './values.ts';
import { publicKey } from './publicKey.ts';

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
  /** Its text is not repeated in a message. */
  hidden?: boolean;
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
  workers: { name: 'WORKERS', default: '1', meaning: 'processes that serve the port together, at most one for each core; 1: this process alone', schema: wholeNumber('workers', 1, 256) },
  upstreamTimeoutMs: { name: 'UPSTREAM_TIMEOUT_MS', default: '10000', meaning: 'time for one attempt of an upstream call, in ms', schema: wholeNumber('ms', 1, hour) },
  requestDeadlineMs: { name: 'REQUEST_DEADLINE_MS', default: '30000', meaning: 'time for one operation, in ms', schema: wholeNumber('ms', 1, hour) },
  linkPatienceMs: { name: 'LINK_PATIENCE_MS', default: String(usualPatienceMs), meaning: 'the longest that lookups of links wait for one another, to travel in one request, in ms', schema: wholeNumber('ms', 1, hour) },
  upstreamConcurrency: { name: 'UPSTREAM_CONCURRENCY', default: '32', meaning: 'calls to one system at the same time', schema: wholeNumber('calls', 1, 10_000) },
  upstreamClient: { name: 'UPSTREAM_CLIENT', default: 'http1', meaning: 'HTTP client of the calls: `http1`, our own, or `undici`, should a server not get on with ours', schema: oneOf(clients) },
  upstreamRetries: { name: 'UPSTREAM_RETRIES', default: '2', meaning: 'further attempts of a read that found no connection, no answer in time, 429, 502, 503 or 504; a write has none', schema: wholeNumber('attempts', 0, 10) },
  shareReads: { name: 'UPSTREAM_SHARE_READS', default: 'false', meaning: 'whether the same read that one caller asks for several times at once is called once', schema: trueOrFalse },
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
  maxDocumentLength: { name: 'MAX_DOCUMENT_LENGTH', default: '262144', meaning: 'longest GraphQL document, in characters', schema: wholeNumber('characters', 1, GiB) },
  maxTokens: { name: 'MAX_TOKENS', default: '10000', meaning: 'tokens of a document, comments among them', schema: wholeNumber('tokens', 1, 10_000_000) },
  maxDefinitions: { name: 'MAX_DEFINITIONS', default: '100', meaning: 'operations and fragments of a document', schema: wholeNumber('definitions', 1, 100_000) },
  maxDepth: { name: 'MAX_DEPTH', default: '15', meaning: 'fields within one another; those of fragments count where they are spread', schema: wholeNumber('fields', 1, 500) },
  maxAliases: { name: 'MAX_ALIASES', default: '100', meaning: 'aliases of an operation, and fields that it repeats', schema: wholeNumber('aliases', 0, 1_000_000) },
  maxDirectives: { name: 'MAX_DIRECTIVES', default: '50', meaning: 'directives of a document', schema: wholeNumber('directives', 0, 1_000_000) },
  maxRootFields: { name: 'MAX_ROOT_FIELDS', default: '50', meaning: 'fields of one operation at its root', schema: wholeNumber('fields', 1, 1_000_000) },
  maxCost: {
    name: 'MAX_COST',
    default: '100000',
    meaning: 'cost of an operation: 1 for each field, 10 more for each system that it calls; a list counts as many times as its `limit` or `first` says, else 10 times',
    schema: wholeNumber('points', 1, 1_000_000_000),
  },
  maxInputDepth: { name: 'MAX_INPUT_DEPTH', default: '32', meaning: 'lists and objects within one another in variables and arguments', schema: wholeNumber('levels', 1, 500) },
  maxListItems: { name: 'MAX_LIST_ITEMS', default: '5000', meaning: 'items of one list in the variables', schema: wholeNumber('items', 1, 100_000_000) },
  maxInputValues: { name: 'MAX_INPUT_VALUES', default: '250000', meaning: 'all values in the variables together', schema: wholeNumber('values', 1, 100_000_000) },
  maxUpstreamCalls: { name: 'MAX_UPSTREAM_CALLS', default: '1000', meaning: 'upstream calls of one operation', schema: wholeNumber('calls', 1, 1_000_000) },
  maxUpstreamCallsPerSystem: { name: 'MAX_UPSTREAM_CALLS_PER_SYSTEM', default: '500', meaning: 'upstream calls of one operation to one system', schema: wholeNumber('calls', 1, 1_000_000) },
  redisURL: { name: 'REDIS_URL', secret: true, hidden: true, meaning: 'Redis that several gateways share, `redis://` or `rediss://`; unset: each keeps what it knows in itself', schema: redisAddress },
  eventsPath: { name: 'EVENTS_PATH', default: 'data/events.db', meaning: 'file of the embedded event log; in sandbox mode, unless it names another, one that ends with the gateway', schema: filePath },
  eventsMaxAgeDays: { name: 'EVENTS_MAX_AGE_DAYS', default: '30', meaning: 'events are kept for so many days', schema: wholeNumber('days', 1, 3650) },
  eventsMaxBytes: { name: 'EVENTS_MAX_BYTES', default: String(GiB), meaning: 'events are kept in so many bytes; beyond, the oldest go', schema: wholeNumber('bytes', MiB, 1024 * GiB) },
  collectmaxxWebhookUser: { name: 'COLLECTMAXX_WEBHOOK_USER', meaning: 'user of the Basic credentials at `/webhooks/collectmaxx`', schema: basicUser },
  collectmaxxWebhookPassword: { name: 'COLLECTMAXX_WEBHOOK_PASSWORD', secret: true, hidden: true, meaning: 'their password', schema: secret },
  collectmaxxWebhookSecret: { name: 'COLLECTMAXX_WEBHOOK_SECRET', secret: true, hidden: true, meaning: 'instead of these: last part of the path, `/webhooks/collectmaxx/<secret>`', schema: secret },
  cmWebhookSecret: { name: 'CM_WEBHOOK_SECRET', secret: true, hidden: true, meaning: 'last part of the path `/webhooks/cm/<secret>`', schema: secret },
  receeveWebhookPublicKey: { name: 'RECEEVE_WEBHOOK_PUBLIC_KEY', hidden: true, meaning: 'PEM of the public key that messages at `/webhooks/receeve` are signed with; its line breaks may be written as `\\n`', schema: publicKey },
  trustedDocumentsFile: {
    name: 'TRUSTED_DOCUMENTS_FILE',
    meaning: 'JSON file of the documents that clients were built with, by their SHA-256: those are run and no others; unset: any document',
    schema: filePath,
  },
  corsOrigins: { name: 'CORS_ORIGINS', meaning: 'other origins whose pages may read the graph\'s answers, separated by commas; unset: none', schema: originList },
  maxSubscriptions: { name: 'MAX_SUBSCRIPTIONS', default: '20000', meaning: 'subscriptions open at the same time', schema: wholeNumber('subscriptions', 0, 1_000_000) },
  linksFile: { name: 'LINKS_FILE', meaning: 'YAML file of link rules: which reference means what in which system; the built-in rules for all that it leaves out', schema: filePath },
  apiKeysFile: { name: 'GATEWAY_API_KEYS_FILE', meaning: 'YAML file of API keys: name, hash, scopes and tenant of each; followed while the gateway runs', schema: filePath },
  jwksURL: { name: 'GATEWAY_JWKS_URL', meaning: 'where the public keys of token issuers are fetched; with issuer and audience', schema: keysURL },
  jwtSecret: { name: 'GATEWAY_JWT_SECRET', secret: true, hidden: true, meaning: 'key of tokens that are signed with HS256, at least 32 bytes', schema: sharedKey },
  jwtIssuer: { name: 'GATEWAY_JWT_ISSUER', meaning: '`iss` of tokens', schema: plainText },
  jwtAudience: { name: 'GATEWAY_JWT_AUDIENCE', meaning: '`aud` of tokens', schema: plainText },
  tenantsFile: { name: 'GATEWAY_TENANTS_FILE', meaning: 'YAML file of tenants: the variables of systems that differ for each', schema: filePath },
  rateLimit: { name: 'GATEWAY_RATE_LIMIT', meaning: 'requests of one caller in a minute; unset: any number', schema: wholeNumber('requests', 1, 1_000_000) },
  introspection: { name: 'GATEWAY_INTROSPECTION', meaning: 'whether callers may read the schema; by default in sandbox mode only', schema: trueOrFalse },
  graphiql: { name: 'GATEWAY_GRAPHIQL', meaning: 'whether `/graphiql` is served; by default as GATEWAY_INTROSPECTION', schema: trueOrFalse },
  stacktraces: { name: 'GATEWAY_STACKTRACES', default: 'false', meaning: 'whether errors carry stack traces; for development alone', schema: trueOrFalse },
  metrics: { name: 'GATEWAY_METRICS', meaning: 'whether `/metrics` is served; by default where HOST is a loopback address, or METRICS_PORT is set', schema: trueOrFalse },
  metricsPort: { name: 'METRICS_PORT', meaning: 'port of its own for `/metrics`, so that callers of the graph do not reach it; 0 takes any free one', schema: wholeNumber('ports', 0, 65_535) },
  metricsHost: { name: 'METRICS_HOST', meaning: 'address of METRICS_PORT; HOST unless given', schema: hostName },
  otlpEndpoint: { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', meaning: 'collector that takes traces by OTLP over HTTP, at `/v1/traces` below this address; without it there are none', schema: baseURL, hidden: true },
  otlpHeaders: { name: 'OTEL_EXPORTER_OTLP_HEADERS', meaning: 'headers for the collector: `name=value,name=value`', schema: headerList, secret: true, hidden: true },
  serviceName: { name: 'OTEL_SERVICE_NAME', default: 'collectgraph', meaning: 'name of this gateway in traces', schema: plainText },
  tracesShare: { name: 'OTEL_TRACES_SAMPLER_ARG', default: '1', meaning: 'share of requests that are traced, 0 to 1, where the caller\'s `traceparent` does not say', schema: share },
  drainMs: { name: 'DRAIN_MS', default: '0', meaning: 'time after SIGTERM in which requests are still taken while `/health/ready` answers 503, so that load balancers notice, in ms', schema: wholeNumber('ms', 0, hour) },
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
