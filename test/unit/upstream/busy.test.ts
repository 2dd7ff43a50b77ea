/** A process that had no time for a while finds answers in its sockets and limits that are over: the answers came first. */
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from '@jest/globals';
import { anyone } from '../../../src/callers/caller.ts';
import { createContext } from '../../../src/server/context.ts';
import { closeAll, codeOf, later, make, read, scope, write } from './support.ts';

afterEach(closeAll);

const [arrived, answered] = [0, 1];

/** A server with a thread of its own, which answers while the test's stands still. */
async function startElsewhere(): Promise<{ url: string; flags: Int32Array }> {
  const flags = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(
    `const { parentPort, workerData: flags } = require('node:worker_threads');
     const server = require('node:http').createServer((request, response) => {
       request.resume();
       request.on('end', () => {
         Atomics.store(flags, ${arrived}, 1);
         response.end('{}', () => { Atomics.store(flags, ${answered}, 1); Atomics.notify(flags, ${answered}); });
       });
     });
     server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`,
    { eval: true, workerData: flags },
  );
  later(() => worker.terminate());
  const port = await new Promise<number>((resolve) => void worker.once('message', resolve));
  return { url: `http://127.0.0.1:${port}`, flags };
}

/** Stands still from the moment that the call has arrived there till its answer is here, and its time over. */
async function standStill(flags: Int32Array, ms: number): Promise<void> {
  // After these come the timers, and only then what has arrived.
  while (Atomics.load(flags, arrived) === 0) await new Promise((resolve) => setImmediate(resolve));
  if (Atomics.wait(flags, answered, 0, 20_000) === 'timed-out') throw new Error('expected an answer within 20 s');
  for (const until = performance.now() + ms; performance.now() < until; );
}

describe.each(['http1', 'undici'] as const)('an answer that came while the process stood still (%s)', (client) => {
  it.each([
    ['a read', read, { timeoutMs: 200 }, 60_000],
    ['a write', write, { timeoutMs: 200 }, 60_000],
    ['a write, and the deadline has passed', write, {}, 200],
  ] as const)('is the answer of %s', async (_, call, settings, deadlineMs) => {
    const { url, flags } = await startElsewhere();
    const { system } = make(url, { ...settings, client });
    const answer = codeOf(system.send(call(), scope({ deadline: Date.now() + deadlineMs })));
    await standStill(flags, 300);
    expect(await answer).toBe(200);
  });

  it('is the answer of an operation whose deadline has passed', async () => {
    const { url, flags } = await startElsewhere();
    const { system } = make(url, { client });
    const context = createContext({
      requestId: 'r', response: { closed: false, writableFinished: false, on: () => undefined }, caller: anyone, systems: new Map(), deadlineMs: 200, budget: { left: 10 },
    });
    const answer = codeOf(system.send(write(), context));
    await standStill(flags, 300);
    expect(await answer).toBe(200);
    // And then it is over: no further call begins.
    while (!context.signal.aborted) await new Promise((resolve) => setImmediate(resolve));
    expect(await codeOf(system.send(write(), context))).toBe('UPSTREAM_TIMEOUT');
  });
});
