/**
 * Follows something that changes elsewhere: asks for it, again after a while, and sooner, with growing
 * pauses, while it cannot be had. Knows nothing of what it asks for. Its timer keeps no process alive.
 */

/** Runs `job` after `ms`; the answer calls it off. `job` never rejects. */
export type Schedule = (ms: number, job: () => Promise<void>) => () => void;

export const realTime: Schedule = (ms, job) => {
  const timer = setTimeout(() => void job(), ms);
  timer.unref();
  return () => clearTimeout(timer);
};

export interface FollowOptions {
  /** True when it was had. Never rejects. */
  ask: () => Promise<boolean>;
  /** Pause after success, and the longest after failures, in ms. */
  refreshMs: number;
  /** Pause after the first failure, in ms; doubled with each further one. */
  retryMs: number;
  schedule: Schedule;
}

export interface Follower {
  /** Asks for the first time; later rounds come by themselves. */
  start: () => Promise<void>;
  stop: () => void;
}

export function follow({ ask, refreshMs, retryMs, schedule }: FollowOptions): Follower {
  let failures = 0;
  let stopped = false;
  let cancel = (): void => undefined;
  const round = async (): Promise<void> => {
    failures = (await ask()) ? 0 : failures + 1;
    if (stopped) return;
    cancel = schedule(failures === 0 ? refreshMs : Math.min(refreshMs, retryMs * 2 ** (failures - 1)), round);
  };
  return {
    start: round,
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}
