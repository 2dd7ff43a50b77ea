import { expect, it } from '@jest/globals';
import { createTokenStore } from '../../../../src/server/workers/tokens.ts';

function store() {
  let now = 1_000;
  return { tokens: createTokenStore(() => now), pass: (ms: number) => (now += ms) };
}

it('gives a token with the rest of its life, and no longer than that', () => {
  const { tokens, pass } = store();
  tokens.keep('acme', { value: 'one', lifetimeMs: 500 });
  expect(tokens.find('acme')).toEqual({ value: 'one', lifetimeMs: 500 });
  pass(499);
  expect(tokens.find('acme')).toEqual({ value: 'one', lifetimeMs: 1 });
  pass(1);
  expect(tokens.find('acme')).toBeUndefined();
});

it('gives the last one that was kept, to its owner alone', () => {
  const { tokens } = store();
  tokens.keep('acme', { value: 'one', lifetimeMs: 500 });
  tokens.keep('acme', { value: 'two', lifetimeMs: 300 });
  expect(tokens.find('acme')).toEqual({ value: 'two', lifetimeMs: 300 });
  expect(tokens.find('other')).toBeUndefined();
});

it('keeps none that was dead when it came', () => {
  const { tokens } = store();
  tokens.keep('acme', { value: 'one', lifetimeMs: 0 });
  expect(tokens.find('acme')).toBeUndefined();
});
