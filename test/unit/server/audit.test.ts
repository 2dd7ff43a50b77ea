import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { startFixture } from './fixture.ts';
import type { Fixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => (fixture = await startFixture()));
afterAll(() => fixture.close());

// A GET without a content-type is what a foreign page could make a browser send, so it must carry this header.
const fetchFn = (url: string, init: RequestInit = {}) => fetch(url, { ...init, headers: { 'apollo-require-preflight': 'true', ...init.headers } });

describe('GraphQL over HTTP', () => {
  for (const audit of serverAudits({ url: () => `${fixture.url}/graphql`, fetchFn })) {
    it(audit.name, async () => {
      const result = await audit.fn();
      expect({ status: result.status, reason: 'reason' in result ? result.reason : undefined }).toEqual({ status: 'ok', reason: undefined });
    });
  }
});
