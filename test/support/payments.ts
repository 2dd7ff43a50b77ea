/**
 * One account and its claim at the stand-ins, and the whole gateway in live mode in front of them: for
 * asking the debtor for money, and for counting how often he was asked.
 */
import { pino } from 'pino';
import { intentOf, rememberedLinks } from '../../src/graph/payments/remembered.ts';
import type { PaymentProvider } from '../../src/graph/payments/remembered.ts';
import { addAccount, addClaim } from '../../src/sandbox/receeve/state.ts';
import type { Account, Claim } from '../../src/sandbox/receeve/state.ts';
import type { FailingCall, Failure } from '../../src/sandbox/failures.ts';
import { startSandbox } from '../../src/sandbox/main.ts';
import type { Sandbox } from '../../src/sandbox/main.ts';
import { startGateway } from '../../src/server/main.ts';
import type { Gateway } from '../../src/server/main.ts';
import type { GraphQLAnswer } from './gateway.ts';

export const accountReference = 'ACC/7: ä';
/** With what separates the parts of a key in it. */
export const claimReference = 'CLM:2025:0007';
export const providers: PaymentProvider[] = ['CM', 'COLLECTMAXX'];

/** The calls of one request for payment, in their order; `find` comes at CM only where a link is remembered. */
export type Step = 'account' | 'claims' | 'find' | 'intent' | 'create' | 'remember';

const requestQuery = `mutation Ask($input: RequestPaymentInput!) {
  requestPayment(input: $input) {
    created
    remembered
    paymentRequest { __typename paymentRequestId provider paymentStatus paymentURL claimReference ... on PayLink { shortUrl } ... on PaymentLink { due { decimal currency } } }
  }
}`;

export interface Desk {
  sandbox: Sandbox;
  provider: PaymentProvider;
  account: Account;
  claim: Claim;
  gateway: Gateway;
  /** `input` beside the references and the provider. */
  ask: (input?: Record<string, unknown>) => Promise<GraphQLAnswer>;
  run: (query: string, variables?: Record<string, unknown>) => Promise<GraphQLAnswer>;
  /** What happens at the next calls of a step, one after the other, or at every one. */
  fail: (step: Step, ...failures: (Failure | undefined)[]) => void;
  failAlways: (step: Step, failure: Failure) => void;
  /** Told of every step as it arrives; may answer a failure. */
  watch: (watcher: (step: Step, call: FailingCall) => Failure | undefined) => void;
  heal: () => void;
  /** Calls of the step that have arrived. */
  count: (step: Step) => number;
  /** Links that the provider has for the claim, and those of them that can be paid. */
  links: () => { id: string; open: boolean }[];
  open: () => string[];
  /** Links that the account remembers for the claim at the provider, and the time of the intent. */
  remembered: () => string[];
  intent: () => string | undefined;
  /** A new gateway in the place of the old one, as after a crash. */
  restart: () => Promise<void>;
  close: () => Promise<void>;
}

export interface DeskOptions {
  provider: PaymentProvider;
  /** Beside what leads to the stand-ins. */
  env?: Record<string, string> | ((sandbox: Sandbox) => Record<string, string> | Promise<Record<string, string>>);
  account?: Partial<Account>;
  claim?: Partial<Claim>;
}

export function gatewayEnv(sandbox: Sandbox, env: Record<string, string> = {}): Record<string, string> {
  return { PORT: '0', GATEWAY_MODE: 'live', ...sandbox.env, ...env };
}

export async function startDesk({ provider, env = {}, account: accountGiven, claim: claimGiven }: DeskOptions): Promise<Desk> {
  const sandbox = await startSandbox({ demo: false });
  const debtor = { debtorReference: 'DEB-7', type: 'natural', firstName: 'Jo', lastName: 'Doe', contactInformation: { country: 'NL' } };
  const account: Account = { accountReference, currency: 'EUR', meta: { segment: 'cold' }, scores: [], debtors: [debtor], products: [], ledgerEntries: [], ledgerClaims: new Map(), mandates: [], ...accountGiven };
  const claim: Claim = {
    claimReference, accountReference, status: 'ACTIVE', journey: 'RUNNING', amount: 10_000, totalFees: 555, fees: [{ name: 'reminder', amount: 555 }], currency: 'EUR',
    currentDueDate: '2025-02-03', originalDueDate: '2025-01-03', primaryDebtor: debtor, meta: {}, createdAt: Date.UTC(2025, 0, 1), fields: {}, ...claimGiven,
  };
  addAccount(sandbox.systems.receeve.state, account);
  addClaim(sandbox.systems.receeve.state, claim);
  const own = typeof env === 'function' ? await env(sandbox) : env;
  const start = () => startGateway({ log: pino({ level: 'silent' }), env: gatewayEnv(sandbox, own) });
  let gateway = await start();

  const counts = new Map<Step, number>();
  let watcher: ((step: Step, call: FailingCall) => Failure | undefined) | undefined;
  const queues = new Map<Step, (Failure | undefined)[]>();
  const always = new Map<Step, Failure>();
  /** The next call to Collectmaxx that is no search is a create; the next meta write after a create remembers. */
  let searched = false;
  let created = false;
  const arrived = (step: Step, call: FailingCall): Failure | undefined => {
    counts.set(step, (counts.get(step) ?? 0) + 1);
    const queue = queues.get(step);
    return watcher?.(step, call) ?? (queue !== undefined && queue.length > 0 ? queue.shift() : always.get(step));
  };
  sandbox.systems.receeve.fail((call) => {
    if (call.operation === 'getAccount') {
      [searched, created] = [false, false];
      return arrived('account', call);
    }
    if (call.operation === 'getAccountClaims') return arrived('claims', call);
    return call.operation === 'updateAccountMeta' ? arrived(created ? 'remember' : 'intent', call) : undefined;
  });
  sandbox.systems.cm.fail((call) => {
    if (call.operation === 'getPaymentLink') return arrived('find', call);
    if (call.operation !== 'createPaymentLink') return undefined;
    created = true;
    return arrived('create', call);
  });
  sandbox.systems.collectmaxx.fail((call) => {
    // Introspection has no account call before it.
    if (call.operation !== 'graphql' || (counts.get('account') ?? 0) === 0) return undefined;
    if (!searched) {
      searched = true;
      return arrived('find', call);
    }
    created = true;
    return arrived('create', call);
  });

  async function run(query: string, variables: Record<string, unknown> = {}): Promise<GraphQLAnswer> {
    const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) });
    return (await response.json()) as GraphQLAnswer;
  }

  const links = () =>
    provider === 'CM'
      ? [...sandbox.systems.cm.state.links.values()].map(({ ref, active, status }) => ({ id: ref, open: active && status === 'open' }))
      : [...sandbox.systems.collectmaxx.state.payLinks.values()].map(({ id, status }) => ({ id, open: ['ready', 'started', 'partially_paid'].includes(status) }));
  const desk: Desk = {
    sandbox, provider, account, claim,
    get gateway() {
      return gateway;
    },
    run,
    ask: (input = {}) => run(requestQuery, { input: { accountReference, claimReference, provider, ...input } }),
    fail: (step, ...failures) => void queues.set(step, failures),
    failAlways: (step, failure) => void always.set(step, failure),
    watch: (next) => void (watcher = next),
    heal() {
      queues.clear();
      always.clear();
      watcher = undefined;
    },
    count: (step) => counts.get(step) ?? 0,
    links,
    open: () => links().filter(({ open }) => open).map(({ id }) => id),
    remembered: () => rememberedLinks(account.meta).filter((link) => link.provider === provider && link.claimReference === claimReference).map(({ id }) => id),
    intent: () => intentOf(account.meta, provider, claimReference)?.at,
    async restart() {
      await gateway.close(0);
      gateway = await start();
    },
    async close() {
      await gateway.close();
      await sandbox.close();
      if (sandbox.problems.length > 0) throw new Error(`The stand-ins made mistakes:\n${sandbox.problems.join('\n')}`);
    },
  };
  return desk;
}

/** The answer's one error; throws where there is none. */
export function errorOf({ errors }: GraphQLAnswer): { message: string } & Record<string, unknown> {
  const [error, another] = errors ?? [];
  if (!error || another) throw new Error(`expected one error, found ${JSON.stringify(errors)}`);
  return { message: error.message, ...error.extensions };
}
