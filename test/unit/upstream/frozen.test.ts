import { afterEach, describe, expect, it } from '@jest/globals';
import { closeAll, codeOf, json, make, oauth, read, scope, startServer } from './support.ts';

afterEach(closeAll);

/** Headers of a field are one frozen object for all its calls: they are merged and written once, and must still go with each call's own credential. */
describe('headers that never change', () => {
  const headers = Object.freeze({ accept: 'application/json' });

  it('go with the token of the moment', async () => {
    let issued = 0;
    const server = await startServer(({ url, headers: sent }, response) => {
      if (url === '/token') return json(response, 200, { access_token: `t${(issued += 1)}`, expires_in: 3600 });
      // Each token is good for two calls.
      const uses = server.seen.filter((one) => one.headers.authorization === sent.authorization).length;
      json(response, uses > 2 ? 401 : 200, {});
    });
    const { system } = make(server.url, { credentials: [oauth()] });
    for (let n = 0; n < 5; n += 1) expect(await codeOf(system.send(read({ headers, credential: 'oauth2' }), scope()))).toBe(200);
    const calls = server.seen.filter(({ url }) => url !== '/token');
    expect(calls.map((one) => one.headers.authorization)).toEqual(['t1', 't1', 't1', 't2', 't2', 't2', 't3'].map((token) => `Bearer ${token}`));
    expect(calls.every((one) => one.headers.accept === 'application/json' && one.headers['user-agent'] === 'collectgraph')).toBe(true);
  });

  it('go with the credential of each call, or none, and of each system', async () => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    const credentials = [{ type: 'BEARER', name: 'a', token: 'A' }, { type: 'API_KEY', name: 'b', header: 'X-Key', key: 'A' }] as const;
    const one = make(server.url, { credentials }).system;
    const other = make(server.url, { credentials: [{ type: 'BEARER', name: 'a', token: 'B' }] }).system;
    for (const round of [1, 2]) {
      await one.send(read({ headers, path: `/${round}`, credential: 'a' }), scope());
      await other.send(read({ headers, path: `/${round}`, credential: 'a' }), scope());
      await one.send(read({ headers, path: `/${round}`, credential: 'b' }), scope());
      await one.send(read({ headers, path: `/${round}` }), scope());
    }
    const sent = server.seen.map((seen) => [seen.headers.authorization, seen.headers['x-key']]);
    const expected = [['Bearer A', undefined], ['Bearer B', undefined], [undefined, 'A'], [undefined, undefined]];
    expect(sent).toEqual([...expected, ...expected]);
  });

  it('that cannot be written are refused each time', async () => {
    const server = await startServer((_seen, response) => json(response, 200, {}));
    const { system } = make(server.url);
    const bad = Object.freeze({ 'x-a': 'b\r\nx-c: d' });
    for (let n = 0; n < 2; n += 1) expect(await codeOf(system.send(read({ headers: bad }), scope()))).toBe('UPSTREAM_BAD_REQUEST');
    expect(server.seen).toEqual([]);
  });
});
