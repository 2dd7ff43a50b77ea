/**
 * The workers of a gateway, kept at their number. The first one starts alone: what keeps it from starting keeps all
 * from it, and is said once; then the others start side by side. Until all of them serve, a worker that cannot start
 * ends the program. From then on one that ends is replaced: at once if it has run for long, after a growing pause
 * if not, so that one that cannot start does not keep the machine busy with trying.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../startError.ts';
import type { Served } from './protocol.ts';

export interface Worker {
  id: number;
  /** When it serves; rejects with a sentence why it does not, also where it ended before. */
  served: Promise<Served>;
  /** How the process ended: an exit code, or the name of a signal. */
  exited: Promise<string>;
  /** What is in flight comes to its end, then the worker does. */
  end(): void;
  /** It ends now. */
  kill(): void;
}

export interface CrewOptions {
  size: number;
  hire: () => Worker;
  log: { info: (details: object, message: string) => void; error: (details: object, message: string) => void };
  /** Ms on a clock that never goes back. */
  clock?: (() => number) | undefined;
  pause?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
}

export interface Crew {
  /** Resolves when all serve; rejects with a `StartError`, and then none runs. */
  start(): Promise<Served>;
  /** Those that serve. */
  serving(): readonly Worker[];
  /** Nobody is replaced any more, all end; those that have not after `graceMs` are made to. */
  close(graceMs: number): Promise<void>;
}

/** A worker that has run for so long ended for a reason of its own, in ms. */
const longMs = 60_000;
/** The pause after the second short life in a row, and the longest, in ms. */
const firstPauseMs = 200;
const longestPauseMs = 30_000;

export function createCrew({ size, hire, log, clock = () => performance.now(), pause = (ms, signal) => sleep(ms, undefined, { signal }) }: CrewOptions): Crew {
  const running = new Set<Worker>();
  const serving = new Set<Worker>();
  const ending = new AbortController();

  function take(): Worker {
    const worker = hire();
    running.add(worker);
    worker.served.then(() => void (running.has(worker) && serving.add(worker)), () => undefined);
    void worker.exited.then(() => {
      running.delete(worker);
      serving.delete(worker);
    });
    return worker;
  }

  /** One place, whoever fills it. */
  async function keep(first: Worker): Promise<void> {
    let worker = first;
    let since = clock();
    for (let short = 0; ; ) {
      const how = await worker.exited;
      if (ending.signal.aborted) return;
      short = clock() - since >= longMs ? 0 : short + 1;
      const pauseMs = short <= 1 ? 0 : Math.min(longestPauseMs, firstPauseMs * 2 ** (short - 2));
      const reason = await worker.served.then(() => undefined, (error: Error) => error.message);
      log.error({ worker: worker.id, pauseMs }, reason === undefined ? `A worker has ended (${how}); another takes its place.` : `A worker cannot start; it is tried again. ${reason}`);
      if (pauseMs > 0) await pause(pauseMs, ending.signal).catch(() => undefined);
      if (ending.signal.aborted) return;
      worker = take();
      since = clock();
      const { id } = worker;
      void worker.served.then(() => log.info({ worker: id }, 'A new worker serves.'), () => undefined);
    }
  }

  async function killAll(): Promise<void> {
    const left = [...running];
    for (const worker of left) worker.kill();
    await Promise.all(left.map(({ exited }) => exited));
  }

  return {
    async start() {
      try {
        const first = take();
        const served = await first.served;
        const others = Array.from({ length: size - 1 }, take);
        await Promise.all(others.map((one) => one.served));
        for (const worker of [first, ...others]) void keep(worker);
        return served;
      } catch (error) {
        ending.abort();
        await killAll();
        throw new StartError((error as Error).message);
      }
    },
    serving: () => [...serving],
    async close(graceMs) {
      ending.abort();
      const all = Promise.all([...running].map(({ exited }) => exited));
      // One that does not serve yet has nothing to finish.
      for (const worker of running) if (serving.has(worker)) worker.end();
      else worker.kill();
      const timer = new AbortController();
      await Promise.race([all, sleep(graceMs, undefined, { signal: timer.signal }).catch(() => undefined)]);
      timer.abort();
      await killAll();
    },
  };
}
