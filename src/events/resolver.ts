/**
 * CM says that a payment link changed, not how, and nothing proves that it was CM. So each reference is asked for,
 * at CM itself: again and again with growing pauses while CM is down, also after a restart, since references wait
 * in the log's store. A reference that CM does not know is dropped. A status that differs from the last one that
 * was told becomes an event; the same again does not.
 */
import { randomUUID } from 'node:crypto';
import { UpstreamError } from '../errors.ts';
import type { CallScope, System, UpstreamAnswer } from '../upstream/call.ts';
import { isObject, nameOf, textOf } from './doors/door.ts';
import type { Callback, EventLog, NewEvent } from './log.ts';

export interface ResolverOptions {
  log: EventLog;
  cm: System;
  logger: { warn: (details: object, message: string) => void };
}

export interface Resolver {
  /** There are new callbacks. */
  wake(): void;
  /** Ends calls that are under way; they are made again later. */
  close(): Promise<void>;
}

/** Callbacks that are followed up at the same time. */
const atOnce = 8;
/** For all calls of one callback, in ms. */
const deadlineMs = 30_000;
/** Longer than a callback can take, so that nobody else takes it meanwhile, in ms. */
const leaseMs = deadlineMs + 10_000;
/** The first pause after a failure, and the longest, in ms. */
const firstPauseMs = 1_000;
const longestPauseMs = 300_000;
/** Another instance's callbacks are looked for so often, in ms. */
const idleMs = 30_000;

export function startResolver({ log, cm, logger }: ResolverOptions): Resolver {
  const closing = new AbortController();
  let woken = false;
  let wakeUp: (() => void) | undefined;
  const running = run();
  return {
    wake,
    async close() {
      closing.abort();
      wake();
      await running;
    },
  };

  function wake(): void {
    woken = true;
    wakeUp?.();
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      woken = false;
      let pause = idleMs;
      try {
        const taken = await log.callbacks.take({ limit: atOnce, leaseMs });
        await Promise.all(taken.map(follow));
        if (taken.length > 0) continue;
        pause = Math.min((await log.callbacks.next()) ?? idleMs, idleMs);
      } catch {
        pause = firstPauseMs; // The log has told that it cannot be written.
      }
      await sleep(pause);
    }
  }

  async function sleep(ms: number): Promise<void> {
    if (woken) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      wakeUp = resolve;
      timer = setTimeout(resolve, ms);
    });
    wakeUp = undefined;
    clearTimeout(timer);
  }

  async function follow(callback: Callback): Promise<void> {
    try {
      const event = await ask(callback);
      if (event) await log.append([event]);
      await log.callbacks.done(callback);
    } catch (error) {
      if (closing.signal.aborted) return giveBack(callback, 0);
      const code = error instanceof UpstreamError ? error.code : (error as Error).name;
      // What is asked for stays out of the log: only what went wrong, and how often.
      logger.warn({ system: 'cm', code, tries: callback.tries + 1 }, 'a callback could not be followed up; it is tried again');
      await giveBack(callback, pauseAfter(callback.tries));
    }
  }

  /** Where even that fails, its turn runs out by itself. */
  async function giveBack(callback: Callback, delayMs: number): Promise<void> {
    await log.callbacks.later(callback, delayMs).catch(() => undefined);
  }

  async function ask({ ref, tenant }: Callback): Promise<NewEvent | undefined> {
    const scope: CallScope = { requestId: randomUUID(), signal: AbortSignal.any([closing.signal, AbortSignal.timeout(deadlineMs)]), deadline: Date.now() + deadlineMs };
    const [state, link] = await Promise.all([get('paymentLinkStatus', `${pathOf(ref)}/status`, scope), get('paymentLink', pathOf(ref), scope)]);
    if (state === undefined || link === undefined) return undefined;
    const status = textOf(state, 'status') ?? refuse('paymentLinkStatus');
    const reference = nameOf(link, 'merchant_reference') ?? null;
    return {
      system: 'cm',
      type: 'PaymentLinkStatusChanged',
      reference,
      occurredAt: null,
      payload: JSON.stringify({ ref, status, merchantReference: reference }),
      tenant,
      key: JSON.stringify(['cm', ref]),
      value: status,
    };
  }

  /** Undefined: CM knows no such link. */
  async function get(operation: string, path: string, scope: CallScope): Promise<Record<string, unknown> | undefined> {
    const answer = await cm
      .send({ operation, method: 'GET', path, headers: { accept: 'application/json' }, read: true, credential: 'oauth2', accept: [404] }, scope)
      .catch((error: unknown) => {
        // A reference of a form that CM does not even look up.
        if (error instanceof UpstreamError && error.code === 'UPSTREAM_BAD_REQUEST') return undefined;
        throw error;
      });
    return answer === undefined || answer.status === 404 ? undefined : objectIn(answer, operation);
  }
}

/** Nothing that a reference holds leaves its place in the path. */
function pathOf(ref: string): string {
  return `/paymentlink/v1/${/^\.{1,2}$/.test(ref) ? ref.replaceAll('.', '%2E') : encodeURIComponent(ref)}`;
}

function objectIn({ body }: UpstreamAnswer, operation: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (isObject(value)) return value;
  } catch {
    // As any other answer that cannot be read.
  }
  return refuse(operation);
}

function refuse(operation: string): never {
  throw new UpstreamError({ code: 'UPSTREAM_INVALID_RESPONSE', system: 'cm', operation });
}

function pauseAfter(tries: number): number {
  const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(tries, 20));
  return Math.round(pause * (0.5 + Math.random() / 2));
}
