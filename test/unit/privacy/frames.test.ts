import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { framesOf } from '../../../src/privacy/frames.ts';

describe('frames', () => {
  it.each<[string, Error]>([
    ['one line', new Error('Jane Doe')],
    ['several lines', new Error('Jane\nDoe\n  at home')],
    ['lines that look like frames', new Error('no debtor\n    at Jane.Doe (/home/jane:1:1)\n    at Jane (file:///Doe:2:2)')],
    ['the name, too', Object.assign(new Error('x'), { name: 'Jane' })],
    ['a message that was changed afterwards', Object.assign(new Error('Jane\n  at Doe'), { message: 'another' })],
    ['a cause below', new GraphQLError('outer', { originalError: new Error('Jane\n    at Doe, Main street 1') })],
    ['nothing', new Error('')],
  ])('of an error that says %s are frames alone', (_, error) => {
    const frames = framesOf(error);
    expect(frames.length).toBeGreaterThan(0);
    expect(frames.join('\n')).not.toMatch(/Jane|Doe/);
    expect(frames[0]).toMatch(/^at .*frames\.test\.ts:\d+:\d+\)?$/);
  });

  it('of what is no error are none', () => {
    for (const value of [undefined, null, 'Jane', 4711, {}, { stack: 4711 }, { stack: 'Jane' }]) expect(framesOf(value)).toEqual([]);
  });
});
