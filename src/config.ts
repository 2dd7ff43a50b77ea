/**
 * Environment variables -> what the gateway runs on, checked as a whole: every problem is one sentence,
 * and all of them are told at once. A secret's value appears in no sentence.
 *
 * The variables themselves stand in `config/variables.ts` (the gateway's own) and `config/systems.ts`
 * (the systems'; `config/tenants.ts` what differs of them for tenants). Nothing is read from files here, and
 * nothing is looked up later.
 */
import { checkCallers } from './config/callers.ts';
import type { Source } from './rest/source.ts';
import type { LimitSettings } from './limits/settings.ts';
import type { SystemConfig } from './upstream/settings.ts';
import { eventsOf } from './config/events.ts';
import type { EventSettings } from './events/settings.ts';
import type { TelemetrySettings } from './config/telemetry.ts';
import { telemetryOf } from './config/telemetry.ts';
import type { SystemLimits, SystemPlan } from './config/systems.ts';
import { hasCredential, isComplete, list, planSystems, readSystem } from './config/systems.ts';
import { isCompleted, merged, planTenants, unknownVariables } from './config/tenants.ts';
import type { TenantConfig, TenantVariables } from './config/tenants.ts';
import type { ConfigVariable, Env, GatewayValues } from './config/variables.ts';
import { gatewayVariables, readGatewayValues, textOf } from './config/variables.ts';

export type { ConfigVariable } from './config/variables.ts';
export type { SystemLimits } from './config/systems.ts';

export interface Config extends SystemLimits, LimitSettings, TelemetrySettings {
  /** `sandbox`: embedded stand-ins of all systems, and `systems` is empty: see `readSystems`. `live`: `systems` alone. */
  mode: 'sandbox' | 'live';
  /** Address to listen on. */
  host: string;
  /** Port to listen on; 0: any free one. */
  port: number;
  /** Processes that serve the port together; 1: this one alone. */
  workers: number;
  /** For one operation, in ms. */
  requestDeadlineMs: number;
  /** The longest that lookups of links wait for one another, to travel together, in ms. */
  linkPatienceMs: number;
  /** Whether the same read of one caller at the same time is called once. */
  shareReads: boolean;
  /** Largest request body, in bytes. */
  maxBodyBytes: number;
  /** All uploaded files of one request together, in bytes. */
  maxUploadBytes: number;
  /** JSON of the documents that may be run; undefined: any may. */
  trustedDocumentsFile: string | undefined;
  /** Origins whose pages may read the graph's answers; undefined: the gateway's own alone. */
  corsOrigins: ReadonlySet<string> | undefined;
  /** Subscriptions open at the same time. */
  maxSubscriptions: number;
  /** YAML of the link rules; undefined: the built-in ones. */
  linksFile: string | undefined;
  /** Whether callers may read the schema. */
  introspection: boolean;
  /** Whether `/graphiql` is served. */
  graphiql: boolean;
  /** Whether errors carry stack traces. */
  stacktraces: boolean;
  /** After SIGTERM, for how long requests are still taken, in ms. */
  drainMs: number;
  /** Least severe line that is logged. */
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** YAML of API keys. */
  apiKeysFile: string | undefined;
  /** Where the keys of tokens are fetched. */
  jwksURL: string | undefined;
  /** The key of tokens. */
  jwtSecret: string | undefined;
  jwtIssuer: string | undefined;
  jwtAudience: string | undefined;
  /** Requests of one caller in a minute; undefined: any number. */
  rateLimit: number | undefined;
  /** The Redis that several instances share; undefined: there is one instance. */
  redisURL: string | undefined;
  /** What vendors tell of their own accord, and where it is kept. */
  events: EventSettings;
  /** The systems that are configured. */
  systems: SystemConfig[];
  /** In sandbox mode without systems: theirs are stand-ins too. */
  tenants: TenantConfig[];
  /** Names of those that are not. */
  unconfigured: string[];
  /** What the one who starts the gateway should be told, loudly: sentences for the log, without secrets. */
  notes: string[];
}

/** Why the gateway cannot start. */
export class ConfigError extends Error {
  /** One sentence each. */
  readonly problems: string[];

  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Every variable with its default and meaning, in the order in which a newcomer needs them. */
export function configVariables(sources: readonly Source[]): ConfigVariable[] {
  const rows: ConfigVariable[] = [...Object.values(gatewayVariables), ...planSystems(sources, []).flatMap(({ variables }) => variables)];
  return rows.map(({ name, default: value, meaning, secret }) => ({ name, default: value, meaning, ...(secret && { secret }) }));
}

/** Throws a `ConfigError` with all that is wrong. */
export function readConfig(env: Env, sources: readonly Source[], tenants: TenantVariables = new Map()): Config {
  const problems: string[] = [];
  const notes: string[] = [];
  const values = readGatewayValues({ env, problems });
  const plans = planSystems(sources, problems);
  checkCallers(values, problems, notes);
  problems.push(...unknownVariables(tenants, plans));
  const telemetry = telemetryOf(values, problems);
  const mode = readMode({ env, plans, tenants, asked: values.mode, problems, notes });
  const events = eventsOf({ values, env, mode, problems });
  const limits = values as GatewayValues;
  // What is complete for tenants alone is not half a configuration of the gateway's.
  const own = plans.filter((plan) => isComplete(plan, env) || !isCompleted(plan, env, tenants));
  const read = mode === 'live' ? readPlans(own, { env, problems }, limits) : [];
  const ofTenants = mode === 'live' ? planTenants(tenants, { env, plans, own: read, limits, problems, notes }) : [...tenants.keys()].map((name) => ({ name, systems: [] }));
  if (mode === 'sandbox') notes.push(...ignored(plans, env));
  if (mode === 'sandbox' && tenants.size > 0) notes.push('Sandbox mode does not use the variables of GATEWAY_TENANTS_FILE: all tenants meet the same stand-ins.');
  if (problems.length > 0) throw new ConfigError(problems);
  notes.push(...[...read, ...ofTenants.flatMap(({ systems }) => systems.filter((system) => !read.includes(system)))].flatMap(inClearText));
  const { introspection = mode === 'sandbox', ...rest } = values as GatewayValues;
  return {
    ...rest,
    ...telemetry,
    events,
    mode,
    introspection,
    graphiql: rest.graphiql ?? introspection,
    systems: read,
    tenants: ofTenants,
    unconfigured: plans.map(({ name }) => name).filter((name) => !read.some((system) => system.name === name)),
    notes,
  };
}

/**
 * The systems alone, from variables like those of the real ones: the stand-ins' of sandbox mode.
 * `limits` are those of the `Config`. Throws a `ConfigError` with all that is wrong.
 */
export function readSystems(env: Env, sources: readonly Source[], limits: SystemLimits): SystemConfig[] {
  const problems: string[] = [];
  const systems = readPlans(planSystems(sources, problems), { env, problems }, limits);
  if (problems.length > 0) throw new ConfigError(problems);
  return systems;
}

function readPlans(plans: SystemPlan[], from: { env: Env; problems: string[] }, limits: SystemLimits): SystemConfig[] {
  return plans.flatMap((plan) => readSystem(plan, from, limits) ?? []);
}

interface ModeOptions {
  env: Env;
  plans: SystemPlan[];
  tenants: TenantVariables;
  asked: 'sandbox' | 'live' | undefined;
  problems: string[];
  notes: string[];
}

/** In production nothing is ever faked: there, without a credential, the gateway does not start. */
function readMode({ env, plans, tenants, asked, problems, notes }: ModeOptions): 'sandbox' | 'live' {
  const anyCredential = plans.some((plan) => hasCredential(plan, env) || [...tenants.values()].some((variables) => hasCredential(plan, merged(env, variables))));
  if (env['NODE_ENV'] === 'production') {
    if (asked === 'sandbox') problems.push('GATEWAY_MODE is "sandbox" and NODE_ENV is "production", where nothing is faked: expected GATEWAY_MODE to be live or unset.');
    if (!anyCredential) {
      const each = plans.map(({ variables }) => list(variables.filter(({ credential }) => credential).map(({ name }) => name))).filter((names) => names !== '');
      problems.push(`NODE_ENV is "production", where nothing is faked, and no system has credentials: expected those of at least one system (${each.join('; ')}).`);
    }
    return 'live';
  }
  // A bad value is a problem already; the systems are looked at as if it were live, to tell all problems at once.
  if (asked === undefined && textOf(env, 'GATEWAY_MODE') !== undefined) return 'live';
  if (asked !== undefined) return asked;
  notes.push(
    anyCredential
      ? 'GATEWAY_MODE is unset and credentials are set: live mode, calls go to the real systems.'
      : 'GATEWAY_MODE is unset and no credential is set: sandbox mode, all systems are embedded stand-ins with invented data.',
  );
  return anyCredential ? 'live' : 'sandbox';
}

function ignored(plans: SystemPlan[], env: Env): string[] {
  const set = plans.flatMap(({ variables }) => variables.map(({ name }) => name).filter((name) => textOf(env, name) !== undefined));
  return set.length > 0 ? [`Sandbox mode does not use ${list(set)}.`] : [];
}

function inClearText({ name, baseURL, credentials }: SystemConfig): string[] {
  const { protocol, hostname } = new URL(baseURL);
  const local = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  return protocol === 'http:' && !local && credentials.length > 0 ? [`The address of ${name} is http: its credentials and data cross the network in clear text.`] : [];
}
