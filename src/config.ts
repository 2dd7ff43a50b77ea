/**
 * Environment variables -> what the gateway runs on, checked as a whole: every problem is one sentence,
 * and all of them are told at once. A secret's value appears in no sentence.
 *
 * The variables themselves stand in `config/variables.ts` (the gateway's own) and `config/systems.ts`
 * (the systems'). Nothing is read from files, and nothing is looked up later.
 */
import type { Source } from './rest/source.ts';
import type { SystemConfig } from './upstream/settings.ts';
import type { SystemLimits, SystemPlan } from './config/systems.ts';
import { hasCredential, list, planSystems, readSystem } from './config/systems.ts';
import type { ConfigVariable, Env, GatewayValues } from './config/variables.ts';
import { gatewayVariables, readGatewayValues, textOf } from './config/variables.ts';

export type { ConfigVariable } from './config/variables.ts';
export type { SystemLimits } from './config/systems.ts';

export interface Config extends SystemLimits {
  /** `sandbox`: embedded stand-ins of all systems, and `systems` is empty: see `readSystems`. `live`: `systems` alone. */
  mode: 'sandbox' | 'live';
  /** Address to listen on. */
  host: string;
  /** Port to listen on; 0: any free one. */
  port: number;
  /** For one operation, in ms. */
  requestDeadlineMs: number;
  /** Largest request body, in bytes. */
  maxBodyBytes: number;
  /** All uploaded files of one request together, in bytes. */
  maxUploadBytes: number;
  /** YAML of the link rules; undefined: the built-in ones. */
  linksFile: string | undefined;
  /** Whether callers may read the schema. */
  introspection: boolean;
  /** Whether `/graphiql` is served. */
  graphiql: boolean;
  /** Whether errors carry stack traces. */
  stacktraces: boolean;
  /** Least severe line that is logged. */
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** The systems that are configured. */
  systems: SystemConfig[];
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
export function readConfig(env: Env, sources: readonly Source[]): Config {
  const problems: string[] = [];
  const notes: string[] = [];
  const values = readGatewayValues({ env, problems });
  const plans = planSystems(sources, problems);
  const mode = readMode({ env, plans, asked: values.mode, problems, notes });
  const read = mode === 'live' ? readPlans(plans, { env, problems }, values as GatewayValues) : [];
  if (mode === 'sandbox') notes.push(...ignored(plans, env));
  if (problems.length > 0) throw new ConfigError(problems);
  notes.push(...read.flatMap(inClearText));
  const { introspection = mode === 'sandbox', ...rest } = values as GatewayValues;
  return {
    ...rest,
    mode,
    introspection,
    graphiql: rest.graphiql ?? introspection,
    systems: read,
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
  asked: 'sandbox' | 'live' | undefined;
  problems: string[];
  notes: string[];
}

/** In production nothing is ever faked: there, without a credential, the gateway does not start. */
function readMode({ env, plans, asked, problems, notes }: ModeOptions): 'sandbox' | 'live' {
  const anyCredential = plans.some((plan) => hasCredential(plan, env));
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
