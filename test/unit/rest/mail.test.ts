import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Mail } from '../../../src/rest/mail.ts';
import { startHarness, type Harness } from '../../support/documents.ts';

const eml = [
  'From: "Ann Other" <ann@example.com>', 'To: Bob <bob@example.com>, team: c@example.com, "D, D" <d@example.com>;', 'Subject: =?utf-8?Q?Betaling_=E2=82=AC_10?=', 'Date: Tue, 22 Feb 2022 22:00:00 +0100',
  'Content-Type: multipart/alternative; boundary=x', '', '--x', 'Content-Type: text/plain; charset=iso-8859-1', '', 'caf\xe9', '--x', 'Content-Type: text/html', '', '<p>cafe</p>', '--x--', '',
].join('\r\n');

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness(`
    type Query {
      message(messageURL: String!): Message @rest(source: "test", GET: "/message?messageURL={messageURL}", answer: EML, nullOn: [404])
    }
    type Message { raw: String  subject: String  from: String  to: [String!]!  date: DateTime  text: String  html: String  sender: String @wire(name: "from") }
  `);
});
beforeEach(() => harness.server.reset());
afterAll(() => harness.close());

const all = '{ message(messageURL: "/a/b.eml") { raw subject from sender to date text html } }';

describe('a mail', () => {
  it('is read into its parts, each in its own charset', async () => {
    harness.server.answer({ body: Buffer.from(eml, 'latin1') });
    const { data, errors } = await harness.run(all);
    expect(errors).toBeUndefined();
    expect(data?.['message']).toEqual({
      raw: Buffer.from(eml, 'latin1').toString('utf8'), subject: 'Betaling € 10', from: 'ann@example.com', sender: 'ann@example.com', to: ['bob@example.com', 'c@example.com', 'd@example.com'],
      date: '2022-02-22T21:00:00.000Z', text: 'café\n', html: '<p>cafe</p>\n',
    });
    expect(harness.server.only().url).toBe('/message?messageURL=%2Fa%2Fb.eml');
  });

  it('without headers has none of them, and no receivers', async () => {
    harness.server.answer({ body: '\r\nonly text' });
    expect((await harness.run(all)).data?.['message']).toEqual({ raw: '\r\nonly text', subject: null, from: null, sender: null, to: [], date: null, text: 'only text\n', html: null });
  });

  it('with a date that is none has none', async () => {
    harness.server.answer({ body: 'Date: yesterday\r\n\r\nx' });
    expect((await harness.run('{ message(messageURL: "a") { date } }'))).toEqual({ data: { message: { date: null } } });
  });

  it('that is nothing, or not there', async () => {
    harness.server.answer({ body: '' });
    expect((await harness.run(all)).errors).toMatchObject([{ path: ['message'], extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } }]);
    harness.server.answer({ status: 404, body: 'x' });
    expect(await harness.run(all)).toEqual({ data: { message: null } });
  });

  it('that cannot be parsed is whole all the same, with an error at each part that was asked for', async () => {
    const nested = Array.from({ length: 200 }, (_, index) => `Content-Type: multipart/mixed; boundary=b${index}\r\n\r\n--b${index}\r\n`).join('');
    harness.server.answer({ body: nested });
    const { data, errors } = await harness.run('{ message(messageURL: "a") { raw subject text } }');
    expect(data).toEqual({ message: { raw: nested, subject: null, text: null } });
    expect(errors?.map(({ path, extensions }) => [path, extensions?.['code']])).toEqual([[['message', 'subject'], 'UPSTREAM_INVALID_RESPONSE'], [['message', 'text'], 'UPSTREAM_INVALID_RESPONSE']]);
  });

  it('is parsed once for all its parts, and never for raw alone', async () => {
    const mail = new Mail(Buffer.from(eml), eml);
    expect(mail.raw).toBe(eml);
    expect(mail.parts()).toBe(mail.parts());
    await mail.parts();
    // Parsing this one fails: that there is no error shows that nothing parsed it.
    harness.server.answer({ body: 'X: y\r\n'.repeat(200_000) });
    expect((await harness.run('{ message(messageURL: "a") { raw } }')).errors).toBeUndefined();
  });
});

describe('a hostile mail', () => {
  const many = 300_000;
  it.each([
    ['addresses', `To: ${'a,'.repeat(many)}\r\n\r\nx`], ['quotes', `To: ${'"'.repeat(many)}\r\n\r\nx`], ['brackets', `To: ${'('.repeat(many)}\r\n\r\nx`], ['groups', `To: ${'a:b;'.repeat(many)}\r\n\r\nx`],
    ['encoded words', `Subject: ${'=?utf-8?Q?'.repeat(many / 10)}\r\n\r\nx`], ['folded lines', `Subject: a\r\n${' b\r\n'.repeat(many)}\r\nx`], ['headers', `${'X: y\r\n'.repeat(many)}\r\nx`],
    ['parameters', `Content-Type: text/plain;${' a*0=b;'.repeat(many / 7)}\r\n\r\nx`], ['tags', `Content-Type: text/html\r\n\r\n${'<p '.repeat(many)}`], ['comments', `Content-Type: text/html\r\n\r\n${'<!--'.repeat(many)}`],
    ['short lines', `Content-Type: text/html\r\n\r\n${'\n '.repeat(many)}`], ['parts', `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(many)}`],
    ['mails within mails', `${'Content-Type: message/rfc822\r\n\r\n'.repeat(20_000)}x`], ['soft breaks', `Content-Transfer-Encoding: quoted-printable\r\n\r\n${'='.repeat(many)}`],
  ])('made of %s comes to an end', async (_what, text) => {
    const ended = await new Mail(Buffer.from(text), text).parts().then((parts) => typeof parts.to, (error: unknown) => (error instanceof Error ? 'error' : 'crash'));
    expect(['object', 'error']).toContain(ended);
  });

  it('cannot be longer than its lines allow', async () => {
    const short = '\n '.repeat(100_000);
    await expect(new Mail(Buffer.from(short), short).parts()).rejects.toThrow('The mail has more lines than any mail of its size.');
    const attachment = `Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\nSubject: s\r\n\r\n${`${'A'.repeat(76)}\r\n`.repeat(100_000)}`;
    await expect(new Mail(Buffer.from(attachment), attachment).parts()).resolves.toMatchObject({ subject: 's' });
  });
});
