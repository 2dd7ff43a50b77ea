/**
 * What the workers of one gateway share, as one of them sees it: each piece stands behind the interface that a
 * single process fills by itself, and asks the primary.
 */
import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { LogNeighbours } from '../../events/neighbours.ts';
import { createWake } from '../../events/wake.ts';
import type { Lock } from '../../graph/payments/lock.ts';
import { LockTimeout } from '../../graph/payments/lock.ts';
import type { Told } from '../../telemetry/joined.ts';
import type { Page } from '../../telemetry/page.ts';
import type { SharedTokens } from '../../upstream/sharedTokens.ts';
import type { Channel } from './channel.ts';
import type { StandIns, ToPrimary } from './protocol.ts';

export interface Neighbours {
  /** Where the stand-ins run; undefined in live mode. */
  sandbox: StandIns | undefined;
  /** Turns of payment requests, across all workers. */
  lock: Lock;
  /** Requests of callers, counted across all workers. */
  count: (caller: string) => Promise<number | undefined>;
  /** Tokens of systems; `tenant`: whose they are, undefined for the gateway's own. */
  tokens: (tenant?: string) => SharedTokens;
  events: LogNeighbours;
  /** The numbers of all workers. */
  page: () => Promise<Page>;
  /** Where the primary finds those of this one. */
  numbers?: (() => Promise<Told>) | undefined;
}

export interface NeighboursOptions {
  primary: Pick<Channel<ToPrimary>, 'ask' | 'tell'>;
  sandbox: StandIns | undefined;
}

/** `heard` is to be called when another worker has news. */
export function createNeighbours({ primary, sandbox }: NeighboursOptions): Neighbours & { heard: () => void } {
  const wake = createWake();
  const lock = lockOf(primary);
  return {
    sandbox,
    lock,
    count: countWith(primary),
    tokens: (tenant) => tokensOf(primary, tenant),
    events: { tell: () => primary.tell('news'), listen: (listener) => wake.add(listener), inTurn: (write) => inTurn(lock, write) },
    page: () => primary.ask('page'),
    heard: () => wake.call(),
  };
}

function lockOf(primary: NeighboursOptions['primary']): Lock {
  let last = 0;
  return {
    async run(key, wait, work) {
      const turn = ++last;
      try {
        await withinTime(primary.ask('enter', { turn, key }), wait);
      } catch {
        // It may have come just now: then it is given back.
        primary.tell('leave', turn);
        throw new LockTimeout();
      }
      try {
        return await work();
      } finally {
        primary.tell('leave', turn);
      }
    },
  };
}

async function withinTime(entered: Promise<void>, { deadline, signal }: { deadline: number; signal: AbortSignal }): Promise<void> {
  let stop: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      stop = () => reject(new LockTimeout());
      timer = setTimeout(stop, Math.min(Math.max(0, deadline - Date.now()), 2 ** 31 - 1));
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop);
    });
    await Promise.race([entered, late]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    // Nobody asks any more what becomes of it.
    entered.catch(() => undefined);
  }
}

/** What comes in one turn of the event loop is asked in one message: that costs many times what counting does. */
function countWith(primary: NeighboursOptions['primary']): Neighbours['count'] {
  let under: { callers: string[]; waits: Promise<(number | undefined)[]> } | undefined;
  async function ask(callers: string[]): Promise<(number | undefined)[]> {
    await setImmediate();
    under = undefined;
    return primary.ask('count', callers);
  }
  return async (caller) => {
    if (!under) {
      const callers: string[] = [];
      under = { callers, waits: ask(callers) };
    }
    const at = under.callers.push(caller) - 1;
    return (await under.waits)[at];
  };
}

/** How long the turn to write into the log is waited for, in ms; then the file's own lock has to do. */
const patienceMs = 1_000;

async function inTurn<T>(lock: Lock, write: () => Promise<T>): Promise<T> {
  let begun = false;
  const begin = (): Promise<T> => {
    begun = true;
    return write();
  };
  try {
    return await lock.run('event log', { deadline: Date.now() + patienceMs, signal: new AbortController().signal }, begin);
  } catch (error) {
    if (begun) throw error;
    return write();
  }
}

/** The pipe is this program's own; all the same only a hash says whose a token is. */
function tokensOf(primary: NeighboursOptions['primary'], tenant: string | undefined): SharedTokens {
  const nameOf = (owner: object): string => hash('sha256', JSON.stringify([tenant ?? null, Object.entries(owner).sort()]), 'base64url');
  return {
    find: (owner) => primary.ask('findToken', nameOf(owner)).catch(() => undefined),
    keep: async (owner, token) => primary.tell('keepToken', { owner: nameOf(owner), token }),
  };
}
