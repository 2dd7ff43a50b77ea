/** The codes that clients know are those that the gateway says. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { errorCodes } from '../../../src/client/errorCodes.ts';
import { errorCodes as upstreamCodes } from '../../../src/errors.ts';

const source = (path: string): string => readFileSync(new URL(`../../../src/${path}`, import.meta.url), 'utf8');
const codes = (text: string): string[] => [...text.matchAll(/'([A-Z][A-Z_]+)'/g)].map(([, code]) => code!);

describe('error codes', () => {
  it('are those of the systems, of requests and of refusals', () => {
    const ofRequests = codes(/publicCodes = new Set<unknown>\(\[([^]*?)\]\)/.exec(source('server/errors.ts'))![1]!);
    const ofRefusals = codes(/code: ((?:'[A-Z_]+'(?: \| )?)+);/.exec(source('server/refusal.ts'))![1]!);
    expect(ofRequests.length).toBeGreaterThan(5);
    expect(ofRefusals.length).toBeGreaterThan(2);
    expect(Object.keys(errorCodes).sort()).toEqual([...new Set([...Object.keys(upstreamCodes), ...ofRequests, ...ofRefusals, 'INTERNAL_SERVER_ERROR'])].sort());
  });

  it('say the same of a retry as the gateway does', () => {
    for (const [code, { retryable }] of Object.entries(upstreamCodes)) expect([code, errorCodes[code as keyof typeof upstreamCodes] === 'yes']).toEqual([code, retryable]);
  });
});
