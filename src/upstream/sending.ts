/**
 * One call on its way, from the door of its system to the answer or the failure.
 *
 *   begin -> attempt -> its turn (gate) -> go -> credential -> exchange -> answered -> succeed
 *               ^                                    ^            |   |
 *               |                                    +--- 401 ----+   |   once for an attempt, with a renewed token
 *               +--------- pause (retry), its place given back -------+   reads alone; else fail
 *
 * Steps and no `await`: hundreds of calls wait at the same time under load, and a stack of asynchronous functions
 * for each was as dear as the whole exchange. Whoever changes a step sees to it that each way out of an
 * attempt goes through `#over`, which gives the place back, and that the call ends once.
 */
import type { Bounds } from './bounds.ts';
import { stops } from './bounds.ts';
import type { UpstreamAnswer, UpstreamCall } from './call.ts';
import { verdictOf } from './circuit.ts';
import type { Circuit } from './circuit.ts';
import type { Credential, CredentialHeader } from './credential.ts';
import type { Asker, Exchange } from './exchange.ts';
import { targetOf } from './exchange.ts';
import { Failure } from './failure.ts';
import type { Gate, Waiting } from './gate.ts';
import { isPlainAnswer, judge } from './judge.ts';
import { pauseBeforeRetry } from './retry.ts';

/** What the calls to one system share. */
export interface Route {
  /** As in URLs; no message of the vendor may repeat it. */
  host: string;
  basePath: string;
  timeoutMs: number;
  /** Further attempts that a read may have. */
  retries: number;
  maxAnswerBytes: number;
  gate: Gate;
  circuit: Circuit;
  exchangeOf(call: UpstreamCall): Exchange;
  /** Throws a `Failure` for one that is not configured. */
  credentialOf(call: UpstreamCall): Credential | undefined;
  closing(): boolean;
  merged: MergedHeaders;
}

export interface SendingOptions {
  route: Route;
  call: UpstreamCall;
  requestId: string;
  bounds: Bounds;
  ends: Ends;
}

/** One of the two is called, once. */
export interface Ends {
  succeed(answer: UpstreamAnswer, sending: Sending): void;
  fail(error: unknown, sending: Sending): void;
}

const nothing: readonly number[] = [];

export class Sending implements Waiting, Asker {
  readonly requestId: string;
  ahead: Waiting | undefined;
  behind: Waiting | undefined;
  /** Requests on the wire. */
  attempts = 0;
  /** Of the first attempt. */
  sentAt: number | undefined;
  /** Of the last answer. */
  status: number | undefined;
  readonly #route: Route;
  readonly #call: UpstreamCall;
  readonly #bounds: Bounds;
  readonly #ends: Ends;
  #target = '';
  #credential: Credential | undefined;
  #header: CredentialHeader | undefined;
  /** Answered 401 in this attempt. */
  #refused: CredentialHeader | undefined;
  #repeats = 0;
  /** Why the attempt before failed. */
  #failed: Failure | undefined;
  /** Whether the circuit counts this attempt, and whether it is the one that tries the system again. */
  #entered = false;
  #trying = false;
  /** A request may be on the wire. */
  #sending = false;

  constructor({ route, call, bounds, requestId, ends }: SendingOptions) {
    this.#route = route;
    this.#call = call;
    this.#bounds = bounds;
    this.#ends = ends;
    this.requestId = requestId;
  }

  begin(): void {
    const route = this.#route;
    const call = this.#call;
    try {
      this.#target = targetOf(route.basePath, call.path);
      this.#credential = route.credentialOf(call);
    } catch (error) {
      return this.#ends.fail(error, this);
    }
    this.#attempt();
  }

  /** Before it has begun. */
  refuse(error: unknown): void {
    this.#ends.fail(error, this);
  }

  #attempt(): void {
    const route = this.#route;
    const bounds = this.#bounds;
    try {
      route.circuit.check();
      if (bounds.stopped !== undefined) throw new Failure('late', { detail: `${stops[bounds.stopped]} before the call was sent` });
    } catch (error) {
      return this.#failedOnce(error);
    }
    if (route.gate.enter(this)) return this.go();
    bounds.onStop((stop) => {
      route.gate.remove(this);
      this.#failedOnce(new Failure('late', { detail: `${stops[stop]} before the call was sent` }));
    });
  }

  /** Its turn has come. */
  go(): void {
    const route = this.#route;
    const bounds = this.#bounds;
    bounds.onStop(undefined);
    this.#header = undefined;
    this.#refused = undefined;
    try {
      this.#trying = route.circuit.enter();
      this.#entered = true;
      bounds.limit(route.timeoutMs);
      if (this.#credential) this.#exchangeWith(this.#credential.header());
      else this.#exchange();
    } catch (error) {
      this.#over(error);
    }
  }

  /** The header at once, or when its token is there; a call that ends before that was not sent. */
  #exchangeWith(due: CredentialHeader | Promise<CredentialHeader>): void {
    if ('value' in due) {
      this.#header = due;
      return this.#exchange();
    }
    const bounds = this.#bounds;
    bounds.wait(due, (stop) => new Failure('late', { detail: `${stops[stop]} while it waited for a token` })).then(
      (header) => {
        this.#header = header;
        this.#exchange();
      },
      (error: unknown) => this.#over(error),
    );
  }

  #exchange(): void {
    const route = this.#route;
    const call = this.#call;
    const bounds = this.#bounds;
    this.sentAt ??= performance.now();
    this.#sending = true;
    try {
      const headers = headersOf(call.headers, this.#header, route.merged);
      route.exchangeOf(call)({ method: call.method, target: this.#target, headers, body: call.body, accept: call.accept ?? nothing }, bounds, this);
    } catch (error) {
      this.#over(error);
    }
  }

  onAnswer(answer: UpstreamAnswer): void {
    const route = this.#route;
    const call = this.#call;
    const accept = call.accept ?? nothing;
    this.#sending = false;
    this.attempts += 1;
    this.status = answer.status;
    let isPlain: boolean;
    try {
      isPlain = isPlainAnswer(answer, accept);
      if (!isPlain && answer.status === 401 && this.#credential?.renew && this.#header && !this.#refused && !accept.includes(401)) {
        this.#refused = this.#header;
        return this.#exchangeWith(this.#credential.renew(this.#refused));
      }
    } catch (error) {
      return this.#over(error);
    }
    if (isPlain) return this.#answered(answer);
    judge({ answer, accept, maxAnswerBytes: route.maxAnswerBytes, secrets: () => this.#secrets() }).then(
      (judged) => this.#answered(judged),
      (error: unknown) => this.#over(error),
    );
  }

  #secrets(): string[] {
    const sent = [this.#refused, this.#header].flatMap((header) => (header ? [header.value] : []));
    return [this.#route.host, this.#target.split('?')[0] ?? '', ...sent, ...(this.#credential?.secrets() ?? [])];
  }

  #answered(answer: UpstreamAnswer): void {
    const route = this.#route;
    this.#entered = false;
    route.circuit.leave(this.#trying, 'works');
    route.gate.leave();
    this.#ends.succeed(answer, this);
  }

  onFailure(error: unknown): void {
    this.#over(error);
  }

  /** The attempt has failed that was in its turn. */
  #over(error: unknown): void {
    const route = this.#route;
    const bounds = this.#bounds;
    if (this.#sending && !(error instanceof Failure && !error.sent)) this.attempts += 1;
    this.#sending = false;
    if (this.#entered) route.circuit.leave(this.#trying, verdictOf(error, bounds.stopped));
    this.#entered = false;
    // Later: the circuit opens after this turn, and whoever follows is to meet it open.
    queueMicrotask(() => route.gate.leave());
    this.#failedOnce(error);
  }

  /** Another attempt, or the end. */
  #failedOnce(error: unknown): void {
    const route = this.#route;
    const call = this.#call;
    const bounds = this.#bounds;
    if (!(error instanceof Failure) || !call.read) return this.#ends.fail(error, this);
    // Why the first attempts failed tells the caller more than that there is no further one now.
    if (error.kind === 'circuitOpen') return this.#ends.fail(this.#failed ?? error, this);
    this.#failed = error;
    if (this.#repeats >= route.retries || !bounds.again()) return this.#ends.fail(error, this);
    const pauseMs = pauseBeforeRetry(error, this.#repeats, bounds.patienceMs);
    if (pauseMs === undefined) return this.#ends.fail(error, this);
    this.#repeats += 1;
    void bounds.pause(pauseMs).then(() => {
      if (route.closing() || bounds.stopped !== undefined) this.#ends.fail(error, this);
      else this.#attempt();
    });
  }
}

/** Headers of a call with its credential, where they never change: merged once for each token. */
interface Merged {
  credential: CredentialHeader | undefined;
  headers: Readonly<Record<string, string>>;
}

export type MergedHeaders = WeakMap<Readonly<Record<string, string>>, Merged>;

/** Frozen headers are those of every call of a field. */
function headersOf(given: Readonly<Record<string, string>>, credential: CredentialHeader | undefined, known: MergedHeaders): Readonly<Record<string, string>> {
  if (!Object.isFrozen(given)) return merge(given, credential);
  const before = known.get(given);
  if (before && before.credential?.value === credential?.value && before.credential?.name === credential?.name) return before.headers;
  const headers = Object.freeze(merge(given, credential));
  known.set(given, { credential, headers });
  return headers;
}

function merge(given: Readonly<Record<string, string>>, credential: CredentialHeader | undefined): Record<string, string> {
  // Some firewalls turn away a request that does not say who asks.
  const headers: Record<string, string> = { 'user-agent': 'collectgraph', ...given };
  if (credential) headers[credential.name] = credential.value;
  return headers;
}
