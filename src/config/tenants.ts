/**
 * Tenants: which variables of the systems differ for them. The file's text, and what the systems of each
 * tenant are made of: the gateway's own variables with his in their places.
 *
 *   tenants:
 *     acme: { RECEEVE_CLIENT_ID: ..., RECEEVE_API_CLIENT: ..., RECEEVE_API_SECRET: ..., CM_CLIENT_ID: "" }
 *
 * A variable that is blank is unset for the tenant. A value is never repeated in a sentence.
 */
import type { SystemConfig } from '../upstream/settings.ts';
import type { SystemLimits, SystemPlan } from './systems.ts';
import { isComplete, list, readSystem } from './systems.ts';
import { kindOf, openToOthers, parseText, readTextFile, TextFileError } from './textFile.ts';
import type { Env } from './variables.ts';
import { gatewayVariables, textOf } from './variables.ts';

const variable = 'GATEWAY_TENANTS_FILE';
const expected = 'a YAML file with a mapping "tenants" of each tenant to his variables';

/** Variables by tenant. */
export type TenantVariables = ReadonlyMap<string, Env>;

export interface TenantConfig {
  name: string;
  systems: SystemConfig[];
}

/** None where no file is named. Rejects with a `TextFileError` with all that is wrong. `notes` takes what should be said. */
export async function readTenantsFile(env: Env, notes: string[]): Promise<TenantVariables> {
  const file = textOf(env, variable)?.trim();
  if (file === undefined) return new Map();
  const tenants = parseTenants(await readTextFile(variable, file, expected));
  const open = await openToOthers(variable, file);
  if (open !== undefined) notes.push(open);
  return tenants;
}

/** Throws a `TextFileError` with all that is wrong. */
export function parseTenants(text: string): TenantVariables {
  const { tenants, ...others } = parseText(variable, text, expected);
  // Keys and tenants may stand in one file.
  const problems = Object.keys(others).filter((key) => key !== 'keys').map((key) => `${variable} has ${quoted(key)}, which means nothing: expected ${expected}.`);
  const found = new Map<string, Env>();
  if (typeof tenants !== 'object' || Array.isArray(tenants)) throw new TextFileError([...problems, `${variable} has ${kindOf(tenants)} as "tenants": expected ${expected}.`]);
  for (const [name, variables] of Object.entries(tenants)) {
    if (!/^[\w.-]{1,64}$/.test(name)) {
      problems.push(`${variable} has a tenant named ${quoted(name)}: expected up to 64 letters, digits, dots, - and _.`);
    } else if (typeof variables !== 'object' || Array.isArray(variables)) {
      problems.push(`${variable}, tenant ${name}: found ${kindOf(variables)}, expected a mapping of variables.`);
    } else {
      for (const [key, value] of Object.entries(variables)) if (typeof value !== 'string') problems.push(`${variable}, tenant ${name}: ${quoted(key)} is ${kindOf(value)}: expected text.`);
      found.set(name, variables as Env);
    }
  }
  if (problems.length > 0) throw new TextFileError(problems);
  return found;
}

export interface TenantOptions {
  /** The gateway's own. */
  env: Env;
  plans: readonly SystemPlan[];
  /** The gateway's own, as they were read. */
  own: readonly SystemConfig[];
  limits: SystemLimits;
  problems: string[];
  notes: string[];
}

/** The systems of each tenant; what is wrong goes to `problems`. */
export function planTenants(tenants: TenantVariables, options: TenantOptions): TenantConfig[] {
  return [...tenants].map(([name, variables]) => ({ name, systems: systemsOf(name, variables, options) }));
}

function systemsOf(tenant: string, variables: Env, { env, plans, own, limits, problems, notes }: TenantOptions): SystemConfig[] {
  const found: string[] = [];
  const all = merged(env, variables);
  const borrowed: string[] = [];
  const systems = plans.flatMap((plan): SystemConfig[] => {
    const ownSystem = own.find(({ name }) => name === plan.name);
    const differing = plan.variables.filter(({ name }) => Object.hasOwn(variables, name));
    const system = differing.length === 0 ? ownSystem : readSystem(plan, { env: switchedOff(plan, variables) ? {} : all, problems: found }, limits);
    if (system && ownSystem && !differing.some(({ credential }) => credential)) borrowed.push(plan.name);
    return system ? [system] : [];
  });
  problems.push(...found.map((problem) => `${variable}, tenant ${tenant}: ${problem}`));
  if (borrowed.length > 0) notes.push(`The tenant ${tenant} has no credentials of its own for ${list(borrowed)}: calls are made with the gateway's.`);
  return systems;
}

/** Every credential that he names is blank: he does not have this system, whatever else is set for all. */
function switchedOff({ variables: all }: SystemPlan, variables: Env): boolean {
  const named = all.filter(({ name, credential }) => credential && Object.hasOwn(variables, name));
  return named.length > 0 && named.every(({ name }) => textOf(variables, name) === undefined);
}

/** Sentences for variables that no system has. */
export function unknownVariables(tenants: TenantVariables, plans: readonly SystemPlan[]): string[] {
  const known = new Set(plans.flatMap(({ variables }) => variables.map(({ name }) => name)));
  const gateways = new Set<string>(Object.values(gatewayVariables).map(({ name }) => name));
  return [...tenants].flatMap(([tenant, variables]) =>
    Object.keys(variables)
      .filter((name) => !known.has(name))
      .map((name) => `${variable}, tenant ${tenant}: ${quoted(name)} ${gateways.has(name) ? 'is the same for all tenants' : 'is no variable of a system'}: expected ${[...known].join(', ')}.`),
  );
}

/** Whether any tenant has all that this system needs. */
export function isCompleted(plan: SystemPlan, env: Env, tenants: TenantVariables): boolean {
  return [...tenants.values()].some((variables) => isComplete(plan, merged(env, variables)));
}

export function merged(env: Env, variables: Env): Env {
  return { ...env, ...variables };
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}
