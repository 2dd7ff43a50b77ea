/** Files on their way to Receeve through the whole gateway: multipart in, multipart out, streamed. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRecordedGateway, type RecordedGateway } from '../../support/gateway.ts';
import { documentedAnswer, done, json, path } from '../../support/receeve.ts';
import { upload } from '../../support/upload.ts';

let graph: RecordedGateway;
beforeAll(async () => {
  graph = await startRecordedGateway();
});
beforeEach(() => graph.reset());
afterAll(() => graph.close());

const mutation = 'mutation($triggerName: String, $input: UploadFilesInput!) { uploadFiles(triggerName: $triggerName, input: $input) { key success messages messageIds } }';
const send = (input: Record<string, unknown>, file: File, more: { variables?: Record<string, unknown>; headers?: Record<string, string> } = {}) =>
  upload(graph, { query: mutation, at: 'variables.input.file', file, variables: { ...more.variables, input: { ...input, file: null } }, ...(more.headers && { headers: more.headers }) });

it('uploadFiles sends every part as it was given', async () => {
  graph.vendors.receeve.answer({ headers: json, body: documentedAnswer('uploadFiles') });
  const bytes = Buffer.from([0x25, 0x50, 0x44, 0x46, 0x0d, 0x0a, 0x2d, 0x2d, 0x00, 0xff]);
  const { data, errors } = await send(
    { accountId: 'ACCOUNT_REFERENCE_002', documentType: 'Invoice', externalClaimRef: 'Claim "é" 1' },
    new File([bytes], 'Rechnung März.pdf', { type: 'application/pdf' }), { variables: { triggerName: 'a b' } },
  );
  expect(errors).toBeUndefined();
  expect(data.uploadFiles).toEqual(['property1', 'property2'].map((key) => ({ key, ...done })));

  const { method, url, headers, body } = graph.vendors.receeve.only();
  expect([method, url, headers.authorization]).toEqual(['POST', `${path}/upload_files?triggerName=a%20b`, 'token-1']);
  const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(headers['content-type'] ?? '')?.[1] ?? '';
  expect(boundary).not.toBe('');
  const field = (name: string, value: string) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  expect(body).toEqual(Buffer.concat([
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="Rechnung März.pdf"\r\ncontent-type: application/pdf\r\n\r\n`),
    bytes,
    Buffer.from(`\r\n${field('accountId', 'ACCOUNT_REFERENCE_002')}${field('documentType', 'Invoice')}${field('externalClaimRef', 'Claim "é" 1')}--${boundary}--\r\n`),
  ]));
});

it('passes a large file on byte by byte', async () => {
  graph.vendors.receeve.answer({ headers: json, body: { file: done } });
  const bytes = Buffer.alloc(5 * 1024 * 1024, 'Collect\r\n--graph\0');
  const { data, errors } = await send({ accountId: 'A', productReference: 'P' }, new File([bytes], 'large.bin'));
  expect(errors).toBeUndefined();
  expect(data.uploadFiles).toEqual([{ key: 'file', ...done }]);
  const { body, headers } = graph.vendors.receeve.only();
  expect(headers['transfer-encoding']).toBe('chunked');
  const start = body.indexOf('\r\n\r\n') + 4;
  expect(body.subarray(start, start + bytes.length).equals(bytes)).toBe(true);
  expect(body.subarray(start + bytes.length).toString()).toMatch(/^\r\n------collectgraph\w+\r\ncontent-disposition: form-data; name="accountId"/);
});

it('reads a refusal of the file as one', async () => {
  graph.vendors.receeve.answer({ headers: json, body: { 'a.pdf': { success: false, messages: ['[4002] t: no'], messageIds: [] } } });
  const { data, errors } = await send({ accountId: 'A', externalClaimRef: 'C' }, new File(['x'], 'a.pdf'));
  expect(errors).toBeUndefined();
  expect(data.uploadFiles).toEqual([{ key: 'a.pdf', success: false, messages: ['[4002] t: no'], messageIds: [] }]);
});

describe('refuses before any call', () => {
  it('a form that any page could send, without the header that only a script sets', async () => {
    const { status, errors, data } = await send({ accountId: 'A', externalClaimRef: 'C' }, new File(['x'], 'a.pdf'), { headers: {} });
    expect([status, data]).toEqual([400, undefined]);
    expect(errors?.[0]?.message).toMatch(/apollo-require-preflight/i);
    expect(graph.vendors.receeve.requests).toEqual([]);
  });

  it.each([
    ['no account', { externalClaimRef: 'C' }, /accountId/],
    ['an account that is no text', { accountId: 5, externalClaimRef: 'C' }, /input\.accountId/],
    ['a field that does not exist', { accountId: 'A', externalClaimRef: 'C', iban: 'x' }, /iban/],
  ])('%s', async (_, input, sentence) => {
    const { errors } = await send(input, new File(['x'], 'a.pdf'));
    expect(errors?.[0]?.message).toMatch(sentence);
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    expect(graph.vendors.receeve.requests).toEqual([]);
  });

  it('a text in place of the file', async () => {
    const { errors } = await graph.ask(mutation, { input: { file: 'x', accountId: 'A', externalClaimRef: 'C' } });
    expect(errors?.[0]?.message).toMatch(/input\.file.*Upload/);
    expect(graph.vendors.receeve.requests).toEqual([]);
  });
});
