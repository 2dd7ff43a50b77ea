/**
 * One configured system: `send` with everything around an HTTP call.
 *
 *   budget -> bounds -> sending.ts: circuit, turn, credential, exchange, judge, retry -> answer -> told
 *
 * A write is sent once. The only exception is a 401, which says that nothing was done.
 * What leaves here is an answer or an `UpstreamError`; no library's error passes this door.
 */
import type { Logger } from 'pino';
import { UpstreamError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import { Bounds } from './bounds.ts';
import { take } from './budget.ts';
import type { CallScope, System, UpstreamAnswer, UpstreamCall } from './call.ts';
import { Circuit } from './circuit.ts';
import { openClient } from './client.ts';
import type { Credential } from './credential.ts';
import { createCredential } from './credential.ts';
import { told as toldOf } from './exchange.ts';
import { Failure, failures, framesOf, labelOf } from './failure.ts';
import { Gate } from './gate.ts';
import type { CallRecord, CircuitState, UpstreamObserver } from './observer.ts';
import { Sending } from './sending.ts';
import type { Ends, Route } from './sending.ts';
import type { SystemConfig } from './settings.ts';
import type { SharedTokens } from './sharedTokens.ts';
import { uploadExchange } from './uploadExchange.ts';

/** What a readiness page may show. */
export interface SystemState {
  system: string;
  configured: boolean;
  /** How the last call ended; absent before the first. */
  lastOutcome?: 'OK' | ErrorCode;
  /** When it ended, in ms since the epoch. */
  lastOutcomeAt?: number;
  /** Whether calls go at all; absent where it is not configured. */
  circuit?: CircuitState;
}

export interface ClosableSystem extends System {
  state(): SystemState;
  /** Refuses new calls, waits for those on their way, then lets go of all sockets. */
  close(): Promise<void>;
}

export interface SystemOptions {
  config: SystemConfig;
  log: Logger;
  observer?: UpstreamObserver | undefined;
  tokens?: SharedTokens | undefined;
  /** Milliseconds on a clock that never goes back; for the life of tokens. */
  clock: () => number;
}

export function createSystem({ config, log, observer, tokens, clock }: SystemOptions): ClosableSystem {
  const { name, maxAnswerBytes } = config;
  const base = new URL(config.baseURL);
  const basePath = base.pathname.replace(/\/+$/, '');
  // A pool of its own, even for two systems behind one host: a slow one must not take the other's connections.
  const client = openClient(config.client ?? 'http1', { base, connections: config.concurrency, connectMs: config.timeoutMs, maxAnswerBytes });
  const closing = new AbortController();
  const gate = new Gate(config.concurrency);
  const circuit = new Circuit({ failures: config.circuitFailures, resetMs: config.circuitResetMs, onState: onCircuit });
  const overFetch = toldOf(uploadExchange(base.origin, maxAnswerBytes));
  const onToken = (ok: boolean): void => observer?.tokenRefreshed?.({ system: name, ok });
  const credentials = new Map(
    config.credentials.map((one) => [one.name, createCredential({ system: config, config: one, clock, log, onToken, shared: tokens, signal: closing.signal })]),
  );
  let lastOutcome: 'OK' | ErrorCode | undefined;
  let lastOutcomeAt = 0;
  let active = 0;
  let closed: Promise<void> | undefined;
  let onIdle: (() => void) | undefined;

  const route: Route = {
    host: base.host, basePath, timeoutMs: config.timeoutMs, retries: config.retries, maxAnswerBytes, gate, circuit, credentialOf,
    exchangeOf: ({ body }) => (isMultipart(body) ? overFetch : client.exchange),
    closing: () => closed !== undefined,
    merged: new WeakMap(),
  };

  /** One call, told of its end. */
  class Call implements Ends {
    readonly call: UpstreamCall;
    readonly scope: CallScope;
    readonly bounds: Bounds;
    readonly startedAt = performance.now();
    readonly ended: ((record: CallRecord) => void) | undefined;
    readonly resolve: (answer: UpstreamAnswer) => void;
    readonly reject: (error: UpstreamError) => void;

    constructor(call: UpstreamCall, scope: CallScope, resolve: (answer: UpstreamAnswer) => void, reject: (error: UpstreamError) => void) {
      this.call = call;
      this.scope = scope;
      this.bounds = new Bounds(scope);
      this.resolve = resolve;
      this.reject = reject;
      this.ended = observer?.callStarted?.({ system: name, operation: call.operation, method: call.method, requestId: scope.requestId });
      active += 1;
    }

    succeed(answer: UpstreamAnswer, sending: Sending): void {
      const { call, scope, startedAt } = this;
      this.resolve(answer);
      const bytes = answer.body.length;
      if (log.isLevelEnabled('debug')) log.debug({ ...told(call, scope), status: sending.status, ms: since(startedAt), bytes }, 'upstream call');
      this.end('OK', bytes, sending);
    }

    fail(error: unknown, sending: Sending): void {
      const { call, scope, startedAt } = this;
      const { attempts } = sending;
      const failure = failureOf(error, call, scope);
      const code = failures[failure.kind][call.read ? 'read' : 'write'];
      const { detail, retryAfter, messages } = failure;
      this.reject(new UpstreamError({ ...told(call, scope), code, detail, retryAfter, messages }));
      log.warn({ ...told(call, scope), code, status: failure.status, cause: failure.code, ms: since(startedAt), ...(attempts > 1 && { attempts }) }, 'upstream call failed');
      this.end(code, 0, sending);
    }

    end(code: 'OK' | ErrorCode, bytes: number, sending: Sending): void {
      const { call, scope, startedAt } = this;
      this.bounds.end();
      lastOutcome = code;
      lastOutcomeAt = Date.now();
      if (observer !== undefined || scope.onCall !== undefined) tell(recordOf(call, code, bytes, startedAt, sending), this.ended, scope);
      active -= 1;
      if (active === 0) onIdle?.();
    }
  }

  function send(call: UpstreamCall, scope: CallScope): Promise<UpstreamAnswer> {
    return new Promise((resolve, reject) => {
      const ends = new Call(call, scope, resolve, reject);
      const sending = new Sending({ route, call, bounds: ends.bounds, requestId: scope.requestId, ends });
      try {
        if (closed) throw new Failure('unreachable', { detail: 'the gateway is shutting down', ours: true });
        if (scope.budget !== undefined) take(scope.budget, name);
      } catch (error) {
        return sending.refuse(error);
      }
      sending.begin();
    });
  }

  function failureOf(error: unknown, call: UpstreamCall, scope: CallScope): Failure {
    if (error instanceof Failure) return error;
    // A fault of our own; the call may have been sent.
    log.error({ ...told(call, scope), cause: labelOf(error), stack: framesOf(error) }, 'fault in an upstream call');
    return new Failure('broken', { cause: labelOf(error), ours: true });
  }

  function credentialOf(call: UpstreamCall): Credential | undefined {
    const wanted = call.credential ?? config.defaultCredential;
    if (wanted === undefined) return undefined;
    const credential = credentials.get(wanted);
    if (!credential) throw new Failure('unknownCredential', { detail: `it has no credential named ${wanted}` });
    return credential;
  }

  function onCircuit(state: CircuitState): void {
    if (state === 'open') log.warn({ system: name, forMs: config.circuitResetMs }, 'system fails repeatedly: it is left alone');
    else if (state === 'closed') log.info({ system: name }, 'system answers again');
    observer?.circuit?.({ system: name, state });
  }

  function tell(record: CallRecord, ended: ((record: CallRecord) => void) | undefined, scope: CallScope): void {
    ended?.(record);
    observer?.callEnded?.(record);
    scope.onCall?.(record);
  }

  function recordOf(call: UpstreamCall, code: 'OK' | ErrorCode, bytes: number, startedAt: number, { attempts, sentAt, status }: Sending): CallRecord {
    const { operation, method, lookups } = call;
    return { system: name, operation, method, status, code, startedAt, sentAt: attempts > 0 ? sentAt : undefined, endedAt: performance.now(), attempts, bytes, lookups };
  }

  function told({ operation }: UpstreamCall, { requestId }: CallScope) {
    return { system: name, operation, requestId };
  }

  async function letGo(): Promise<void> {
    if (active > 0) await new Promise<void>((resolve) => (onIdle = resolve));
    closing.abort();
    await client.destroy();
  }

  return {
    name,
    baseURL: config.baseURL,
    variables: config.variables,
    send,
    state: () => ({ system: name, configured: true, ...(lastOutcome && { lastOutcome, lastOutcomeAt }), circuit: circuit.state }),
    close: () => (closed ??= letGo()),
  };
}

function isMultipart(body: UpstreamCall['body']): boolean {
  return typeof body === 'object' && 'parts' in body;
}

function since(startedAt: number): number {
  return Math.round((performance.now() - startedAt) * 10) / 10;
}
