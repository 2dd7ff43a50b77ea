import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { withhold } from '../../../src/privacy/withhold.ts';

describe('a vendor\'s words', () => {
  it.each<[string, string, string[], string]>([
    ['as it was sent', 'No debtor Jane Doe here', ['Jane Doe'], 'No debtor (withheld) here'],
    ['twice', 'Doe, Doe', ['Doe'], '(withheld), (withheld)'],
    ['in another case', 'JANE is known', ['Jane'], '(withheld) is known'],
    ['as JSON writes it', 'bad: "a\\"b\\n"', ['a"b\n'], 'bad: "(withheld)\\n"'],
    ['as a URL writes it', 'no Jane%20Doe, no Jane+Doe', ['Jane Doe'], 'no (withheld), no (withheld)'],
    ['a number without its spaces', 'calls 31612345678', ['+31 6 1234-5678'], 'calls (withheld)'],
    ['a name within an address', 'no jane.doe@example.com', ['jane', 'jane.doe@example.com'], 'no (withheld)'],
    ['a piece of a long text', 'starts with "Dear Ms Doe, you still owe..."', ['Dear Ms Doe, you still owe us 12 euros and some cents'], 'starts with "(withheld)..."'],
    ['two pieces of a long text', 'first half of all the words / second half of all of it', ['first half of all the words and then the second half of all of it'], '(withheld)/(withheld)'],
  ])('lose a value %s', (_, text, values, expected) => {
    expect(withhold(text, values)).toBe(expected);
  });

  it('keep what is no secret alone', () => {
    expect(withhold('body/[0] should have "DE"', ['DE', 'M', '', '  ', '1'])).toBe('body/[0] should have "DE"');
    expect(withhold('nothing of that', ['Jane Doe'])).toBe('nothing of that');
    expect(withhold('nothing of that', [])).toBe('nothing of that');
  });

  it('hold none of the values, whatever they are', () => {
    const value = fc.string({ unit: 'grapheme', minLength: 3, maxLength: 60 }).map((text) => text.trim()).filter((text) => text.length >= 3 && !'(withheld)'.includes(text));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), fc.string({ unit: 'grapheme', maxLength: 10 }), (values, between) => {
        const left = withhold(values.join(`|${between}|`), values);
        // What is left may spell a value anew across a mark's edge, but none stands where it stood.
        expect(left.split('(withheld)').filter((piece) => values.some((one) => piece.includes(one)))).toEqual([]);
      }),
    );
  });

  it('cost little, however long the texts are', () => {
    const long = 'a'.repeat(200_000);
    expect(withhold('a'.repeat(500), [long])).toBe('(withheld)');
    expect(withhold('b'.repeat(500), [long])).toHaveLength(500);
  });
});
