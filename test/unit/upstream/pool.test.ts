import { describe, expect, it } from '@jest/globals';
import type { Dispatcher, Pool } from 'undici';
import { Bounds } from '../../../src/upstream/bounds.ts';
import { poolExchange } from '../../../src/upstream/poolExchange.ts';
import { scope } from './support.ts';

/** A pool that only hands over the handler: the test plays the pool's part. */
function fakePool() {
  const state: { handler?: Dispatcher.DispatchHandler } = {};
  const pool = { dispatch: (_options: unknown, handler: Dispatcher.DispatchHandler) => ((state.handler = handler), true) } as unknown as Pool;
  return { pool, state };
}

function fakeController() {
  const reasons: Error[] = [];
  return { reasons, controller: { abort: (reason: Error) => void reasons.push(reason) } as unknown as Dispatcher.DispatchController };
}

const request = { method: 'POST', target: '/x', headers: {}, body: '{}', accept: [] };

describe('a request in the hands of the pool', () => {
  it('is not put on a second socket: its outcome is unknown after the first', async () => {
    const { pool, state } = fakePool();
    const bounds = new Bounds(scope());
    const result = poolExchange(pool, 1000)(request, bounds).catch((error: unknown) => error);
    const [first, second] = [fakeController(), fakeController()];
    state.handler?.onRequestStart?.(first.controller, {});
    state.handler?.onRequestStart?.(second.controller, {});
    expect(first.reasons).toHaveLength(0);
    expect(second.reasons).toHaveLength(1);
    expect(await result).toMatchObject({ kind: 'broken' });
    bounds.end();
  });

  it('that ended before its socket was there is never put on it', async () => {
    const { pool, state } = fakePool();
    const abort = new AbortController();
    const bounds = new Bounds(scope({ signal: abort.signal }));
    const result = poolExchange(pool, 1000)(request, bounds).catch((error: unknown) => error);
    abort.abort();
    expect(await result).toMatchObject({ kind: 'late' });
    const { reasons, controller } = fakeController();
    state.handler?.onRequestStart?.(controller, {});
    state.handler?.onResponseError?.(controller, reasons[0] ?? new Error('none'));
    expect(reasons).toHaveLength(1);
    bounds.end();
  });

  it('that ended before it was handed over is not handed over', async () => {
    const { pool, state } = fakePool();
    const bounds = new Bounds(scope({ signal: AbortSignal.abort() }));
    expect(await poolExchange(pool, 1000)(request, bounds).catch((error: unknown) => error)).toMatchObject({ kind: 'late' });
    expect(state.handler).toBeUndefined();
  });
});
