/**
 * HTTP to the upstream systems.
 *
 *   main.ts            the configured systems, made and closed together
 *   system.ts          one system: `send`, and what is told of its calls
 *   sending.ts         the way of one call: its turn, credential, exchange, judgement, retries
 *   sharing.ts         the same read at the same time, made once where that is switched on: sharedCall.ts, callKey.ts
 *   bounds.ts gate.ts  when a call ends early (watch.ts looks after its time); whose turn it is; budget.ts how many there may be
 *   retry.ts           when a read is tried again; circuit.ts when a system is left alone
 *   credential.ts      a credential as a header; token.ts its life, tokenCall.ts its source, sharedTokens.ts other instances
 *   exchange.ts        one request, one answer; uploadExchange.ts where it carries files
 *   client.ts          whose connections it goes over: ours (http1/) or the library's (poolExchange.ts)
 *   judge.ts           what an answer means; decode.ts, messages.ts, retryAfter.ts read its parts
 *   failure.ts         why a call failed, and which code the caller gets for it
 *
 * Nothing here knows GraphQL. Secrets come in by `SystemConfig` and leave in request headers alone.
 */
import type { Logger } from 'pino';
import type { Systems } from './call.ts';
import type { UpstreamObserver } from './observer.ts';
import type { SystemConfig } from './settings.ts';
import type { SharedTokens } from './sharedTokens.ts';
import type { SystemState } from './system.ts';
import { createSystem } from './system.ts';

export type { SystemConfig } from './settings.ts';
export type { SystemState } from './system.ts';

export interface UpstreamSystemsOptions {
  /** The systems that are configured. */
  config: readonly SystemConfig[];
  /** Names of known systems that are not configured, for `states`. */
  unconfigured?: readonly string[] | undefined;
  /** Gets one line for each call: debug when it went well, warn when not; no address, header or body. */
  log: Logger;
  /** Told while calls are made, of all systems. */
  observer?: UpstreamObserver | undefined;
  /** Tokens of other instances; absent: each fetches its own. */
  tokens?: SharedTokens | undefined;
  /** Milliseconds on a clock that never goes back; the process's own unless given. */
  clock?: (() => number) | undefined;
}

export interface UpstreamSystems {
  systems: Systems;
  /** How each system did last, without asking it. */
  states(): SystemState[];
  /** Refuses new calls, waits for those on their way (each is bounded), then lets go of all sockets. */
  close(): Promise<void>;
}

export function createSystems(options: UpstreamSystemsOptions): UpstreamSystems {
  const { config, unconfigured = [], log, observer, tokens, clock = () => performance.now() } = options;
  const all = config.map((one) => createSystem({ config: one, log, observer, tokens, clock }));
  return {
    systems: new Map(all.map((system) => [system.name, system])),
    states: () => [...all.map((system) => system.state()), ...unconfigured.map((system) => ({ system, configured: false }))],
    close: async () => {
      await Promise.all(all.map((system) => system.close()));
    },
  };
}
