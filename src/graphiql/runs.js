/** The last operation: whether it runs, since when, and what it said of its upstream calls. Whoever draws it listens here. */
let run = { state: 'idle' };
const listeners = new Set();

const set = (next) => {
  run = next;
  for (const listener of listeners) listener();
};

export const runs = {
  now: () => run,
  listen(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** Call what comes back when it is over, with `extensions.upstream` where there was one. */
  begin(name) {
    const mine = { state: 'running', name, since: performance.now() };
    set(mine);
    // Another operation may have begun meanwhile: the last one is what is shown.
    return (upstream) => run === mine && set({ state: 'done', name, took: performance.now() - mine.since, upstream });
  },
};
