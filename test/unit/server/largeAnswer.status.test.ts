/** A large answer that Apollo gives another status than 200: it is told with that status, whole. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HeaderMap } from '@apollo/server';
import type { ApolloServer } from '@apollo/server';
import { expect, it } from '@jest/globals';
import { openCallers } from '../../../src/callers/main.ts';
import type { RequestContext } from '../../../src/context.ts';
import { createLimits, noLimits } from '../../../src/limits/main.ts';
import { graphqlHandler } from '../../../src/server/graphql.ts';
import { jsonPieces } from '../../../src/server/pieces.ts';
import { post } from './fixture.ts';

const errors = Array.from({ length: 25_000 }, (_, n) => ({ message: `no ${n}`, extensions: { code: 'UPSTREAM_TIMEOUT' } }));

it.each([
  [undefined, 200],
  [200, 200],
  [400, 400],
  [500, 500],
])('status %s of Apollo is %i to the caller', async (status, told) => {
  const executeHTTPGraphQLRequest = async () => ({
    status,
    headers: new HeaderMap([['content-type', 'application/json; charset=utf-8']]),
    body: { kind: 'complete', string: await jsonPieces({ errors }) },
  });
  const handle = graphqlHandler({
    apollo: () => ({ executeHTTPGraphQLRequest }) as unknown as ApolloServer<RequestContext>,
    callers: openCallers,
    systemsOf: () => new Map(),
    deadlineMs: 30_000,
    maxBodyBytes: 1000,
    maxUploadBytes: 1000,
    limits: createLimits(noLimits),
  });
  const server = createServer((request, response) => void handle(request, response, 'request-1'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const reply = await post(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { query: '{ __typename }' });
    expect(reply.status).toBe(told);
    expect(reply.body.errors?.[24_999]?.extensions).toEqual({ code: 'UPSTREAM_TIMEOUT', ...(told === 500 && { requestId: 'request-1' }) });
    expect(reply.body.errors?.map(({ message }) => message).join()).toBe(errors.map(({ message }) => message).join());
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
