/** Listeners to a log. One that throws keeps no other from being called. */

export interface Wake {
  add(listener: () => void): () => void;
  readonly size: number;
  call(): void;
}

/** `changed` is told when the first comes and when the last has gone. */
export function createWake(changed: (listening: boolean) => void = () => undefined): Wake {
  const listeners = new Set<() => void>();
  return {
    add(listener) {
      const own = (): void => listener();
      listeners.add(own);
      if (listeners.size === 1) changed(true);
      return () => {
        if (listeners.delete(own) && listeners.size === 0) changed(false);
      };
    },
    get size() {
      return listeners.size;
    },
    call() {
      for (const listener of [...listeners]) {
        try {
          listener();
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
  };
}
