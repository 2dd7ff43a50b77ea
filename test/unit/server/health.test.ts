/** What probes see, and what becomes of answers that have no end when the server ends. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { ready, type Health, type SystemHealth } from '../../../src/server/health.ts';
import { listen, type HTTPServer, type Route } from '../../../src/server/http.ts';

const log = pino({ level: 'silent' });
let http: HTTPServer | undefined;
afterEach(() => http?.close({ graceMs: 0 }));

async function serve(routes: Route[]): Promise<string> {
  http = await listen({ host: '127.0.0.1', port: 0, routes, log });
  return http.url;
}

async function missing(systems: Record<string, SystemHealth>, status: Health['status'] = 'ready'): Promise<{ status: number; missing: string[] }> {
  const url = await serve([{ path: '/health/ready', methods: { GET: ready(() => ({ status, mode: 'live', systems })) } }]);
  const response = await fetch(`${url}/health/ready`);
  const body = (await response.json()) as { missing: string[]; systems: unknown };
  expect(body.systems).toEqual(systems);
  return { status: response.status, missing: body.missing };
}

describe('readiness', () => {
  it.each<[string, SystemHealth, boolean]>([
    ['was never asked', { state: 'configured' }, false],
    ['answered', { state: 'configured', lastOutcome: 'OK', circuit: 'closed' }, false],
    ['is a stand-in', { state: 'stand-in', lastOutcome: 'OK' }, false],
    ['refused what it was asked', { state: 'configured', lastOutcome: 'UPSTREAM_BAD_REQUEST' }, false],
    ['is tried again', { state: 'configured', lastOutcome: 'OK', circuit: 'half-open' }, false],
    ['is not configured', { state: 'not configured' }, true],
    ['cannot be reached', { state: 'configured', lastOutcome: 'UPSTREAM_UNAVAILABLE' }, true],
    ['does not answer in time', { state: 'configured', lastOutcome: 'UPSTREAM_TIMEOUT' }, true],
    ['lost the answer to a write', { state: 'configured', lastOutcome: 'OUTCOME_UNKNOWN' }, true],
    ['does not take our credentials', { state: 'configured', lastOutcome: 'UPSTREAM_UNAUTHENTICATED' }, true],
    ['is left alone', { state: 'configured', lastOutcome: 'OK', circuit: 'open' }, true],
  ])('of a gateway of which one system %s is 200 and says whether it is missing', async (_, system, isMissing) => {
    expect(await missing({ one: system, other: { state: 'configured', lastOutcome: 'OK' } })).toEqual({ status: 200, missing: isMissing ? ['one'] : [] });
  });

  it.each(['starting', 'closing'] as const)('is 503 while %s', async (status) => {
    expect(await missing({}, status)).toEqual({ status: 503, missing: [] });
  });
});

describe('an answer without an end', () => {
  it('is told to end when the drain is over, and holds nothing up', async () => {
    let end: () => void = () => undefined;
    const url = await serve([
      {
        path: '/stream',
        methods: {
          GET: (_request, response) => {
            response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
            end = () => void response.end('data: bye\n\n');
          },
        },
      },
    ]);
    const response = await fetch(`${url}/stream`);
    const closing = http?.close({ graceMs: 60_000, onDrained: () => end() });
    expect(await response.text()).toBe('data: 1\n\ndata: bye\n\n');
    await closing;
  });

  it('that does not end is cut off when its time is over', async () => {
    const url = await serve([{ path: '/stream', methods: { GET: (_request, response) => void response.writeHead(200).write('data: 1\n\n') } }]);
    const response = await fetch(`${url}/stream`);
    const cut = expect(response.text()).rejects.toThrow();
    await http?.close({ graceMs: 1 });
    await cut;
  });
});
