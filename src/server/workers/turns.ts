/**
 * Turns of all workers, kept by the primary: whoever comes later waits until whoever came before is done. A worker
 * that has died does nothing any more, so its turns go on to the next; what it left half done is the intent's to
 * tell (see src/graph/payments/request.ts). A worker that is merely not heard of keeps its turns.
 */
import { createLock, LockTimeout } from '../../graph/payments/lock.ts';

export interface Turns {
  /** Resolves when it is this worker's turn; rejects when it left before. */
  enter(worker: number, wanted: { turn: number; key: string }): Promise<void>;
  leave(worker: number, turn: number): void;
  /** The worker has died: it leaves all of its turns, and all that it waited for. */
  leaveAll(worker: number): void;
}

export function createTurns(): Turns {
  const lock = createLock();
  /** By worker, how each turn ends. */
  const open = new Map<number, Map<number, () => void>>();

  return {
    async enter(worker, { turn, key }) {
      const gone = new AbortController();
      const turns = open.get(worker) ?? new Map<number, () => void>();
      open.set(worker, turns);
      turns.set(turn, () => gone.abort());
      await new Promise<void>((resolve, reject) => {
        const hold = (): Promise<void> =>
          new Promise<void>((release) => {
            // It may have left in the moment in which its turn came.
            if (gone.signal.aborted) {
              release();
              reject(new LockTimeout());
              return;
            }
            turns.set(turn, release);
            resolve();
          });
        // The worker has the deadline: it leaves when that is over.
        lock.run(key, { deadline: Infinity, signal: gone.signal }, hold).then(() => turns.delete(turn), (error: Error) => {
          turns.delete(turn);
          reject(error);
        });
      });
    },
    leave: (worker, turn) => open.get(worker)?.get(turn)?.(),
    leaveAll(worker) {
      for (const end of [...(open.get(worker)?.values() ?? [])]) end();
      open.delete(worker);
    },
  };
}
