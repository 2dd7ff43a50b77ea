/**
 * The embedded stand-ins of the four systems: real HTTP on loopback ports, with state and demo data.
 *
 *   receeve/ ucollect/ cm/ collectmaxx/   one system each, its state apart from its HTTP
 *   rest.ts        what the three REST systems share; contract.ts holds them to their descriptions
 *   standIn.ts http.ts   one server for each; calls.ts what it was asked, failures.ts how it can fail
 *   webhooks.ts    by what they are recognised when they tell of something; tell.ts tells it
 *   pages.ts       what a debtor sees behind a link, and pays on
 *   demo.ts        the portfolio that all four tell of
 *
 * They are for trying and testing: they know invented people, move no money and call nobody.
 */
import type { KeyObject } from 'node:crypto';
import type { CmState, PaymentLink } from './cm/state.ts';
import { createCmState } from './cm/state.ts';
import { createCm } from './cm/main.ts';
import type { Calls } from './calls.ts';
import { createCalls } from './calls.ts';
import { createClock } from './clock.ts';
import { createCollectmaxx } from './collectmaxx/main.ts';
import type { CollectmaxxState, PayLink } from './collectmaxx/state.ts';
import { createCollectmaxxState } from './collectmaxx/state.ts';
import type { SandboxCredentials } from './credentials.ts';
import { sandboxCredentials } from './credentials.ts';
import { fillWithDemo } from './demo.ts';
import { contractOf } from './documents.ts';
import type { FailureRule, Failures } from './failures.ts';
import { createFailures } from './failures.ts';
import type { Served } from './http.ts';
import { serve } from './http.ts';
import { createRandom } from './random.ts';
import { createReceeve } from './receeve/main.ts';
import type { ReceeveState } from './receeve/state.ts';
import { createReceeveState } from './receeve/state.ts';
import type { StandIn, SystemName } from './standIn.ts';
import type { SandboxWebhooks } from './webhooks.ts';
import { createWebhookCredentials, webhookVariables } from './webhooks.ts';
import type { UcollectState } from './ucollect/state.ts';
import { createUcollectState } from './ucollect/state.ts';
import { createUcollect } from './ucollect/main.ts';
import { pagesOfCm, pagesOfCollectmaxx, payAtCm, payAtCollectmaxx } from './payables.ts';
import type { PageOptions } from './pages.ts';
import { createTelling } from './tell.ts';
import type { Telling } from './tell.ts';

export type { CallFilter, Calls, RecordedCall } from './calls.ts';
export type { Failure, FailureRule, FailingCall } from './failures.ts';
export type { SandboxCredentials } from './credentials.ts';
export type { SystemName } from './standIn.ts';

export interface SandboxOptions {
  /** Free ones unless given. */
  ports?: Partial<Record<SystemName, number>> | undefined;
  /** The time stands still here; the machine's clock unless given. The demo data stands on its own day. */
  now?: Date | undefined;
  /** `all`: own answers are held against the descriptions too. Default `all`. */
  validate?: 'all' | 'requests' | undefined;
  /** `false`: the systems start empty. */
  demo?: boolean | undefined;
  /** `counts`: calls are counted and not kept. Default `all`. */
  record?: 'all' | 'counts' | undefined;
  /** Extends the schema of Collectmaxx, e.g. `extend type PayLink { expiresOn: String }`. */
  extraSDL?: string | undefined;
  credentials?: Partial<SandboxCredentials> | undefined;
  /** Pay links lead to pages of the stand-ins that can be paid on; else to addresses that lead nowhere. */
  pages?: boolean | undefined;
  /** A larger body is refused with 413, in bytes; 64 MiB. */
  maxBodyBytes?: number | undefined;
}

export interface SandboxSystem<State> {
  url: string;
  state: State;
  /** Asked for every call until it is taken back by what it returns. */
  fail: (rule: FailureRule) => () => void;
  /** Takes all rules back. */
  heal: () => void;
}

export interface Sandbox {
  /** The variables that a gateway is configured with to work on these systems. */
  env: Record<string, string>;
  systems: {
    receeve: SandboxSystem<ReceeveState> & {
      /** As the vendor's back office does: the API has no call for it. */
      deleteClaim: (claimReference: string) => void;
      /** From now on the tokens issued so far are refused. */
      expireTokens: () => void;
    };
    ucollect: SandboxSystem<UcollectState>;
    cm: SandboxSystem<CmState> & {
      /** Somebody pays on the page of the link. Throws where that page would not let them. */
      pay: (ref: string) => PaymentLink;
      expireTokens: () => void;
    };
    collectmaxx: SandboxSystem<CollectmaxxState> & {
      /** Somebody pays on the page of the link: all that is open, or a part in cents. */
      pay: (id: string, cents?: number) => PayLink;
    };
  };
  /** By what the stand-ins are recognised at a gateway's doors. */
  webhooks: SandboxWebhooks;
  /** What Receeve signs with. */
  receevePrivateKey: KeyObject;
  /** What the systems tell of their own accord, to a gateway that is named to it. */
  telling: Telling;
  /** What the systems were asked. */
  calls: Calls;
  /** Mistakes of the stand-ins themselves; a test expects none. */
  problems: readonly string[];
  close(): Promise<void>;
}

/** Seeds of the demo data, and of the ids that are given out while running. */
const demoSeed = 20_250_301;
const runSeed = 4_711;

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { ports = {}, validate = 'all', demo = true, maxBodyBytes = 64 * 1024 * 1024 } = options;
  const credentials = { ...sandboxCredentials, ...options.credentials };
  const { webhooks, receevePrivateKey } = createWebhookCredentials();
  const clock = createClock(options.now);
  const random = createRandom(runSeed);
  const problems: string[] = [];
  const problem = (text: string) => void problems.push(text);
  const calls = createCalls({ keep: options.record !== 'counts' });
  const states = {
    receeve: createReceeveState(),
    ucollect: createUcollectState({ ledger: credentials.ucollectLedger, user: credentials.ucollectUser }),
    cm: createCmState(),
    collectmaxx: createCollectmaxxState(),
  };
  if (demo) fillWithDemo(states, { random: createRandom(demoSeed), clientId: credentials.receeveClientId });

  const telling = createTelling({ webhooks, receevePrivateKey, now: () => clock.now() });
  const shared = { credentials, clock, random, validate, problem };
  const served: Partial<Record<SystemName, Served>> = {};
  const url = (system: SystemName) => served[system]?.url ?? '';
  const receeve = createReceeve({ ...shared, state: states.receeve, contract: contractOf('receeve'), tell: (message) => telling.receeve(message) });
  const cm = createCm({ ...shared, state: states.cm, contract: contractOf('cm'), baseURL: () => url('cm') });
  const standIns: StandIn[] = [
    receeve.standIn,
    createUcollect({ ...shared, state: states.ucollect, contract: contractOf('ucollect') }),
    cm.standIn,
    createCollectmaxx({ ...shared, state: states.collectmaxx, extraSDL: options.extraSDL }),
  ];
  const failures = new Map<SystemName, Failures>(standIns.map(({ name }) => [name, createFailures()]));
  const failuresOf = (system: SystemName) => failures.get(system) ?? createFailures();
  if (options.pages) states.collectmaxx.pagesAt = () => url('collectmaxx');
  const pages: Partial<Record<SystemName, PageOptions>> = { collectmaxx: pagesOfCollectmaxx({ state: states.collectmaxx, clock, telling }), cm: pagesOfCm({ state: states.cm, telling }) };
  const close = async () => {
    telling.close();
    await Promise.all(Object.values(served).map((one) => one.close()));
  };
  try {
    for (const standIn of standIns) {
      served[standIn.name] = await serve({ standIn, port: ports[standIn.name] ?? 0, calls, failures: failuresOf(standIn.name), maxBodyBytes, problem, pages: pages[standIn.name] });
    }
  } catch (error) {
    await close();
    throw error;
  }

  const system = <State>(name: SystemName, state: State): SandboxSystem<State> => ({
    url: url(name),
    state,
    fail: (rule) => failuresOf(name).add(rule),
    heal: () => failuresOf(name).clear(),
  });
  return {
    env: { ...environment(credentials, url), ...webhookVariables(webhooks) },
    webhooks,
    receevePrivateKey,
    telling,
    systems: {
      receeve: {
        ...system('receeve', states.receeve),
        deleteClaim: (claimReference) => {
          const claim = states.receeve.claims.get(claimReference);
          if (claim === undefined) throw new Error(`There is no claim ${claimReference}.`);
          claim.status = 'DELETED';
        },
        expireTokens: receeve.expireTokens,
      },
      ucollect: system('ucollect', states.ucollect),
      cm: { ...system('cm', states.cm), pay: (ref) => payAtCm({ state: states.cm, telling }, ref), expireTokens: cm.expireTokens },
      collectmaxx: { ...system('collectmaxx', states.collectmaxx), pay: (id, cents) => payAtCollectmaxx({ state: states.collectmaxx, clock, telling }, id, cents) },
    },
    calls,
    problems,
    close,
  };
}

function environment(credentials: SandboxCredentials, url: (system: SystemName) => string): Record<string, string> {
  return {
    COLLECTMAXX_URL: `${url('collectmaxx')}/v1`,
    COLLECTMAXX_API_KEY: credentials.collectmaxxApiKey,
    RECEEVE_URL: url('receeve'),
    RECEEVE_CLIENT_ID: credentials.receeveClientId,
    RECEEVE_API_CLIENT: credentials.receeveApiClient,
    RECEEVE_API_SECRET: credentials.receeveApiSecret,
    UCOLLECT_URL: url('ucollect'),
    UCOLLECT_API_KEY: credentials.ucollectApiKey,
    UCOLLECT_LEDGER: credentials.ucollectLedger,
    UCOLLECT_USER: credentials.ucollectUser,
    CM_URL: url('cm'),
    CM_CLIENT_ID: credentials.cmClientId,
    CM_CLIENT_SECRET: credentials.cmClientSecret,
  };
}
