/**
 * Ends what has run for too long: one timer looks after all calls, as long as there are any. A timer for each
 * would cost each of them more than its place in the gate; a limit of seconds may come some ms late.
 * As everywhere (timeLimit.ts), an answer that lies in its socket is read before its limit counts.
 */

export interface Watched {
  /** On the clock of `performance.now()`; set by `watch`. */
  endsAt: number;
  /** Where it stands among the watched, -1: it is not watched. Set by `watch` and `unwatch`. */
  place: number;
  /** Called once, when its time is over; it is watched no longer. */
  onTime(): void;
}

/** How late a limit may come, in ms. */
const tickMs = 10;

const watched: Watched[] = [];
let ticking = false;

/** From now on it may take this long, in ms; what was said before does not count. */
export function watch(one: Watched, ms: number): void {
  one.endsAt = performance.now() + ms;
  if (one.place < 0) one.place = watched.push(one) - 1;
  if (ticking) return;
  ticking = true;
  setTimeout(readFirst, tickMs);
}

export function unwatch(one: Watched): void {
  const { place } = one;
  if (place < 0) return;
  one.place = -1;
  const last = watched.pop();
  if (last === undefined || last === one) return;
  watched[place] = last;
  last.place = place;
}

function readFirst(): void {
  setImmediate(tick, performance.now());
}

/** What was over before the last reading is over; the clock may have gone on since, with nothing read. */
function tick(now: number): void {
  // Backwards: who ends takes itself and perhaps others away, and the last takes the place of each.
  for (let place = watched.length - 1; place >= 0; place -= 1) {
    const one = watched[place];
    if (one === undefined || one.endsAt > now) continue;
    unwatch(one);
    one.onTime();
  }
  ticking = watched.length > 0;
  if (ticking) setTimeout(readFirst, tickMs);
}
