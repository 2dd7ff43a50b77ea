import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { afterEach, describe, expect, it } from '@jest/globals';
import { post, startFixture } from './fixture.ts';
import type { Fixture } from './fixture.ts';

const open: Fixture[] = [];
const start = async (...options: Parameters<typeof startFixture>): Promise<Fixture> => {
  const fixture = await startFixture(...options);
  open.push(fixture);
  return fixture;
};
afterEach(() => Promise.all(open.splice(0).map((fixture) => fixture.close())));

const health = async (url: string, path: string) => {
  const reply = await fetch(`${url}${path}`);
  return { status: reply.status, body: await reply.json() };
};

describe('before the graph stands', () => {
  it('the process is live and not ready, and /graphql says so', async () => {
    const { server, url } = await start({ serve: false });
    expect(await health(url, '/health/live')).toEqual({ status: 200, body: { status: 'live' } });
    expect(await health(url, '/health/ready')).toEqual({ status: 503, body: { status: 'starting', mode: 'test', missing: [], systems: { receeve: { state: 'configured' } } } });
    const { status, headers, body } = await post(url, { query: '{ hello }' });
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('1');
    expect(body.errors![0]).toMatchObject({ message: 'The graph is not built yet.', extensions: { code: 'NOT_READY' } });
    await server.close(0);
  });

  it('HEAD gives the status alone', async () => {
    const { url } = await start();
    const reply = await fetch(`${url}/health/ready`, { method: 'HEAD' });
    expect(reply.status).toBe(200);
    expect(await reply.text()).toBe('');
  });
});

describe('a client that hangs up', () => {
  it('ends the work done for it', async () => {
    const { url, seen, logged } = await start();
    const request = httpRequest(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' } });
    request.on('error', () => undefined);
    request.end('{"query":"{ wait }"}');
    await seen.waiting;
    request.destroy();
    expect(await seen.aborted).toMatchObject({ name: 'AbortError', message: 'The client has hung up.' });
    expect((await post(url, { query: '{ hello }' })).status).toBe(200);
    expect(logged).toEqual([]);
  });

  it('a hundred times in the middle of a body leaves the server as it was', async () => {
    const { url, logged } = await start();
    for (let i = 0; i < 100; i++) {
      const request = httpRequest(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': '1000' } });
      request.on('error', () => undefined);
      request.write('{"query":');
      await once(request, 'socket').then(([socket]: { once: (e: string, l: () => void) => void; connecting: boolean }[]) => new Promise<void>((resolve) => (socket!.connecting ? socket!.once('connect', resolve) : resolve())));
      request.destroy();
    }
    expect((await post(url, { query: '{ hello }' })).status).toBe(200);
    expect(logged).toEqual([]);
  });

  it('does not come into it when the deadline passes first', async () => {
    const { url, seen } = await start({ requestDeadlineMs: 20 });
    const { body } = await post(url, { query: '{ wait }' });
    expect(body.data).toEqual({ wait: 'aborted' });
    expect(await seen.aborted).toMatchObject({ name: 'TimeoutError' });
  });
});

describe('the end', () => {
  it('lets requests in flight finish, is not ready meanwhile, and then closes the port', async () => {
    const { server, url, seen } = await start();
    const slow = post(url, { query: '{ slow }' });
    await seen.slowStarted;
    const closed = server.close();
    expect(await health(url, '/health/ready')).toMatchObject({ status: 503, body: { status: 'closing' } });
    expect((await health(url, '/health/live')).status).toBe(200);
    // Who has not heard yet is served, on a connection that ends with the answer.
    const late = await post(url, { query: '{ hello }' });
    expect(late.body).toEqual({ data: { hello: 'Hello world' } });
    expect(late.headers.get('connection')).toBe('close');
    seen.release();
    expect((await slow).body).toEqual({ data: { slow: 'done' } });
    await closed;
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  });

  it('does not wait for ever', async () => {
    const { server, url, seen } = await start();
    const slow = post(url, { query: '{ wait }' });
    slow.catch(() => undefined);
    await seen.waiting;
    await server.close(10);
    await expect(slow).rejects.toThrow();
    expect(await seen.aborted).toMatchObject({ name: 'AbortError' });
  });

  it('does not wait for connections that ask nothing', async () => {
    const { server, url } = await start();
    const agent = new Agent({ keepAliveTimeout: 60_000 });
    await fetch(`${url}/health/live`, { dispatcher: agent } as unknown as RequestInit).then((reply) => reply.text());
    await server.close();
    await agent.close();
  });

  it('comes once, however often it is called', async () => {
    const { server } = await start();
    await Promise.all([server.close(), server.close()]);
    await server.close();
  });

  it('may come before the graph', async () => {
    const { server } = await start({ serve: false });
    await server.close();
  });
});

describe('a port that cannot be had', () => {
  it('is said in one sentence', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(startFixture({ port })).rejects.toMatchObject({ name: 'StartError', message: `Port ${port} on 127.0.0.1 is in use: set PORT to a free one.` });
    await expect(startFixture({ host: '192.0.2.1' })).rejects.toMatchObject({ message: 'HOST is 192.0.2.1, which is no address of this machine.' });
    await new Promise((resolve) => other.close(resolve));
  });
});
