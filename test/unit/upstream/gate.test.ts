import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Gate } from '../../../src/upstream/gate.ts';
import type { Waiting } from '../../../src/upstream/gate.ts';
import { closeAll, codeOf, make, scope, startRaw, write } from './support.ts';

describe('the gate', () => {
  it('lets in no more than it has places, loses none, and lets in whoever waits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(fc.tuple(fc.constantFrom('enter', 'leave', 'remove'), fc.nat({ max: 3 }), fc.nat()), { maxLength: 60 }), (places, steps) => {
        const gate = new Gate(places);
        const inside: unknown[] = [];
        const waiting: Waiting[] = [];
        for (const [step, request, pick] of steps) {
          if (step === 'enter') {
            const one: Waiting = {
              ahead: undefined,
              behind: undefined,
              requestId: `r-${request}`,
              go: () => {
                waiting.splice(waiting.indexOf(one), 1);
                inside.push(one);
              },
            };
            if (gate.enter(one)) inside.push(one);
            else waiting.push(one);
          } else if (step === 'leave' && inside.length > 0) {
            inside.pop();
            gate.leave();
          } else if (step === 'remove' && waiting.length > 0) {
            const [gone] = waiting.splice(pick % waiting.length, 1);
            if (gone) {
              gate.remove(gone);
              gate.remove(gone);
            }
          }
          expect(inside.length).toBeLessThanOrEqual(places);
          if (waiting.length > 0) expect(inside).toHaveLength(places);
        }
        while (inside.length > 0) {
          inside.pop();
          gate.leave();
        }
        expect(waiting).toEqual([]);
      }),
    );
  });

  it('with 20,000 calls that wait while their system is left alone empties without a stack of them', async () => {
    const { url } = await startRaw((socket) => socket.once('data', () => socket.destroy()));
    const { system } = make(url, { concurrency: 1, circuitFailures: 1, circuitResetMs: 60_000, timeoutMs: 60_000 });
    const codes = await Promise.all(Array.from({ length: 20_000 }, () => codeOf(system.send(write(), scope({ requestId: 'r' })))));
    await closeAll();
    expect(codes[0]).toBe('OUTCOME_UNKNOWN');
    expect(new Set(codes.slice(1))).toEqual(new Set(['UPSTREAM_CIRCUIT_OPEN']));
  }, 60_000);
});
