/**
 * One configured system: `send` with everything around an HTTP call.
 *
 *   its turn (gate) -> time limit (bounds) -> credential -> exchange -> judge -> answer
 *                                                 ^            |
 *                                                 +--- 401 ----+   once, with a renewed token
 *
 * A call is sent once. The only exception is a 401, which says that nothing was done.
 * What leaves here is an answer or an `UpstreamError`; no library's error passes this door.
 */
import { Pool } from 'undici';
import type { Logger } from 'pino';
import { UpstreamError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import { Bounds, stops } from './bounds.ts';
import type { CallScope, System, UpstreamAnswer, UpstreamCall } from './call.ts';
import type { Credential, CredentialHeader } from './credential.ts';
import { createCredential } from './credential.ts';
import type { Exchange, WireRequest } from './exchange.ts';
import { targetOf } from './exchange.ts';
import { Failure, failures, framesOf, labelOf } from './failure.ts';
import { Gate } from './gate.ts';
import { judge } from './judge.ts';
import { poolExchange } from './poolExchange.ts';
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
}

export interface ClosableSystem extends System {
  state(): SystemState;
  /** Refuses new calls, waits for those on their way, then lets go of all sockets. */
  close(): Promise<void>;
}

export interface SystemOptions {
  config: SystemConfig;
  log: Logger;
  /** Milliseconds on a clock that never goes back; for the life of tokens. */
  clock: () => number;
}

export function createSystem({ config, log, clock }: SystemOptions): ClosableSystem {
  const { name, maxAnswerBytes } = config;
  const base = new URL(config.baseURL);
  const basePath = base.pathname.replace(/\/+$/, '');
  // A pool of its own, even for two systems behind one host: a slow one must not take the other's connections.
  const pool = new Pool(base.origin, {
    connections: config.concurrency,
    pipelining: 1,
    // Every call is bounded by its own limit and deadline, to the last byte.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: config.timeoutMs },
  });
  const closing = new AbortController();
  const gate = new Gate(config.concurrency);
  const overPool = poolExchange(pool, maxAnswerBytes);
  const overFetch = uploadExchange(base.origin, maxAnswerBytes);
  const credentials = new Map(
    config.credentials.map((one) => [one.name, createCredential({ system: config, config: one, clock, log, signal: closing.signal })]),
  );
  let last: Pick<SystemState, 'lastOutcome' | 'lastOutcomeAt'> = {};
  let active = 0;
  let closed: Promise<void> | undefined;
  let onIdle: (() => void) | undefined;

  async function send(call: UpstreamCall, scope: CallScope): Promise<UpstreamAnswer> {
    const startedAt = performance.now();
    const told = { system: name, operation: call.operation, requestId: scope.requestId };
    const bounds = new Bounds(scope);
    active += 1;
    try {
      if (closed) throw new Failure('unreachable', { detail: 'the gateway is shutting down' });
      const answer = await perform(call, scope, bounds);
      last = { lastOutcome: 'OK', lastOutcomeAt: Date.now() };
      log.debug({ ...told, status: answer.status, ms: since(startedAt), bytes: answer.body.length }, 'upstream call');
      return answer;
    } catch (error) {
      // Anything but a failure is a fault of our own; the call may have been sent.
      if (!(error instanceof Failure)) log.error({ ...told, cause: labelOf(error), stack: framesOf(error) }, 'fault in an upstream call');
      const failure = error instanceof Failure ? error : new Failure('broken', { cause: labelOf(error) });
      const code = failures[failure.kind][call.read ? 'read' : 'write'];
      last = { lastOutcome: code, lastOutcomeAt: Date.now() };
      log.warn({ ...told, code, status: failure.status, cause: failure.code, ms: since(startedAt) }, 'upstream call failed');
      const { detail, retryAfter, messages } = failure;
      throw new UpstreamError({ ...told, code, detail, retryAfter, messages });
    } finally {
      bounds.end();
      active -= 1;
      if (active === 0) onIdle?.();
    }
  }

  async function perform(call: UpstreamCall, scope: CallScope, bounds: Bounds): Promise<UpstreamAnswer> {
    const target = targetOf(basePath, call.path);
    const credential = credentialOf(call);
    if (bounds.stopped !== undefined) throw new Failure('late', { detail: `${stops[bounds.stopped]} before the call was sent` });
    const turn = gate.enter(scope.requestId, bounds);
    if (turn) await turn;
    try {
      bounds.limit(config.timeoutMs);
      const sent: string[] = [];
      const answer = await authorised(call, target, credential, bounds, sent);
      const secrets = () => [base.host, target.split('?')[0] ?? '', ...sent, ...(credential?.secrets() ?? [])];
      return await judge({ answer, accept: call.accept ?? [], maxAnswerBytes, secrets });
    } finally {
      gate.leave();
    }
  }

  async function authorised(call: UpstreamCall, target: string, credential: Credential | undefined, bounds: Bounds, sent: string[]) {
    const exchange: Exchange = isMultipart(call.body) ? overFetch : overPool;
    if (!credential) return exchange(wireRequest(call, target), bounds);
    const header = await there(credential.header(), bounds);
    sent.push(header.value);
    const answer = await exchange(wireRequest(call, target, header), bounds);
    if (answer.status !== 401 || !credential.renew || call.accept?.includes(401)) return answer;
    const renewed = await there(credential.renew(header), bounds);
    sent.push(renewed.value);
    return exchange(wireRequest(call, target, renewed), bounds);
  }

  function credentialOf(call: UpstreamCall): Credential | undefined {
    const wanted = call.credential ?? config.defaultCredential;
    if (wanted === undefined) return undefined;
    const credential = credentials.get(wanted);
    if (!credential) throw new Failure('unknownCredential', { detail: `it has no credential named ${wanted}` });
    return credential;
  }

  async function letGo(): Promise<void> {
    if (active > 0) await new Promise<void>((resolve) => (onIdle = resolve));
    closing.abort();
    await pool.destroy();
  }

  return {
    name,
    baseURL: config.baseURL,
    variables: config.variables,
    send,
    state: () => ({ system: name, configured: true, ...last }),
    close: () => (closed ??= letGo()),
  };
}

function wireRequest(call: UpstreamCall, target: string, credential?: CredentialHeader): WireRequest {
  // Some firewalls turn away a request that does not say who asks.
  const headers: Record<string, string> = { 'user-agent': 'collectgraph', ...call.headers };
  if (credential) headers[credential.name] = credential.value;
  return { method: call.method, target, headers, body: call.body, accept: call.accept ?? [] };
}

/** The header at once, or when its token is there; a call that ends before that was not sent. */
function there(header: CredentialHeader | Promise<CredentialHeader>, bounds: Bounds): CredentialHeader | Promise<CredentialHeader> {
  if ('value' in header) return header;
  return bounds.wait(header, (stop) => new Failure('late', { detail: `${stops[stop]} while it waited for a token` }));
}

function isMultipart(body: UpstreamCall['body']): boolean {
  return typeof body === 'object' && 'parts' in body;
}

function since(startedAt: number): number {
  return Math.round((performance.now() - startedAt) * 10) / 10;
}
