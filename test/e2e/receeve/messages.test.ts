/** Events, messages and landing pages of Receeve through the whole gateway. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRecordedGateway, type RecordedGateway } from '../../support/gateway.ts';
import { documentedAnswer, exchange, holds, json, path } from '../../support/receeve.ts';

let graph: RecordedGateway;
beforeAll(async () => {
  graph = await startRecordedGateway();
});
beforeEach(() => graph.reset());
afterAll(() => graph.close());

describe('landingPageURL', () => {
  it("answers the document's address alone", () =>
    holds(graph, {
      field: 'landingPageURL', args: { claimReference: 'C', triggerName: 'T' }, url: '/get_landing_page_url?claimReference=C&triggerName=T',
      answer: documentedAnswer('getLandingPageURL'), expected: 'https://domain.com/c/btXXskwXX',
    }));

  it('is null where Receeve has none, without an error', async () => {
    graph.vendors.receeve.answer({ status: 404, headers: json, body: { message: 'Not found' } });
    expect(await graph.ask('{ landingPageURL(claimReference: "C") }')).toEqual({ data: { landingPageURL: null } });
    expect(graph.vendors.receeve.only().url).toBe(`${path}/get_landing_page_url?claimReference=C`);
  });
});

describe('events', () => {
  const created = { messageId: '51a35d12-9145-4c97-8285-08156681e47', timestamp: '2020-04-17T08:14:29.863Z', details: { messageType: 'event.claim.created.v1', claimRef: 'ABCDEF123', receeveClaimRef: 'ABCDEF123-2020-01-15', amount: 2000, currency: 'EUR', dueDate: '2019-06-28' } };
  const args = { eventType: 'event.claim.created', date: '2019-05-28' };
  const url = '/get_events?eventType=event.claim.created&date=2019-05-28';

  it("reads the document's page", () =>
    holds(graph, { field: 'events', args, url, answer: documentedAnswer('getEvents'), expected: { events: [{ __typename: 'ClaimCreatedEvent', ...created }], limit: 1000, page: 1, numberOfPages: 2 } }));

  it('tells events by their type, with and without a version, and passes others on as they came', () => {
    const payment = { messageId: 'm', timestamp: 't', details: { messageType: 'event.claimDebtPayment.processing.v1', claimRef: 'C', receeveClaimRef: 'R', providerName: 'Trustly', amount: 2000, currency: 'EUR', trackingId: 'TRACKINGID123', paymentReference: 'p' } };
    const unversioned = { ...created, details: { ...created.details, messageType: 'event.claim.created' } };
    const unknown = { messageId: 'm', details: { messageType: 'event.claim.discarded.v2', claimRef: 'C' } };
    return holds(graph, {
      field: 'events', args: { ...args, limit: 4, page: 2 }, url: `${url}&limit=4&page=2`,
      answer: { events: [payment, unversioned, unknown, { messageId: 'bare' }], limit: 4, page: 2, numberOfPages: 2 },
      expected: {
        events: [
          { __typename: 'ClaimDebtPaymentProcessingEvent', ...payment }, { __typename: 'ClaimCreatedEvent', ...unversioned },
          { __typename: 'UnknownEvent', raw: unknown }, { __typename: 'UnknownEvent', raw: { messageId: 'bare' } },
        ],
        limit: 4, page: 2, numberOfPages: 2,
      },
    });
  });
});

describe('communicationMessageURLs', () => {
  const message = { messageURL: '/Operations/email/Message/3b97bd7a-1c07-44d4-b33f-2250f6419e95.eml', dateTime: 1621536535901, bundleId: '00000000-0000-0000-0000-000000000000', bundleName: 'Default Email Template' };

  it("reads the document's page", () =>
    holds(graph, {
      field: 'communicationMessageURLs', args: { claimReference: 'ACCOUNT_REFERENCE_002' }, url: '/get_communication_message_urls?claimReference=ACCOUNT_REFERENCE_002',
      answer: documentedAnswer('getCommunicationMessageURLs'),
      expected: { communicationMessageURLs: [{ communicationType: 'EMAIL', ...message }], limit: 1000, page: 1, numberOfPages: 2 },
    }));

  it.each([['EMAIL', 'email'], ['LETTER', 'letter'], ['SMS', 'SMS']])('asks for %s as %s, from a day on', (type, wire) =>
    holds(graph, {
      field: 'communicationMessageURLs', args: { claimReference: 'C', communicationType: type, startDate: '2024-02-29', limit: 10, page: 3 },
      url: `/get_communication_message_urls?claimReference=C&communicationType=${wire}&startDate=2024-02-29&limit=10&page=3`,
      answer: { communicationMessageURLs: [{ communicationType: wire }] }, expected: { communicationMessageURLs: [{ communicationType: type }] },
    }));
});

describe('message', () => {
  const messageURL = '/Operations/email/Message/3b97bd7a-1c07-44d4-b33f-2250f6419e95.eml';
  const query = 'query($u: String!) { message(messageURL: $u) { raw subject from to date text html } }';
  async function read(eml: string | Buffer) {
    graph.vendors.receeve.answer({ headers: { 'content-type': 'text/plain' }, body: eml });
    const { data, errors } = await graph.ask(query, { u: messageURL });
    expect(errors).toBeUndefined();
    const { method, url, headers } = graph.vendors.receeve.only();
    expect([method, url, headers.authorization]).toEqual(['GET', `${path}/get_message?messageURL=%2FOperations%2Femail%2FMessage%2F3b97bd7a-1c07-44d4-b33f-2250f6419e95.eml`, 'token-1']);
    return data.message;
  }

  it("reads the document's text message, its lines put back", async () => {
    const printed = documentedAnswer('getMessage') as string;
    const eml = printed.replace(/ (?=(?:Message-ID|Content-Transfer-Encoding|Date|MIME-Version):)/g, '\r\n').replace('\n', '\n').replace('1.0\n', '1.0\r\n\r\n');
    expect(eml.split('\r\n')).toHaveLength(7);
    expect(await read(eml)).toEqual({ raw: eml, subject: null, from: null, to: [], date: '2020-03-12T14:19:04.000Z', text: 'SMS Text €20.42\n', html: null });
  });

  it('keeps what the document prints, all its header in one line, as it came', async () => {
    const printed = documentedAnswer('getMessage') as string;
    expect(await read(printed)).toMatchObject({ raw: printed, to: [] });
  });

  it('reads a mail of several parts, its words encoded in every usual way', async () => {
    const eml = [
      'From: =?UTF-8?Q?J=C3=BCrgen_M=C3=BCller?= <office@example.com>',
      'To: "White, John" <john@example.com>, jane@example.com',
      'Subject: =?utf-8?B?WmFobHVuZ3NlcmlubmVydW5nIOKCrA==?=',
      'Date: Thu, 12 Mar 2020 15:19:04 +0100',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="outer"',
      '',
      '--outer',
      'Content-Type: multipart/alternative; boundary="inner"',
      '',
      '--inner',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Bitte zahlen Sie =E2=82=AC20.42 =',
      'bis morgen.',
      '--inner',
      'Content-Type: text/html; charset=iso-8859-1',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('<p>Grüße</p>', 'latin1').toString('base64'),
      '--inner--',
      '--outer',
      'Content-Type: application/pdf; name="invoice.pdf"',
      'Content-Disposition: attachment; filename="invoice.pdf"',
      'Content-Transfer-Encoding: base64',
      '',
      'JVBERi0=',
      '--outer--',
      '',
    ].join('\r\n');
    const { raw, text, html, ...rest } = await read(eml);
    expect(rest).toEqual({ subject: 'Zahlungserinnerung €', from: 'office@example.com', to: ['john@example.com', 'jane@example.com'], date: '2020-03-12T14:19:04.000Z' });
    expect(raw).toBe(eml);
    expect(text.trim()).toBe('Bitte zahlen Sie €20.42 bis morgen.');
    expect(html.trim()).toBe('<p>Grüße</p>');
  });

  it('reads a body of bare UTF-8', async () => {
    expect(await read('Subject: Grüße\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nSchönen Tag €\r\n')).toMatchObject({ subject: 'Grüße', text: 'Schönen Tag €\r\n'.replace('\r\n', '\n'), html: null });
  });

  it('that is nothing at all is an error at its own field', async () => {
    graph.vendors.receeve.answer({ headers: { 'content-type': 'text/plain' } });
    const { data, errors } = await graph.ask(query, { u: messageURL });
    expect(data).toEqual({ message: null });
    expect(errors).toMatchObject([{ path: ['message'], extensions: { code: 'UPSTREAM_INVALID_RESPONSE', system: 'receeve', operation: 'message' } }]);
  });
});

it('asks once for what one request wants twice, and for nothing that was not asked for', async () => {
  graph.vendors.receeve.answer(({ url }) => ({ headers: json, body: { URL: decodeURIComponent(url.split('=').at(-1) ?? '') } }));
  const { data, errors } = await graph.ask('{ a: landingPageURL(claimReference: "x") b: landingPageURL(claimReference: "x") c: landingPageURL(claimReference: "y") }');
  expect(errors).toBeUndefined();
  expect(data).toEqual({ a: 'x', b: 'x', c: 'y' });
  expect(graph.vendors.receeve.requests.map(({ url }) => url).sort()).toEqual([`${path}/get_landing_page_url?claimReference=x`, `${path}/get_landing_page_url?claimReference=y`]);
});

it('an answer of unbelievable numbers is an error where it stands', async () => {
  const { data, errors } = await exchange(graph, { field: 'communicationMessageURLs', args: { claimReference: 'C' }, answer: { communicationMessageURLs: [{ dateTime: 1e300, bundleName: 'kept' }], limit: 3e9 } });
  expect(data.communicationMessageURLs).toMatchObject({ communicationMessageURLs: [{ dateTime: null, bundleName: 'kept' }], limit: null });
  expect(errors?.map(({ path: at, extensions }) => [at?.join('.'), extensions['code']]).sort()).toEqual([
    ['communicationMessageURLs.communicationMessageURLs.0.dateTime', 'UPSTREAM_INVALID_RESPONSE'], ['communicationMessageURLs.limit', 'UPSTREAM_INVALID_RESPONSE'],
  ]);
});
