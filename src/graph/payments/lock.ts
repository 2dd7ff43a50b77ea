/**
 * Work on one thing after the other: whoever comes later waits until whoever came before is done, in the
 * order of coming. This one holds within one process; several instances put another behind the same interface.
 * It never gives up work that has begun; it only ends the waiting of those who may wait no longer.
 */
export interface Lock {
  /** Rejects with a `LockTimeout` when the turn did not come in time: the work was not begun then. */
  run<T>(key: string, wait: { deadline: number; signal: AbortSignal }, work: () => Promise<T>): Promise<T>;
}

export class LockTimeout extends Error {
  constructor() {
    super('the turn did not come in time');
    this.name = 'LockTimeout';
  }
}

interface Waiter {
  go: () => void;
}

export function createLock(): Lock {
  /** Who waits for a key; a key without an entry is free. */
  const waiting = new Map<string, Waiter[]>();

  function leave(key: string): void {
    const next = waiting.get(key)?.shift();
    if (next) next.go();
    else waiting.delete(key);
  }

  function enter(key: string, { deadline, signal }: { deadline: number; signal: AbortSignal }): Promise<void> {
    const queue = waiting.get(key);
    if (!queue) {
      waiting.set(key, []);
      return Promise.resolve();
    }
    if (signal.aborted) return Promise.reject(new LockTimeout());
    return new Promise<void>((resolve, reject) => {
      const stop = (): void => {
        done();
        queue.splice(queue.indexOf(waiter), 1);
        reject(new LockTimeout());
      };
      const timer = setTimeout(stop, Math.min(Math.max(0, deadline - Date.now()), 2 ** 31 - 1));
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
      };
      const waiter: Waiter = {
        go: () => {
          done();
          resolve();
        },
      };
      signal.addEventListener('abort', stop);
      queue.push(waiter);
    });
  }

  return {
    async run(key, wait, work) {
      await enter(key, wait);
      try {
        return await work();
      } finally {
        leave(key);
      }
    },
  };
}
