/** An account's meta and a provider's links in memory, a clock that moves by pauses alone, and failures at every call. */
import { anyone } from '../../../../src/callers/caller.ts';
import { GraphQLError } from 'graphql';
import type { RequestContext } from '../../../../src/context.ts';
import { UpstreamError } from '../../../../src/errors.ts';
import type { ErrorCode } from '../../../../src/errors.ts';
import { createLock } from '../../../../src/graph/payments/lock.ts';
import type { FoundLink, PaymentOrder, Provider } from '../../../../src/graph/payments/provider.ts';
import { intentOf, rememberedLinks } from '../../../../src/graph/payments/remembered.ts';
import type { PaymentProvider } from '../../../../src/graph/payments/remembered.ts';
import { requestPayment } from '../../../../src/graph/payments/request.ts';
import type { AccountDesk, RequestResult } from '../../../../src/graph/payments/request.ts';
import type { PaymentStatus } from '../../../../src/graph/payments/status.ts';

/** What a call does instead of succeeding. `lost`: done, but its answer is not there; `unsure`: not done, and nobody knows. */
export type Mishap = 'refused' | 'unreachable' | 'rateLimited' | 'lost' | 'unsure' | 'fault' | 'killed' | 'killedAfter';
export type Step = 'read' | 'find' | 'write' | 'create';

const codes: Partial<Record<Mishap, ErrorCode>> = { refused: 'UPSTREAM_BAD_REQUEST', unreachable: 'UPSTREAM_UNAVAILABLE', rateLimited: 'UPSTREAM_RATE_LIMITED', lost: 'OUTCOME_UNKNOWN', unsure: 'OUTCOME_UNKNOWN' };

export interface StageLink {
  id: string;
  status: PaymentStatus;
}

export const claimReference = 'CLM:1';
const start = Date.UTC(2025, 2, 1, 12);

export class Stage {
  meta: Record<string, unknown> = {};
  links: StageLink[] = [];
  /** How often each step was begun. */
  calls: Record<Step, number> = { read: 0, find: 0, write: 0, create: 0 };
  /** Mishaps of the next calls of a step; the last one stays if `forever`. */
  mishaps: Record<Step, (Mishap | undefined)[]> = { read: [], find: [], write: [], create: [] };
  forever = new Set<Step>();
  now = start;
  /** Time that a request is given, in ms. */
  patienceMs = 30_000;
  faults: unknown[] = [];
  order: Partial<PaymentOrder> = {};
  lock = createLock();
  readonly provider: PaymentProvider;
  #killed: (() => void) | undefined;

  constructor(provider: PaymentProvider = 'CM') {
    this.provider = provider;
  }

  get open(): StageLink[] {
    return this.links.filter(({ status }) => ['OPEN', 'STARTED', 'PARTIALLY_PAID'].includes(status));
  }

  get intent(): ReturnType<typeof intentOf> {
    return intentOf(this.meta, this.provider, claimReference);
  }

  get rememberedIds(): string[] {
    return rememberedLinks(this.meta).filter((link) => link.provider === this.provider && link.claimReference === claimReference).map(({ id }) => id);
  }

  /** 'killed': the process died on the way; a new one has taken its place. */
  async request(options: { force?: boolean } = {}): Promise<RequestResult | 'killed'> {
    const died = new Promise<'killed'>((resolve) => (this.#killed = () => resolve('killed')));
    const call = requestPayment({
      claimReference,
      force: options.force ?? false,
      account: this.#account(),
      provider: this.#desk(),
      lock: this.lock,
      lockKey: 'claim',
      context: { requestId: 'request-1', signal: new AbortController().signal, deadline: this.now + this.patienceMs, systems: new Map(), caller: anyone, loaders: new Map() },
      now: () => this.now,
      pause: async (ms) => void (this.now += ms),
      onFault: (error) => void this.faults.push(error),
    });
    const outcome = await Promise.race([call, died]);
    if (outcome === 'killed') this.lock = createLock();
    return outcome;
  }

  /** `request`, whose rejection is an answer. */
  async ask(options: { force?: boolean } = {}): Promise<{ result?: RequestResult; code?: unknown; intentAt?: unknown; message?: string; killed?: true }> {
    try {
      const result = await this.request(options);
      return result === 'killed' ? { killed: true } : { result };
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return { code: error.extensions['code'], intentAt: error.extensions['intentAt'], message: error.message };
    }
  }

  #account(): AccountDesk {
    return {
      read: (context) => this.#step('read', 'receeve', context, () => ({ order: this.#order(), claim: {}, meta: { ...this.meta } })),
      writeMeta: (meta, context) =>
        this.#step('write', 'receeve', context, () => {
          for (const [key, value] of Object.entries(meta)) {
            if (value === null) delete this.meta[key];
            else this.meta[key] = value;
          }
        }),
    };
  }

  #desk(): Provider {
    const system = this.provider === 'CM' ? 'cm' : 'collectmaxx';
    return {
      provider: this.provider,
      system,
      check: () => undefined,
      find: ({ remembered }, context) =>
        this.#step('find', system, context, () =>
          remembered.flatMap(({ id }): FoundLink[] => this.links.filter((link) => link.id === id).map(({ status }) => ({ id, status, value: id }))),
        ),
      create: (_order, context) =>
        this.#step('create', system, context, () => {
          const id = `link-${this.links.length + 1}`;
          this.links.push({ id, status: 'OPEN' });
          return { id, value: id };
        }),
    };
  }

  #order(): PaymentOrder {
    return { claimReference, total: { minorUnits: 1050, decimal: '10.50', currency: 'EUR' }, dueDate: undefined, debtorName: 'Jo Doe', expiresAt: undefined, callbackUrl: undefined, requestedAt: '', ...this.order };
  }

  async #step<T>(step: Step, system: string, context: RequestContext, work: () => T): Promise<T> {
    this.calls[step] += 1;
    // Every call takes a moment, so that whoever is not kept apart gets in between.
    await Promise.resolve();
    this.now += 10;
    const queue = this.mishaps[step];
    const mishap = this.forever.has(step) && queue.length === 1 ? queue[0] : queue.shift();
    if (this.now >= context.deadline) throw new UpstreamError({ code: 'UPSTREAM_TIMEOUT', system, operation: step });
    if (mishap === 'killed') return this.#die();
    if (mishap === undefined || mishap === 'lost' || mishap === 'killedAfter') {
      const value = work();
      if (mishap === undefined) return value;
      if (mishap === 'killedAfter') return this.#die();
    }
    if (mishap === 'fault') throw new TypeError('a fault of our own');
    throw new UpstreamError({ code: codes[mishap] ?? 'UPSTREAM_BAD_REQUEST', system, operation: step });
  }

  #die(): Promise<never> {
    this.#killed?.();
    return new Promise<never>(() => undefined);
  }
}
