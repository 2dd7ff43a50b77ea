/**
 * One configured system: `send` with everything around an HTTP call.
 *
 *   circuit -> its turn (gate) -> time limit (bounds) -> credential -> exchange -> judge -> answer
 *      ^                                                     ^            |          |
 *      |                                                     +--- 401 ----+          |   once, with a renewed token
 *      +------------- pause (retry), its place in the gate given back ---------------+   reads alone
 *
 * A write is sent once. The only exception is a 401, which says that nothing was done.
 * What leaves here is an answer or an `UpstreamError`; no library's error passes this door.
 */
import type { Logger } from 'pino';
import { UpstreamError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import { Bounds, stops } from './bounds.ts';
import type { CallBudget, CallScope, System, UpstreamAnswer, UpstreamCall } from './call.ts';
import { Circuit, verdictOf } from './circuit.ts';
import { openClient } from './client.ts';
import type { Credential, CredentialHeader } from './credential.ts';
import { createCredential } from './credential.ts';
import type { Exchange, WireRequest } from './exchange.ts';
import { targetOf } from './exchange.ts';
import { Failure, failures, framesOf, labelOf } from './failure.ts';
import { Gate } from './gate.ts';
import { isPlainAnswer, judge } from './judge.ts';
import type { CallRecord, CircuitState, UpstreamObserver } from './observer.ts';
import { pauseBeforeRetry } from './retry.ts';
import type { SystemConfig } from './settings.ts';
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
  /** Milliseconds on a clock that never goes back; for the life of tokens. */
  clock: () => number;
}

/** How far a call has come. */
interface Progress {
  /** Requests on the wire. */
  attempts: number;
  sentAt: number | undefined;
  status: number | undefined;
}

const nothing: readonly number[] = [];

export function createSystem({ config, log, observer, clock }: SystemOptions): ClosableSystem {
  const { name, maxAnswerBytes } = config;
  const base = new URL(config.baseURL);
  const basePath = base.pathname.replace(/\/+$/, '');
  // A pool of its own, even for two systems behind one host: a slow one must not take the other's connections.
  const client = openClient(config.client ?? 'http1', { base, connections: config.concurrency, connectMs: config.timeoutMs, maxAnswerBytes });
  const closing = new AbortController();
  const gate = new Gate(config.concurrency);
  const circuit = new Circuit({ failures: config.circuitFailures, resetMs: config.circuitResetMs, onState: onCircuit });
  const overFetch = uploadExchange(base.origin, maxAnswerBytes);
  const onToken = (ok: boolean): void => observer?.tokenRefreshed?.({ system: name, ok });
  const credentials = new Map(
    config.credentials.map((one) => [one.name, createCredential({ system: config, config: one, clock, log, onToken, signal: closing.signal })]),
  );
  let lastOutcome: 'OK' | ErrorCode | undefined;
  let lastOutcomeAt = 0;
  let active = 0;
  let closed: Promise<void> | undefined;
  let onIdle: (() => void) | undefined;

  async function send(call: UpstreamCall, scope: CallScope): Promise<UpstreamAnswer> {
    const startedAt = performance.now();
    const progress: Progress = { attempts: 0, sentAt: undefined, status: undefined };
    const bounds = new Bounds(scope);
    const ended = observer?.callStarted?.({ system: name, operation: call.operation, method: call.method, requestId: scope.requestId });
    let code: 'OK' | ErrorCode = 'OK';
    let bytes = 0;
    active += 1;
    try {
      if (closed) throw new Failure('unreachable', { detail: 'the gateway is shutting down', ours: true });
      if (scope.budget !== undefined) take(scope.budget, name);
      const answer = await perform(call, scope, bounds, progress);
      bytes = answer.body.length;
      if (log.isLevelEnabled('debug')) log.debug({ ...told(call, scope), status: answer.status, ms: since(startedAt), bytes }, 'upstream call');
      return answer;
    } catch (error) {
      const failure = failureOf(error, call, scope);
      code = failures[failure.kind][call.read ? 'read' : 'write'];
      log.warn({ ...told(call, scope), code, status: failure.status, cause: failure.code, ms: since(startedAt), ...(progress.attempts > 1 && { attempts: progress.attempts }) }, 'upstream call failed');
      const { detail, retryAfter, messages } = failure;
      throw new UpstreamError({ ...told(call, scope), code, detail, retryAfter, messages });
    } finally {
      bounds.end();
      lastOutcome = code;
      lastOutcomeAt = Date.now();
      if (observer !== undefined || scope.onCall !== undefined) tell(recordOf(call, code, bytes, startedAt, progress), ended, scope);
      active -= 1;
      if (active === 0) onIdle?.();
    }
  }

  /** One attempt; a read may have some more. */
  async function perform(call: UpstreamCall, scope: CallScope, bounds: Bounds, progress: Progress): Promise<UpstreamAnswer> {
    const target = targetOf(basePath, call.path);
    const credential = credentialOf(call);
    let failed: Failure | undefined;
    for (let repeats = 0; ; repeats += 1) {
      try {
        return await attempt({ call, target, credential, scope, bounds, progress });
      } catch (error) {
        if (!(error instanceof Failure) || !call.read) throw error;
        // Why the first attempts failed tells the caller more than that there is no further one now.
        if (error.kind === 'circuitOpen') throw failed ?? error;
        failed = error;
        if (repeats >= config.retries || !bounds.again()) throw error;
        const pauseMs = pauseBeforeRetry(error, repeats, bounds.leftMs);
        if (pauseMs === undefined) throw error;
        await bounds.pause(pauseMs);
        if (closed || bounds.stopped !== undefined) throw error;
      }
    }
  }

  async function attempt({ call, target, credential, scope, bounds, progress }: Attempt): Promise<UpstreamAnswer> {
    circuit.check();
    if (bounds.stopped !== undefined) throw new Failure('late', { detail: `${stops[bounds.stopped]} before the call was sent` });
    const turn = gate.enter(scope.requestId, bounds);
    if (turn) await turn;
    let entered = false;
    let trying = false;
    let sending = false;
    try {
      trying = circuit.enter();
      entered = true;
      bounds.limit(config.timeoutMs);
      const exchange: Exchange = isMultipart(call.body) ? overFetch : client.exchange;
      const accept = call.accept ?? nothing;
      let header: CredentialHeader | undefined;
      let refused: CredentialHeader | undefined;
      if (credential) {
        const due = credential.header();
        header = 'value' in due ? due : await there(due, bounds);
      }
      progress.sentAt ??= performance.now();
      sending = true;
      let answer = await exchange(wireRequest(call, target, header), bounds);
      sending = false;
      progress.attempts += 1;
      progress.status = answer.status;
      if (answer.status === 401 && credential?.renew && header && !accept.includes(401)) {
        refused = header;
        const due = credential.renew(refused);
        header = 'value' in due ? due : await there(due, bounds);
        sending = true;
        answer = await exchange(wireRequest(call, target, header), bounds);
        sending = false;
        progress.attempts += 1;
        progress.status = answer.status;
      }
      if (!isPlainAnswer(answer, accept)) {
        const secrets = (): string[] => [base.host, target.split('?')[0] ?? '', ...valuesOf(refused, header), ...(credential?.secrets() ?? [])];
        answer = await judge({ answer, accept, maxAnswerBytes, secrets });
      }
      circuit.leave(trying, 'works');
      return answer;
    } catch (error) {
      if (sending && !(error instanceof Failure && !error.sent)) progress.attempts += 1;
      if (entered) circuit.leave(trying, verdictOf(error, bounds.stopped));
      throw error;
    } finally {
      gate.leave();
    }
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

  function recordOf(call: UpstreamCall, code: 'OK' | ErrorCode, bytes: number, startedAt: number, { attempts, sentAt, status }: Progress): CallRecord {
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

interface Attempt {
  call: UpstreamCall;
  target: string;
  credential: Credential | undefined;
  scope: CallScope;
  bounds: Bounds;
  progress: Progress;
}

/** Takes one call from what the request may still make. */
function take(budget: CallBudget, system: string): void {
  if (budget.left <= 0) throw new Failure('overBudget', { detail: 'the operation makes more upstream calls than it may' });
  const ofSystem = budget.leftBySystem?.get(system);
  if (ofSystem !== undefined) {
    if (ofSystem <= 0) throw new Failure('overBudget', { detail: 'the operation makes more calls to one system than it may' });
    budget.leftBySystem?.set(system, ofSystem - 1);
  }
  budget.left -= 1;
}

function valuesOf(...headers: (CredentialHeader | undefined)[]): string[] {
  return headers.flatMap((header) => (header ? [header.value] : []));
}

function wireRequest(call: UpstreamCall, target: string, credential?: CredentialHeader): WireRequest {
  // Some firewalls turn away a request that does not say who asks.
  const headers: Record<string, string> = { 'user-agent': 'collectgraph', ...call.headers };
  if (credential) headers[credential.name] = credential.value;
  return { method: call.method, target, headers, body: call.body, accept: call.accept ?? nothing };
}

/** The header when its token is there; a call that ends before that was not sent. */
function there(header: Promise<CredentialHeader>, bounds: Bounds): Promise<CredentialHeader> {
  return bounds.wait(header, (stop) => new Failure('late', { detail: `${stops[stop]} while it waited for a token` }));
}

function isMultipart(body: UpstreamCall['body']): boolean {
  return typeof body === 'object' && 'parts' in body;
}

function since(startedAt: number): number {
  return Math.round((performance.now() - startedAt) * 10) / 10;
}
