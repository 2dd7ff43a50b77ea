/** The books of the chaos suite find what they are there to find. */
import { describe, expect, it } from '@jest/globals';
import { checkAsked, checkEntry, type Arrival, type Told } from '../chaos/ledger.ts';

const done: Arrival = { system: 'cm', operation: 'createPaymentLink', status: 200, done: true };
const lost: Arrival = { system: 'cm', operation: 'createPaymentLink', done: true, failure: { kind: 'truncate' } };
const failed: Arrival = { system: 'cm', operation: 'createPaymentLink', status: 500 };
const broken: Arrival = { system: 'cm', operation: 'createPaymentLink', failure: { kind: 'reset', when: 'request' } };
const refused: Arrival = { system: 'cm', operation: 'createPaymentLink', status: 401, done: false };

const check = (told: Told | undefined, ...arrivals: Arrival[]): string[] => checkEntry({ mark: 'm', kind: 'k', askedAt: 0, ...(told && { told }) }, arrivals);

describe('the books of one write', () => {
  it.each<[Told, Arrival[]]>([
    ['done', [done]], ['done', [refused, done]], ['failed', []], ['failed', [failed]], ['failed', [refused]], ['failed', [refused, refused]],
    ['unknown', []], ['unknown', [lost]], ['unknown', [broken]], ['unknown', [failed]], ['unknown', [refused, lost]],
  ])('agree where it was told %s: %j', (told, arrivals) => {
    expect(check(told, ...arrivals)).toEqual([]);
  });

  it.each<[Told | undefined, Arrival[], string[]]>([
    [undefined, [], ['its caller was told nothing']],
    ['done', [], ['its caller was told that it was done, and it was not']],
    ['done', [failed], ['its caller was told that it was done, and it was not']],
    ['failed', [lost], ['its caller was told that it had failed, and it was done']],
    ['unknown', [lost, done], ['it was sent 2 times', 'it was done 2 times']],
    ['done', [failed, done], ['it was sent 2 times']],
    ['unknown', [broken, broken], ['it was sent 2 times']],
  ])('do not agree where it was told %s: %j', (told, arrivals, problems) => {
    expect(check(told, ...arrivals)).toEqual(problems);
  });
});

describe('the books of requests for payment', () => {
  const asked = (told: Told[], ...arrivals: Arrival[]): string[] => checkAsked({ kind: 'k', mark: 'm', told }, arrivals);

  it('agree', () => {
    expect(asked(['done'], done)).toEqual([]);
    expect(asked(['failed', 'unknown', 'unknown'], lost)).toEqual([]);
    expect(asked(['failed', 'done'], failed, done)).toEqual([]);
    expect(asked(['unknown', 'failed'])).toEqual([]);
  });

  it('do not agree', () => {
    expect(asked(['unknown', 'done'], lost, done)).toEqual(['its debtor was asked 2 times']);
    expect(asked(['done'])).toEqual(['a link was answered, and none was created']);
    expect(asked(['failed', 'failed'], lost)).toEqual(['all requests were told to have failed, and a link was created']);
  });
});
