/**
 * A logged event as an object of the graph's types: what its vendor documents has a name and a form, and what a
 * message holds in another form than documented is null, never an error. The message itself is in `payload`.
 */
import { paymentLinkStatus } from '../graph/payments/status.ts';
import { callOf, callSucceeded } from './call.ts';
import { instantOf, isObject, nameOf, textOf } from './doors/door.ts';
import type { LoggedEvent } from './log.ts';

export interface TypedEvent {
  __typename: 'PayLinkPaid' | 'PayLinkVisited' | 'VoiceCallCompleted' | 'PaymentLinkStatusChanged' | 'ReceeveEvent' | 'UnknownVendorEvent';
  /** What links lead from. */
  payLinkId?: string | null;
  ref?: string | null;
  accountReference?: string | null;
  claimReference?: string | null;
  [field: string]: unknown;
}

/** By system and type. */
const known: Readonly<Record<string, (payload: Record<string, unknown>) => TypedEvent>> = {
  'collectmaxx PayLinkPaid': (payload) => ({ __typename: 'PayLinkPaid', ...payLinkEvent(payload), ...payment(payload['data']) }),
  'collectmaxx PayLinkVisited': (payload) => ({ __typename: 'PayLinkVisited', ...payLinkEvent(payload) }),
  'collectmaxx VoiceCallCompleted': (payload) => ({ __typename: 'VoiceCallCompleted', ...voiceCall(payload) }),
  'cm PaymentLinkStatusChanged': (payload) => ({
    __typename: 'PaymentLinkStatusChanged',
    ref: nameOf(payload, 'ref') ?? null,
    status: textOf(payload, 'status') ?? null,
    merchantReference: nameOf(payload, 'merchantReference') ?? null,
    paymentStatus: paymentLinkStatus({ status: payload['status'] }),
  }),
};

export function typedEvent({ system, type, payload }: LoggedEvent): TypedEvent {
  if (!isObject(payload)) return unknown(payload);
  if (system === 'receeve') return receeveEvent(payload);
  const key = `${system} ${type}`;
  return Object.hasOwn(known, key) ? (known[key] as (payload: Record<string, unknown>) => TypedEvent)(payload) : unknown(payload);
}

function unknown(payload: unknown): TypedEvent {
  return { __typename: 'UnknownVendorEvent', raw: payload };
}

function payLinkEvent(payload: Record<string, unknown>): Pick<TypedEvent, 'payLinkId'> {
  return { payLinkId: nameOf(payload, 'serviceId') ?? null };
}

function payment(data: unknown): Record<string, unknown> {
  if (!isObject(data)) return {};
  return { paymentMethod: textOf(data, 'payment-method') ?? null, transactionAmount: wholeNumber(data['transaction-amount']) };
}

function voiceCall(payload: Record<string, unknown>): Record<string, unknown> {
  const call = callOf(payload);
  const events = Array.isArray(call['events']) ? call['events'].filter(isObject) : [];
  return {
    // Of the newer message, `id` names the call; of the older one as well.
    callId: textOf(payload, 'id') ?? null,
    direction: word(call['direction'], directions),
    status: word(call['status'], statuses),
    localNumber: textOf(call, 'localNumber') ?? null,
    remoteNumber: textOf(call, 'remoteNumber') ?? null,
    answeredOn: instantOf(call['answeredOn']),
    succeeded: callSucceeded(payload),
    events: events.map((event) => ({
      nodeId: textOf(event, 'nodeId') ?? null,
      nodeType: textOf(event, 'nodeType') ?? null,
      order: wholeNumber(event['order']),
      type: textOf(event, 'type') ?? null,
      // A list without items is how the vendor prints an empty object.
      data: isObject(event['data']) ? event['data'] : null,
      time: instantOf(event['time']),
    })),
  };
}

function receeveEvent(payload: Record<string, unknown>): TypedEvent {
  const details = isObject(payload['details']) ? payload['details'] : {};
  return {
    __typename: 'ReceeveEvent',
    messageId: textOf(payload, 'messageId') ?? null,
    messageType: textOf(details, 'messageType') ?? null,
    accountReference: textOf(details, 'accountReference') ?? null,
    claimReference: textOf(details, 'claimRef') ?? null,
    debtorReference: textOf(details, 'externalDebtorRef') ?? null,
    // A value of the wire: the fields of its type read it as they read an answer of `Query.events`.
    message: payload,
  };
}

const directions = new Set(['outbound', 'inbound']);
const statuses = new Set(['ringing', 'active', 'finished', 'no answer', 'busy', 'rejected', 'invalid number', 'failed']);

/** `no answer` is NO_ANSWER; what the vendor does not document is null. */
function word(value: unknown, words: ReadonlySet<string>): string | null {
  return typeof value === 'string' && words.has(value) ? value.toUpperCase().replaceAll(' ', '_') : null;
}

function wholeNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}
