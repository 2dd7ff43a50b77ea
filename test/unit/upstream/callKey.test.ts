/** Two calls have one key where all that is sent of them is the same, and at no other time: whoever shares an answer relies on it. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { UpstreamCall } from '../../../src/upstream/call.ts';
import { callKey } from '../../../src/upstream/callKey.ts';
import { read } from './support.ts';

/** Texts that look like the key's own separators as well as any others. */
const text = fc.oneof(fc.string({ maxLength: 6 }), fc.stringMatching(/^[0-9:;+,-]{0,6}$/), fc.constantFrom('', '1:a', '-', '0;', '+', '__proto__', 'é', '\0'));
const headers = fc.array(fc.tuple(text, text), { maxLength: 3 }).map((pairs) => Object.fromEntries(pairs));
const call: fc.Arbitrary<UpstreamCall> = fc.record(
  { operation: text, method: text, path: text, headers, body: text, credential: text, accept: fc.array(fc.integer({ min: 200, max: 204 }), { maxLength: 2 }), read: fc.constant(true) },
  { requiredKeys: ['operation', 'method', 'path', 'headers', 'read'] },
);

/** All that is sent, as plain data; nothing to accept is nothing to accept. */
const sent = ({ operation, method, path, headers: given, body, credential, accept = [] }: UpstreamCall): string =>
  JSON.stringify([operation, method, path, Object.entries(given), body === undefined ? [] : [body], credential === undefined ? [] : [credential], accept]);

describe('the key of a call', () => {
  it('is the same for the same call', () => {
    fc.assert(fc.property(call, (one) => expect(callKey({ ...one, headers: { ...one.headers } })).toBe(callKey({ ...one, headers: Object.freeze({ ...one.headers }) }))));
  });

  it('differs where anything differs that is sent, whatever it looks like', () => {
    fc.assert(fc.property(call, call, (one, other) => expect(callKey(one) === callKey(other)).toBe(sent(one) === sent(other))), { numRuns: 5_000 });
  });

  it('differs for pieces of one text that stand elsewhere', () => {
    // Everything that a long text can be cut into, as path and body.
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        const [one, other] = [read({ path: a + b, body: c }), read({ path: a, body: b + c })];
        expect(callKey(one) === callKey(other)).toBe(b === '');
      }),
    );
  });

  it.each([
    ['a slash and its encoding', '/c/a%2Fb', '/c/a/b'],
    ['an encoding in small letters', '/c/a%2Fb', '/c/a%2fb'],
    ['a dot and its encoding', '/c/%2E%2E', '/c/..'],
    ['a plus and a blank', '/c?a=1+2', '/c?a=1%202'],
    ['an encoding that is encoded', '/c?a=%2525', '/c?a=%25'],
    ['an empty value and none', '/c?a=', '/c?a'],
    ['capitals', '/c/ACC', '/c/acc'],
    ['two orders of a query', '/c?a=1&b=2', '/c?b=2&a=1'],
  ])('differs for %s', (_what, one, other) => {
    expect(callKey(read({ path: one }))).not.toBe(callKey(read({ path: other })));
  });

  it('differs for a header without a value and none, and for no credential and an empty one', () => {
    const keys = [read(), read({ headers: { accept: '' } }), read({ headers: { accept: '', 'accept-language': '' } }), read({ credential: '' }), read({ credential: '-' }), read({ body: '' })].map(callKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is none for a body that is no text', () => {
    expect(callKey(read({ body: Buffer.from('a') }))).toBeUndefined();
    expect(callKey(read({ body: { parts: [] } }))).toBeUndefined();
  });
});
