/**
 * In-flight sharing, for a gateway that is told to: while a read is on its way, the same read of the same caller is
 * answered by it. It is no cache: what has been answered is answered to nobody else.
 *
 *   read    the same one, begun a moment ago and since the last change --- its answer, or its failure
 *           none, or too old ------------------------------------------- sent; from now on others join this one
 *   write   sent, alone. What is read after it left, and after it ended, is read anew: whoever was answered to a
 *           write never meets an answer from before it
 *
 * Callers share nothing with each other, and tenants not even the knowledge of each other's writes. Answers are
 * shared as bytes, which each reads for himself. A read that has to be of now (`CallScope.fresh`), an upload and a
 * write go straight through. One who joins has his place in the line of the request that asked first.
 */
import type { Logger } from 'pino';
import { Bounds } from './bounds.ts';
import { isSpent, take } from './budget.ts';
import type { CallScope, System, Systems, UpstreamAnswer, UpstreamCall } from './call.ts';
import { callKey } from './callKey.ts';
import type { UpstreamObserver } from './observer.ts';
import { SharedCall } from './sharedCall.ts';

/** How old a call may be that others still join, in ms: whoever comes later does not wait for one that hangs, nor read what another process has changed since. */
export const joinableMs = 1_000;

export interface SharingOptions {
  log: Logger;
  observer?: UpstreamObserver | undefined;
  /** Milliseconds on a clock that never goes back; the process's own unless given. */
  clock?: (() => number) | undefined;
}

/** Reads begun before and after a change are not the same. */
interface Era {
  number: number;
}

export class Sharing {
  readonly #options: Omit<SharedSystemOptions, 'system' | 'era'>;
  /** Of each tenant, by his systems. */
  readonly #eras = new Map<Systems, Era>();

  constructor({ log, observer, clock = () => performance.now() }: SharingOptions) {
    this.#options = { log, observer, clock };
  }

  /** The systems of a tenant for one of his callers: those who are given the same view share. */
  viewFor(systems: Systems): Systems {
    let era = this.#eras.get(systems);
    if (era === undefined) this.#eras.set(systems, (era = { number: 0 }));
    const ofTenant = era;
    return new Map([...systems].map(([name, system]) => [name, new SharedSystem({ system, era: ofTenant, ...this.#options })]));
  }

  /** Something may have changed that was not written here: an event says so. */
  readAnew(): void {
    for (const era of this.#eras.values()) era.number += 1;
  }
}

interface SharedSystemOptions {
  log: Logger;
  observer: UpstreamObserver | undefined;
  clock: () => number;
  system: System;
  era: Era;
}

/**
 * What is on its way, since when, and to which era it belongs; `call` is gone when it has ended. V8 leaves the tables
 * that a `Map` has outgrown to the major collection, with all that was in them: a call in one of them would
 * keep its whole request alive till then, and most calls would be in one.
 */
interface Flying {
  call: SharedCall | undefined;
  readonly at: number;
  readonly era: number;
}

class SharedSystem implements System {
  readonly name: string;
  readonly baseURL: string;
  readonly variables: System['variables'];
  readonly #options: SharedSystemOptions;
  readonly #flying = new Map<string, Flying>();

  constructor(options: SharedSystemOptions) {
    const { name, baseURL, variables } = options.system;
    this.name = name;
    this.baseURL = baseURL;
    this.variables = variables;
    this.#options = options;
  }

  send(call: UpstreamCall, scope: CallScope): Promise<UpstreamAnswer> {
    const { system } = this.#options;
    if (call.write ?? !call.read) return this.#write(call, scope);
    const key = call.read && !scope.fresh ? callKey(call) : undefined;
    if (key === undefined) return system.send(call, scope);
    // Whoever may make no call is refused where all are.
    if (scope.budget !== undefined && isSpent(scope.budget, this.name)) return system.send(call, scope);
    const bounds = new Bounds(scope);
    if (bounds.stopped !== undefined) {
      bounds.end();
      return system.send(call, scope);
    }
    if (scope.budget !== undefined) take(scope.budget, this.name);
    return this.#joinable(key, call, scope).join(scope, bounds);
  }

  /** The same call on its way, or a new one. */
  #joinable(key: string, call: UpstreamCall, { requestId }: CallScope): SharedCall {
    const { system, era, log, observer, clock } = this.#options;
    const found = this.#flying.get(key);
    if (found?.call !== undefined && found.era === era.number && clock() - found.at < joinableMs) {
      const { operation } = call;
      observer?.callShared?.({ system: this.name, operation });
      if (log.isLevelEnabled('debug')) log.debug({ system: this.name, operation, requestId, with: found.call.requestId }, 'upstream call shared');
      return found.call;
    }
    const onEnd = (): void => {
      flying.call = undefined;
      if (this.#flying.get(key) === flying) this.#flying.delete(key);
    };
    const shared = new SharedCall({ system, call, requestId, onEnd });
    const flying: Flying = { call: shared, at: clock(), era: era.number };
    this.#flying.set(key, flying);
    return shared;
  }

  #write(call: UpstreamCall, scope: CallScope): Promise<UpstreamAnswer> {
    const { system, era } = this.#options;
    era.number += 1;
    return system.send(call, scope).finally(() => (era.number += 1));
  }
}
