import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { originList } from '../../../src/config/values.ts';
import { startFixture } from './fixture.ts';
import type { Fixture } from './fixture.ts';

const desk = 'https://desk.example.com';
const evil = 'https://evil.example.com';

let shared: Fixture;
let alone: Fixture;
beforeAll(async () => {
  shared = await startFixture({ corsOrigins: new Set([desk, 'http://localhost:3000']), serve: true });
  alone = await startFixture();
});
afterAll(async () => {
  await shared.close();
  await alone.close();
});

const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,authorization' };
const preflight = (url: string, origin: string, headers: Record<string, string> = asked) => fetch(url, { method: 'OPTIONS', headers: { origin, ...headers } });
const ask = (url: string, origin: string, body = '{"query":"{ hello }"}') => fetch(`${url}/graphql`, { method: 'POST', headers: { origin, 'content-type': 'application/json' }, body });
const told = ({ headers }: Response): Record<string, string> => Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));

describe('a page of an origin that is named', () => {
  it('may send requests, with the headers that the graph takes', async () => {
    const response = await preflight(`${shared.url}/graphql`, desk);
    expect(response.status).toBe(204);
    expect(told(response)).toEqual({
      'access-control-allow-origin': desk,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type, authorization, x-api-key, x-request-id, apollo-require-preflight, x-apollo-operation-name, last-event-id, traceparent, x-upstream-calls',
      'access-control-expose-headers': 'x-request-id, retry-after',
      'access-control-max-age': '7200',
    });
    expect(response.headers.get('vary')).toContain('origin');
  });

  it('may read answers and refusals alike', async () => {
    for (const body of ['{"query":"{ hello }"}', '{"query":"{"}', '[]', 'nonsense', `{"query":"${'x'.repeat(200_000)}"}`]) {
      const response = await ask(shared.url, desk, body);
      expect(told(response)).toEqual({ 'access-control-allow-origin': desk, 'access-control-expose-headers': 'x-request-id, retry-after' });
      expect(response.headers.get('vary')).toBe('origin');
      await response.text();
    }
  });

  it('is not sent credentials by the browser', async () => {
    expect((await preflight(`${shared.url}/graphql`, desk)).headers.has('access-control-allow-credentials')).toBe(false);
  });

  it('reads nothing but the graph', async () => {
    for (const path of ['/health/live', '/health/ready', '/nowhere']) {
      expect(told(await fetch(`${shared.url}${path}`, { headers: { origin: desk } }))).toEqual({});
      expect(told(await preflight(`${shared.url}${path}`, desk))).toEqual({});
    }
  });
});

describe('a page of any other origin', () => {
  it.each([evil, 'null', '*', '', 'https://desk.example.com.evil.com', 'https://desk.example.com:444', 'http://desk.example.com', 'https://DESK.example.com', `${desk}, ${evil}`, `${desk}/`, 'http://localhost:30000'])('%j reads nothing and may not ask', async (origin) => {
    const answer = await ask(shared.url, origin);
    expect(told(answer)).toEqual({});
    // A cache must not give it the answer of an origin that is named.
    expect(answer.headers.get('vary')).toBe('origin');
    expect(told(await preflight(`${shared.url}/graphql`, origin))).toEqual({});
  });

  it('reads nothing where none is named, whatever it is', async () => {
    for (const origin of [desk, alone.url, 'null']) {
      expect(told(await ask(alone.url, origin))).toEqual({});
      expect(told(await preflight(`${alone.url}/graphql`, origin))).toEqual({});
    }
  });
});

describe('CORS_ORIGINS', () => {
  it('names origins exactly as browsers do', () => {
    expect(originList.parse('https://desk.example.com, http://localhost:3000')).toEqual(new Set([desk, 'http://localhost:3000']));
  });

  it.each(['*', 'null', 'https://*.example.com', 'desk.example.com', 'https://desk.example.com/', 'https://desk.example.com/app', 'https://desk.example.com:443', 'HTTPS://desk.example.com', 'https://a@desk.example.com', 'ftp://desk.example.com', `${desk},`])('is not %s', (text) => {
    expect(originList.safeParse(text).error?.issues[0]?.message).toBe('expected origins like https://host or http://host:port, separated by commas, without a path and without *');
  });
});
