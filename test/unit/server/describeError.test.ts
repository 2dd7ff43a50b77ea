import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { describeError } from '../../../src/server/describeError.ts';

const thrown = (action: () => unknown): unknown => {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

describe('an error in the log', () => {
  it.each<[string, () => unknown]>([
    ['JSON that is none', () => JSON.parse('Jane Doe') as unknown],
    ['a number that is none', () => BigInt('Jane Doe')],
    ['an address that is none', () => new URL('Jane Doe')],
    ['a member of something that is not there', () => (undefined as unknown as Record<string, string>)['Jane Doe']],
    ['an error of our own', () => { throw new Error('Jane Doe'); }],
    ['a text', () => { throw 'Jane Doe' as unknown as Error; }],
  ])('about %s does not quote it', (_, action) => {
    const described = describeError(thrown(action));
    expect(JSON.stringify(described)).not.toContain('Jane');
  });

  it('tells kind, code, frames and what lies below', () => {
    const cause = Object.assign(new Error('connect to 10.0.0.1'), { code: 'ECONNREFUSED' });
    const described = describeError(new GraphQLError('outer', { originalError: cause }));
    expect(described).toMatchObject({ name: 'GraphQLError', message: '(withheld: it may quote data)', cause: { name: 'Error', code: 'ECONNREFUSED' } });
    expect(described.stack[0]).toMatch(/^at .*describeError\.test\.ts/);
  });

  it('keeps what speaks of the program alone', () => {
    expect(describeError(thrown(() => (undefined as unknown as { claims: string }).claims)).message).toBe('Cannot read properties of undefined');
    expect(describeError(new Error('Cannot return null for non-nullable field Account.name.')).message).toBe('Cannot return null for non-nullable field Account.name.');
  });

  it('of an endless chain is cut', () => {
    const loop = new Error('a');
    loop.cause = loop;
    expect(JSON.stringify(describeError(loop)).length).toBeLessThan(10_000);
  });
});
