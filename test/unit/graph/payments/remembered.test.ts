import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canBeRemembered, intentKey, intentOf, linkKey, readMeta, rememberedLinks } from '../../../../src/graph/payments/remembered.ts';
import type { PaymentProvider } from '../../../../src/graph/payments/remembered.ts';

const at = '2025-03-01T12:00:00.000Z';
const providers: PaymentProvider[] = ['COLLECTMAXX', 'CM'];

describe('the meta of an account', () => {
  it('tells the links of all claims, and the intent that stands', () => {
    const meta = {
      'cmPaymentLink:CLM-1:pml-1': at,
      'collectmaxxPayLink:CLM-2:8d3f': at,
      'cmPaymentLink:CLM-1:intent': at,
      'collectmaxxPayLink:CLM-1:intent': null,
      segment: 'cold',
    };
    expect(rememberedLinks(meta)).toEqual([
      { provider: 'CM', claimReference: 'CLM-1', id: 'pml-1', at },
      { provider: 'COLLECTMAXX', claimReference: 'CLM-2', id: '8d3f', at },
    ]);
    expect(intentOf(meta, 'CM', 'CLM-1')).toEqual({ at });
    expect(intentOf(meta, 'COLLECTMAXX', 'CLM-1')).toBeUndefined();
    expect(intentOf(meta, 'CM', 'CLM-2')).toBeUndefined();
  });

  it('may be JSON text', () => {
    const meta = JSON.stringify({ 'cmPaymentLink:CLM-1:pml-1': at, 'cmPaymentLink:CLM-1:intent': at });
    expect(rememberedLinks(meta)).toHaveLength(1);
    expect(intentOf(meta, 'CM', 'CLM-1')).toEqual({ at });
  });

  it('reads a link whose value is not a time, and an intent likewise: both stand', () => {
    const meta = { 'cmPaymentLink:CLM-1:pml-1': true, 'cmPaymentLink:CLM-1:intent': 0 };
    expect(rememberedLinks(meta)).toEqual([{ provider: 'CM', claimReference: 'CLM-1', id: 'pml-1', at: undefined }]);
    expect(intentOf(meta, 'CM', 'CLM-1')).toEqual({ at: undefined });
  });

  it.each([
    ['a claim with colons', 'a:b::c', 'x'],
    ['a claim that looks like a key', 'cmPaymentLink:CLM-1', 'x'],
    ['a claim called intent', 'intent', 'x'],
    ['a claim of a colon', ':', 'x'],
    ['a claim called __proto__', '__proto__', 'x'],
  ])('keeps the reference of %s', (_, claimReference, id) => {
    for (const provider of providers) {
      const meta = { [linkKey(provider, claimReference, id)]: at, [intentKey(provider, claimReference)]: at };
      expect(rememberedLinks(meta)).toEqual([{ provider, claimReference, id, at }]);
      expect(intentOf(meta, provider, claimReference)).toEqual({ at });
    }
  });

  it('gives back any key that was written, whatever the reference', () => {
    fc.assert(
      fc.property(fc.constantFrom(...providers), fc.string({ minLength: 1, unit: 'binary' }), fc.uuid(), (provider, claimReference, id) => {
        expect(canBeRemembered(id)).toBe(true);
        expect(rememberedLinks({ [linkKey(provider, claimReference, id)]: at })).toEqual([{ provider, claimReference, id, at }]);
        expect(rememberedLinks({ [intentKey(provider, claimReference)]: at })).toEqual([]);
      }),
      { seed: 7 },
    );
  });

  it('holds no link in what is no key of ours', () => {
    for (const key of ['cmPaymentLink', 'cmPaymentLink:', 'cmPaymentLink::', 'cmPaymentLink::x', 'cmPaymentLink:CLM-1', 'cmPaymentLink:CLM-1:', 'CMPAYMENTLINK:CLM-1:x', ' cmPaymentLink:CLM-1:x', 'constructor:CLM-1:x', '__proto__:CLM-1:x']) {
      expect(rememberedLinks(JSON.parse(JSON.stringify({ [key]: at })))).toEqual([]);
    }
  });

  it('is never inherited', () => {
    const meta = Object.create({ 'cmPaymentLink:CLM-1:intent': at }) as object;
    expect(intentOf(meta, 'CM', 'CLM-1')).toBeUndefined();
  });

  it.each([[null], [undefined], ['{}'], [''], ['[]'], [[]], ['null']])('of %j is empty', (meta) => {
    expect(readMeta(meta)).toEqual({});
    expect(rememberedLinks(meta)).toEqual([]);
  });

  it.each([['{'], ['text'], ['"{}"'], ['"{\\"a\\":1}"'], [7], [true], ['7'], [['a']], ['["a"]']])('of %j cannot be read, and says so', (meta) => {
    expect(readMeta(meta)).toBeUndefined();
    expect(rememberedLinks(meta)).toEqual([]);
    expect(intentOf(meta, 'CM', 'CLM-1')).toBeUndefined();
  });

  it('never throws, whatever stands there', () => {
    fc.assert(
      fc.property(fc.anything(), (meta) => {
        expect(Array.isArray(rememberedLinks(meta))).toBe(true);
        intentOf(meta, 'CM', 'CLM-1');
      }),
      { seed: 7 },
    );
  });
});

describe('an id', () => {
  it.each(['', 'a:b', 'intent', ':'])('that is %j could not be found again', (id) => {
    expect(canBeRemembered(id)).toBe(false);
  });
});
