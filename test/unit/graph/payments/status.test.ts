import { describe, expect, it } from '@jest/globals';
import { isOpen, paymentLinkStatus, paymentStatuses, payLinkStatus } from '../../../../src/graph/payments/status.ts';

describe('the status of a PayLink', () => {
  it.each([
    ['ready', 'OPEN'], ['started', 'STARTED'], ['partially_paid', 'PARTIALLY_PAID'], ['paid', 'PAID'], ['cancelled', 'CANCELLED'], ['failed', 'FAILED'],
    ['READY', 'OPEN'], ['expired', 'UNKNOWN'], ['', 'UNKNOWN'], [null, 'UNKNOWN'], [undefined, 'UNKNOWN'], [7, 'UNKNOWN'], ['constructor', 'UNKNOWN'],
  ])('%j is %s', (status, expected) => {
    expect(payLinkStatus(status)).toBe(expected);
  });
});

describe('the status of a payment link', () => {
  it.each([
    [{ status: 'open', active: true }, 'OPEN'],
    [{ status: 'open' }, 'OPEN'],
    [{ status: 'OPEN', active: null }, 'OPEN'],
    [{ status: 'open', active: false }, 'CANCELLED'],
    [{ status: 'paid', active: false }, 'PAID'],
    [{ status: 'paid', active: true }, 'PAID'],
    [{ status: 'settled', active: false }, 'CANCELLED'],
    [{ status: 'settled', active: true }, 'UNKNOWN'],
    [{ status: null, active: true }, 'UNKNOWN'],
    [{}, 'UNKNOWN'],
  ])('%j is %s', (link, expected) => {
    expect(paymentLinkStatus(link)).toBe(expected);
  });
});

it('is open while a debtor can be thought to pay by it', () => {
  expect(paymentStatuses.filter(isOpen)).toEqual(['OPEN', 'STARTED', 'PARTIALLY_PAID']);
});
