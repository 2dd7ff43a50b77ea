/**
 * The variables of the systems, by one convention for any document:
 *
 *   address            <NAME>_URL
 *   variable clientId  <NAME>_CLIENT_ID
 *   API_KEY            <NAME>_API_KEY
 *   BEARER             <NAME>_TOKEN
 *   BASIC              <NAME>_USER  <NAME>_PASSWORD
 *   OAUTH2             <NAME>_CLIENT_ID  <NAME>_CLIENT_SECRET
 *                      <NAME>_API_CLIENT <NAME>_API_SECRET where the source has a variable clientId or clientSecret
 *
 * Of several credentials of one type, each has its own name in between: <NAME>_<CREDENTIAL>_API_KEY.
 * What a document does not say about the four systems stands in `knownSystems`, and nowhere else.
 */
import type { z } from 'zod';
import type { Credential, Source } from '../rest/source.ts';
import { variableName } from '../rest/source.ts';
import type { ClientName, CredentialConfig, SystemConfig } from '../upstream/settings.ts';
import { basicUser, baseURL, headerSecret, oneOf, plainText, secret } from './values.ts';
import type { ConfigVariable, Env } from './variables.ts';
import { readVariable, textOf } from './variables.ts';

interface KnownSystem {
  /** Documented address; without one here or in the document, `<NAME>_URL` is needed. */
  url?: string;
  /** Each customer has a host of their own, whatever a document prints. */
  ownHost?: boolean;
  /** Variables that only are defaults of arguments: the system works without them. */
  optional?: readonly string[];
  /** How the token is sent unless `<NAME>_AUTH_SCHEME` says otherwise; without it, always `Bearer`. */
  authScheme?: 'raw' | 'bearer';
  /** A system without a REST document: its credential, which every call is made with. */
  credential?: Credential;
}

const schemes = ['raw', 'bearer'] as const;

const knownSystems: Readonly<Record<string, KnownSystem>> = {
  collectmaxx: { url: 'https://reminders.alphacommapi.com/v1', credential: { name: 'apiKey', type: 'API_KEY', header: 'X-AUTH-TOKEN' } },
  receeve: { ownHost: true, authScheme: 'raw' },
  ucollect: { url: 'https://app.ucollect.biz', optional: ['ledger', 'user'] },
  cm: { url: 'https://api.cmpayments.com' },
};

/** A variable of a system, and what its value is for. */
interface SystemVariable extends ConfigVariable {
  schema: z.ZodType<string, string>;
  required: boolean;
  /** Makes a live system of it, where GATEWAY_MODE does not say. */
  credential: boolean;
  /** Its text is not repeated in a message. */
  hidden: boolean;
}

/** One system's variables, and how its configuration is made of their values. */
export interface SystemPlan {
  name: string;
  variables: SystemVariable[];
  build(values: Readonly<Record<string, string | undefined>>, limits: SystemLimits): SystemConfig;
}

/** What `createSystems` needs beside the systems themselves. */
export interface SystemLimits {
  /** For one upstream call, in ms. */
  upstreamTimeoutMs: number;
  /** Calls to one system at the same time. */
  upstreamConcurrency: number;
  /** HTTP client of the calls. */
  upstreamClient?: ClientName | undefined;
  /** Further attempts of a read. */
  upstreamRetries: number;
  /** Failed attempts one after another that open a system's circuit. */
  circuitFailures: number;
  /** Time until a system is tried again, in ms. */
  circuitResetMs: number;
  /** Largest answer after decompression, in bytes. */
  maxAnswerBytes: number;
}

/** All systems: those of the documents, and those that only are known. Two values in one variable are a problem. */
export function planSystems(sources: readonly Source[], problems: string[]): SystemPlan[] {
  const withoutDocument = Object.entries(knownSystems)
    .filter(([name, { credential }]) => credential && !sources.some((source) => source.name === name))
    .map(([name, { credential }]): Source => ({ name, variables: [], credentials: credential ? [credential] : [] }));
  const plans = [...withoutDocument, ...sources].map(planSystem);
  const seen = new Map<string, string>();
  for (const { name, variables } of plans) {
    for (const variable of variables) {
      const other = seen.get(variable.name);
      if (other !== undefined) problems.push(`${variable.name} would have two meanings, one of ${other} and one of ${name}: rename the variable or the source in its document.`);
      seen.set(variable.name, name);
    }
  }
  return plans;
}

function planSystem(source: Source): SystemPlan {
  const { name } = source;
  const known = knownSystems[name] ?? {};
  const url = known.url ?? (known.ownHost ? undefined : source.baseURL);
  const variable = (suffix: string, rest: Partial<SystemVariable> & Pick<SystemVariable, 'meaning' | 'schema'>): SystemVariable => ({
    name: variableName(name, suffix), required: true, credential: false, hidden: rest.secret ?? false, ...rest,
  });
  const address = variable('URL', { meaning: `address of ${name}`, schema: baseURL, default: url, hidden: true });
  const facts = source.variables.map((fact) => {
    const optional = known.optional?.includes(fact) ?? false;
    return { fact, variable: variable(fact, { meaning: `\`${fact}\` of ${name}${optional ? ', where a caller gives none' : ''}`, schema: plainText, required: !optional }) };
  });
  const credentials = source.credentials.map((credential) => planCredential(source, credential, variable));
  const scheme = known.authScheme && variable('AUTH_SCHEME', {
    meaning: `how ${name} gets its token: \`raw\` (\`Authorization: <token>\`) or \`bearer\``, schema: oneOf(schemes), default: known.authScheme,
  });
  return {
    name,
    variables: [address, ...facts.map((one) => one.variable), ...credentials.flatMap((one) => one.variables), ...(scheme ? [scheme] : [])],
    build: (values, limits) => ({
      name,
      baseURL: values[address.name] ?? '',
      variables: Object.fromEntries(facts.flatMap((one) => (values[one.variable.name] === undefined ? [] : [[one.fact, values[one.variable.name]]]))),
      credentials: credentials.map((one) => one.build(one.variables.map((part) => values[part.name] ?? ''), (scheme && values[scheme.name] === 'raw') ? 'raw' : 'bearer')),
      ...(known.credential && { defaultCredential: known.credential.name }),
      timeoutMs: limits.upstreamTimeoutMs,
      concurrency: limits.upstreamConcurrency,
      ...(limits.upstreamClient && { client: limits.upstreamClient }),
      retries: limits.upstreamRetries,
      circuitFailures: limits.circuitFailures,
      circuitResetMs: limits.circuitResetMs,
      maxAnswerBytes: limits.maxAnswerBytes,
    }),
  };
}

type MakeVariable = (suffix: string, rest: Partial<SystemVariable> & Pick<SystemVariable, 'meaning' | 'schema'>) => SystemVariable;

interface CredentialPlan {
  variables: SystemVariable[];
  /** From the values of `variables`, in their order. */
  build(values: string[], scheme: 'raw' | 'bearer'): CredentialConfig;
}

function planCredential(source: Source, credential: Credential, make: MakeVariable): CredentialPlan {
  const { name, type } = credential;
  const several = source.credentials.filter((other) => other.type === type).length > 1;
  const variable = (suffix: string, meaning: string, schema: SystemVariable['schema'], isSecret = true) =>
    make(several ? `${name}_${suffix}` : suffix, { meaning, schema, secret: isSecret, hidden: true, credential: true });
  switch (type) {
    case 'API_KEY': {
      const header = credential.header ?? 'authorization';
      return {
        variables: [variable('API_KEY', `key of ${source.name}, sent as \`${header}\``, headerSecret)],
        build: ([key = '']) => ({ type, name, header, key }),
      };
    }
    case 'BEARER':
      return {
        variables: [variable('TOKEN', `token of ${source.name}`, headerSecret)],
        build: ([token = '']) => ({ type, name, token }),
      };
    case 'BASIC':
      return {
        variables: [variable('USER', `user of ${source.name}`, basicUser, false), variable('PASSWORD', `password of ${source.name}`, secret)],
        build: ([user = '', password = '']) => ({ type, name, user, password }),
      };
    case 'OAUTH2': {
      const taken = source.variables.some((fact) => ['CLIENT_ID', 'CLIENT_SECRET'].some((suffix) => variableName(source.name, fact) === variableName(source.name, suffix)));
      const [id, key] = taken ? ['API_CLIENT', 'API_SECRET'] : ['CLIENT_ID', 'CLIENT_SECRET'];
      const { tokenPath = '', client = 'FORM' } = credential;
      const schema = client === 'BASIC' ? basicUser : secret;
      return {
        variables: [variable(id, `client id of the token call of ${source.name}`, schema, false), variable(key, `client secret of the token call of ${source.name}`, secret)],
        build: ([clientId = '', clientSecret = ''], scheme) => ({ type, name, tokenPath, client, id: clientId, secret: clientSecret, scheme }),
      };
    }
  }
}

/** Whether any credential of this system is set. */
export function hasCredential({ variables }: SystemPlan, env: Env): boolean {
  return variables.some(({ credential, name }) => credential && textOf(env, name) !== undefined);
}

/** Whether it has all that it needs. */
export function isComplete({ variables }: SystemPlan, env: Env): boolean {
  return variables.every((one) => !one.required || one.default !== undefined || textOf(env, one.name) !== undefined);
}

/** The system if it is configured, nothing if it is not; half a configuration is a problem. */
export function readSystem(plan: SystemPlan, from: { env: Env; problems: string[] }, limits: SystemLimits): SystemConfig | undefined {
  const missing = plan.variables.filter((one) => one.required && textOf(from.env, one.name) === undefined && one.default === undefined);
  const set = plan.variables.filter(({ name }) => textOf(from.env, name) !== undefined);
  const before = from.problems.length;
  const values = Object.fromEntries(plan.variables.map((one) => [one.name, readVariable(from, one)]));
  if (missing.length > 0) {
    if (set.length > 0) from.problems.push(`${plan.name} is configured in part: ${list(missing.map(({ name }) => name))} ${missing.length > 1 ? 'are' : 'is'} missing.`);
    return undefined;
  }
  return from.problems.length === before ? plan.build(values, limits) : undefined;
}

export function list(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}` : (names[0] ?? '');
}
