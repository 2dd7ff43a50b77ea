/** Forks a worker, tells it what to be, and answers what it asks for while it lives. */
import cluster from 'node:cluster';
import type { Worker as Child } from 'node:cluster';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { createJoined } from '../../telemetry/joined.ts';
import type { Told } from '../../telemetry/joined.ts';
import { openChannel } from './channel.ts';
import type { Channel } from './channel.ts';
import type { Worker } from './crew.ts';
import { watchHandover } from './handover.ts';
import type { Begin, Served, ToPrimary, ToWorker } from './protocol.ts';
import { createTokenStore } from './tokens.ts';
import { createTurns } from './turns.ts';
import { watchOver } from './watch.ts';

export interface HiringOptions {
  begin: Begin;
  /** Requests of one caller in a minute; undefined: any number. */
  rateLimit: number | undefined;
  log: Logger;
}

/** How long a worker's numbers are waited for, in ms: one that is busy is told of as it was. */
const numbersMs = 2_000;

/** Beside this file, whether it is the source or compiled; bundled, where the program starts. */
const kind = extname(import.meta.url);
const program = fileURLToPath(new URL(kind === '.cjs' ? '../bin/worker.js' : `./worker${kind}`, import.meta.url));

interface Employed {
  channel: Channel<ToWorker>;
  /** Whether it can answer. */
  serves: boolean;
  /** Its numbers when they were asked for the last time. */
  told: Told;
}

export async function hiring({ begin, rateLimit, log }: HiringOptions): Promise<() => Worker> {
  cluster.schedulingPolicy = cluster.SCHED_RR;
  // Structured clones: a number may be NaN.
  cluster.setupPrimary({ exec: program, args: [], serialization: 'advanced' });
  const turns = createTurns();
  const tokens = createTokenStore();
  const joined = createJoined();
  const count = rateLimit === undefined ? undefined : (await import('../../callers/rateLimit.ts')).countHere(rateLimit);
  const employed = new Map<number, Employed>();

  const serving = (): Employed[] => [...employed.values()].filter(({ serves }) => serves);

  async function page(): ReturnType<ToPrimary['page']> {
    await Promise.all(
      serving().map(async (one) => {
        // One that dies while it is asked is told of among the dead.
        one.told = await soon(one.channel.ask('numbers')).catch(() => one.told);
      }),
    );
    return joined.page(serving().map(({ told }) => told));
  }

  return () => {
    const child = fork();
    if (child instanceof Error) return stillborn(child);
    const { id } = child;
    watchHandover(child.process);
    let settle: { served: (as: Served) => void; failed: (error: Error) => void } | undefined;
    const served = new Promise<Served>((resolve, reject) => (settle = { served: resolve, failed: reject }));
    const mine: ToPrimary = {
      begin: () => begin,
      served(as) {
        it.serves = true;
        settle?.served(as);
      },
      failed: (sentence) => settle?.failed(new Error(sentence)),
      enter: (wanted) => turns.enter(id, wanted),
      leave: (turn) => turns.leave(id, turn),
      count: (callers) => (count ? Promise.all(callers.map(count)) : []),
      findToken: (owner) => tokens.find(owner),
      keepToken: ({ owner, token }) => tokens.keep(owner, token),
      page,
      news: () => serving().forEach((other) => other !== it && other.channel.tell('news')),
    };
    const channel = openChannel<ToPrimary, ToWorker>(
      { send: (message) => void child.send(message as object, () => undefined), listen: (take) => void child.on('message', take) },
      mine,
      (error) => log.error({ worker: id, error: { name: (error as Error).name } }, 'unexpected error while a worker was listened to'),
    );
    const it: Employed = { channel, serves: false, told: [] };
    employed.set(id, it);
    const kill = (): void => void child.process.kill('SIGKILL');
    let stopWatching: (() => void) | undefined;
    void served.then(() => {
      const onSilence = (): void => {
        log.error({ worker: id }, 'A worker does not answer any more; it is ended.');
        kill();
      };
      stopWatching = watchOver({ ask: () => channel.ask('isThere'), onSilence });
    }, () => undefined);
    const exited = endOf(child).then((how) => {
      stopWatching?.();
      employed.delete(id);
      channel.close();
      turns.leaveAll(id);
      joined.gone(it.told);
      settle?.failed(new Error(`A worker has ended (${how}) before it served.`));
      return how;
    });
    return { id, served, exited, end: () => channel.tell('end'), kill };
  };
}

/** A machine without memory, or processes, to spare. */
function fork(): Child | Error {
  try {
    return cluster.fork();
  } catch (error) {
    return error as Error;
  }
}

function stillborn({ message }: Error): Worker {
  const served = Promise.reject<Served>(new Error(`A worker process cannot be started: ${message}.`));
  served.catch(() => undefined);
  return { id: 0, served, exited: Promise.resolve('never began'), end: () => undefined, kill: () => undefined };
}

/** How it ended; one that could not be started has no exit, only an error. */
function endOf(child: Child): Promise<string> {
  return new Promise((resolve) => {
    child.process.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    child.on('error', (error) => {
      if (child.process.pid === undefined) resolve(`it could not be started: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`);
    });
  });
}

async function soon<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('It did not come in time.')), numbersMs)));
  answer.catch(() => undefined);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
