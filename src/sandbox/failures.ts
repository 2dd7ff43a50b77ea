/**
 * Failures on demand: what a stand-in does instead of, or with, its answer.
 *
 * A rule is asked for every call of its system, the newest first, until one gives a failure.
 * `done: true` lets the operation happen all the same: the write is made and its answer is lost.
 */
import type { Answer } from './standIn.ts';

export interface FailingCall {
  /** operationId; `graphql` at Collectmaxx. */
  operation: string;
  method: string;
  /** With its query. */
  url: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Counts the calls of this operation, from 1. */
  n: number;
}

export type Failure =
  /** Another answer; without a body the system's own words for that status. */
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: string | Buffer; done?: boolean }
  /** 200 with something that is no answer; HTML unless given. */
  | { kind: 'garbage'; body?: string | Buffer; contentType?: string; done?: boolean }
  /** No answer, until the caller gives up or the sandbox closes. */
  | { kind: 'hang'; done?: boolean }
  /** The connection breaks: after the request's head, after its body, or within the answer's body (the operation is done then). */
  | { kind: 'reset'; when: 'head' | 'request'; done?: boolean }
  | { kind: 'reset'; when: 'answer' }
  /** The answer ends halfway, in an orderly way; the operation is done. */
  | { kind: 'truncate' }
  /** The answer comes late: after some ms, or when a promise settles. The operation is done before the wait. */
  | { kind: 'delay'; ms: number }
  | { kind: 'wait'; until: Promise<unknown> };

export type FailureRule = (call: FailingCall) => Failure | undefined;

export interface Failures {
  /** Takes the rule back when called. */
  add(rule: FailureRule): () => void;
  clear(): void;
  next(call: FailingCall): Failure | undefined;
}

export function createFailures(): Failures {
  let rules: FailureRule[] = [];
  return {
    add(rule) {
      rules = [rule, ...rules];
      return () => (rules = rules.filter((one) => one !== rule));
    },
    clear: () => (rules = []),
    next(call) {
      for (const rule of rules) {
        const failure = rule(call);
        if (failure !== undefined) return failure;
      }
      return undefined;
    },
  };
}

/** Whether the system does what it is asked for although the answer fails. */
export function isDone(failure: Failure): boolean {
  if (failure.kind === 'truncate' || failure.kind === 'delay' || failure.kind === 'wait') return true;
  if (failure.kind === 'reset' && failure.when === 'answer') return true;
  return 'done' in failure && failure.done === true;
}

/** The answer that the caller reads, where the failure is one of content. */
export function replacement(failure: Failure, words: (status: number) => Answer): Answer | undefined {
  if (failure.kind === 'status') {
    const own = words(failure.status);
    const body = failure.body === undefined ? own : { status: failure.status, bytes: Buffer.from(failure.body) };
    return { ...body, headers: { ...own.headers, ...failure.headers } };
  }
  if (failure.kind === 'garbage') {
    const { body = '<html><body>502 Bad Gateway</body></html>', contentType = 'text/html' } = failure;
    return { status: 200, headers: { 'content-type': contentType }, bytes: Buffer.from(body) };
  }
  return undefined;
}
