/**
 * A process that runs and does nothing: stuck in a loop, or stopped. Probes do not find it, since the others answer
 * them. It is asked now and then whether it is there, and given up when it has not answered for long.
 */
export interface WatchOptions {
  /** Resolves when it has answered. */
  ask: () => Promise<unknown>;
  /** Called once, when it is given up. */
  onSilence: () => void;
  /** Between two questions, in ms: 10000. */
  everyMs?: number | undefined;
  /** Questions that may stay without an answer: 3, half a minute, longer than anything that the gateway does at a stretch. */
  most?: number | undefined;
}

/** What it answers ends the watch. */
export function watchOver({ ask, onSilence, everyMs = 10_000, most = 3 }: WatchOptions): () => void {
  let unanswered = 0;
  const timer = setInterval(() => {
    if (unanswered >= most) {
      clearInterval(timer);
      onSilence();
      return;
    }
    unanswered += 1;
    // One that is gone is no longer watched.
    ask().then(() => (unanswered = 0), () => undefined);
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
