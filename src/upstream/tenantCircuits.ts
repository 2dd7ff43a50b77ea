/**
 * The circuits of one system, of which each tenant has his own, as one: it is in the worst state that any of
 * them is in. Who looks at a number wants to know that something is wrong; whose it is stands in the log.
 */
import type { CircuitState, UpstreamObserver } from './observer.ts';

const fromBestToWorst: readonly CircuitState[] = ['closed', 'half-open', 'open'];

/** An observer for the systems of one owner; those of all owners together tell `observer`. */
export function joinCircuits(observer: UpstreamObserver | undefined): () => UpstreamObserver | undefined {
  if (!observer?.circuit) return () => observer;
  /** By system, those of each owner. */
  const states = new Map<string, Map<object, CircuitState>>();
  return () => {
    const owner = {};
    return {
      ...observer,
      circuit({ system, state }) {
        const all = states.get(system) ?? new Map<object, CircuitState>();
        states.set(system, all.set(owner, state));
        const worst = [...all.values()].reduce((one, other) => (fromBestToWorst.indexOf(other) > fromBestToWorst.indexOf(one) ? other : one));
        observer.circuit?.({ system, state: worst });
      },
    };
  };
}
