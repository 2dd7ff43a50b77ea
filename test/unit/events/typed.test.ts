import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LoggedEvent } from '../../../src/events/log.ts';
import { typedEvent } from '../../../src/events/typed.ts';
import { claimCreated, example } from '../../support/webhooks.ts';

const event = (system: string, type: string, payload: unknown): LoggedEvent => ({ id: '1', cursor: 'c.1', receivedAt: '2026-03-01T12:00:00.000Z', occurredAt: null, system, type, reference: null, payload, tenant: undefined });

describe('an event in a form of its own', () => {
  it('a payment, as the vendor documents it', () => {
    expect(typedEvent(event('collectmaxx', 'PayLinkPaid', JSON.parse(example('payLinkPaid'))))).toEqual({
      __typename: 'PayLinkPaid', payLinkId: 'adbc180b-a494-477f-958d-9f0b050a09c3', paymentMethod: 'ideal', transactionAmount: 114,
    });
  });

  it.each([
    ['voiceCallCompleted', 'OUTBOUND'],
    ['voiceV1Outbound', 'OUTBOUND'],
    ['voiceV1Anonymous', 'INBOUND'],
  ] as const)('a call, in either form: %s', (name, direction) => {
    const payload = JSON.parse(example(name));
    const call = payload.data ?? payload;
    const typed = typedEvent(event('collectmaxx', 'VoiceCallCompleted', payload)) as any;
    expect(typed).toMatchObject({ __typename: 'VoiceCallCompleted', callId: payload.id, direction, status: 'FINISHED', localNumber: call.localNumber, remoteNumber: call.remoteNumber });
    expect(typed.answeredOn).toBe(call.answeredOn === undefined ? null : new Date(call.answeredOn).toISOString());
    expect(typed.events).toHaveLength(call.events.length);
    expect(typed.succeeded).toBe(call.events.some(({ nodeType, data }: any) => nodeType === 'AddResult' && data.result === 'success-ok'));
  });

  it('every documented state of a call has its word, and an unknown one is null', () => {
    const of = (status: unknown): unknown => typedEvent(event('collectmaxx', 'VoiceCallCompleted', { event: 'VoiceCallCompleted', data: { status } }))['status'];
    expect(['ringing', 'active', 'finished', 'no answer', 'busy', 'rejected', 'invalid number', 'failed', 'asleep', 7, null].map(of)).toEqual([
      'RINGING', 'ACTIVE', 'FINISHED', 'NO_ANSWER', 'BUSY', 'REJECTED', 'INVALID_NUMBER', 'FAILED', null, null, null,
    ]);
  });

  it('a new status at CM, with the graph’s word for it', () => {
    expect(typedEvent(event('cm', 'PaymentLinkStatusChanged', { ref: 'pml-1', status: 'paid', merchantReference: 'CLM-1' }))).toEqual({
      __typename: 'PaymentLinkStatusChanged', ref: 'pml-1', status: 'paid', merchantReference: 'CLM-1', paymentStatus: 'PAID',
    });
    expect(typedEvent(event('cm', 'PaymentLinkStatusChanged', { ref: 'pml-1', status: 'lost' }))).toMatchObject({ paymentStatus: 'UNKNOWN', merchantReference: null });
  });

  it('any event of Receeve, with what it is about and the message itself', () => {
    expect(typedEvent(event('receeve', 'event.claim.created', claimCreated))).toEqual({
      __typename: 'ReceeveEvent', messageId: claimCreated.messageId, messageType: 'event.claim.created.v1', accountReference: null, claimReference: 'ABCDEF123', debtorReference: null, message: claimCreated,
    });
  });

  it('what nobody knows comes as it is', () => {
    for (const type of ['PayLinkRefunded', 'constructor', '__proto__', 'toString', '']) {
      expect(typedEvent(event('collectmaxx', type, { a: 1 }))).toEqual({ __typename: 'UnknownVendorEvent', raw: { a: 1 } });
    }
    expect(typedEvent(event('cm', 'PayLinkPaid', [1]))).toEqual({ __typename: 'UnknownVendorEvent', raw: [1] });
  });

  it('whatever a message holds, it is never an error', () => {
    const kinds = fc.constantFrom(['collectmaxx', 'PayLinkPaid'], ['collectmaxx', 'PayLinkVisited'], ['collectmaxx', 'VoiceCallCompleted'], ['cm', 'PaymentLinkStatusChanged'], ['receeve', 'event.claim.created']);
    const inner = fc.jsonValue();
    const payload = fc.record({ id: inner, serviceId: inner, event: inner, data: fc.oneof(inner, fc.record({ status: inner, direction: inner, events: inner, 'transaction-amount': inner })), details: inner, ref: inner, status: inner, events: inner }, { requiredKeys: [] });
    fc.assert(
      fc.property(kinds, fc.oneof(payload, inner), ([system, type], value) => {
        const typed = typedEvent(event(system, type, value));
        expect(typeof typed.__typename).toBe('string');
        JSON.stringify(typed);
      }),
      { numRuns: 500 },
    );
  });
});
