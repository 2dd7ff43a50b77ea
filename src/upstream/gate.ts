/**
 * Caps the calls that are on their way to one system at the same time, fairly between requests:
 * when a place is free, the requests that wait take turns, so that one with a thousand calls
 * does not hold up one with a single call.
 */
import type { Bounds } from './bounds.ts';
import { stops } from './bounds.ts';
import { Failure } from './failure.ts';

export class Gate {
  #free: number;
  /** Who waits, by request, in the order of the requests' turns. */
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(places: number) {
    this.#free = places;
  }

  /** Nothing when there is a place at once; rejects when the call ends before its turn. */
  enter(requestId: string, bounds: Bounds): Promise<void> | undefined {
    if (this.#free > 0) {
      this.#free -= 1;
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const go = () => {
        bounds.onStop(undefined);
        resolve();
      };
      const line = this.#waiting.get(requestId) ?? new Set();
      this.#waiting.set(requestId, line.add(go));
      bounds.onStop((stop) => {
        line.delete(go);
        if (line.size === 0 && this.#waiting.get(requestId) === line) this.#waiting.delete(requestId);
        reject(new Failure('late', { detail: `${stops[stop]} before the call was sent` }));
      });
    });
  }

  /** Hands the place to whoever's turn it is. */
  leave(): void {
    for (const [requestId, line] of this.#waiting) {
      this.#waiting.delete(requestId);
      const [next] = line;
      if (next === undefined) continue;
      line.delete(next);
      if (line.size > 0) this.#waiting.set(requestId, line);
      next();
      return;
    }
    this.#free += 1;
  }
}
