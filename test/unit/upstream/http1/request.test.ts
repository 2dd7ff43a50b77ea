import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { WireRequest } from '../../../../src/upstream/exchange.ts';
import { Failure } from '../../../../src/upstream/failure.ts';
import { requestBytes } from '../../../../src/upstream/http1/request.ts';

const request = (rest: Partial<WireRequest> = {}): WireRequest => ({ method: 'GET', target: '/x', headers: {}, body: undefined, accept: [], ...rest });

function bytesOf(rest: Partial<WireRequest>): Buffer | string {
  try {
    const { text, body } = requestBytes('host:80', request(rest));
    return Buffer.concat([Buffer.from(text, 'latin1'), body ?? Buffer.alloc(0)]);
  } catch (error) {
    if (error instanceof Failure) return error.kind;
    throw error;
  }
}

const start = (line: string) => `${line} HTTP/1.1\r\nhost: host:80\r\nconnection: keep-alive\r\n`;

describe('the bytes of a request', () => {
  it.each<[string, Partial<WireRequest>, string]>([
    ['a GET', {}, `${start('GET /x')}\r\n`],
    ['a GET with headers', { headers: { a: 'b', 'x-c': '' } }, `${start('GET /x')}a: b\r\nx-c: \r\n\r\n`],
    ['a DELETE', { method: 'DELETE' }, `${start('DELETE /x')}\r\n`],
    ['a POST without a body', { method: 'POST' }, `${start('POST /x')}content-length: 0\r\n\r\n`],
    ['a PUT without a body', { method: 'PUT' }, `${start('PUT /x')}content-length: 0\r\n\r\n`],
    ['a PATCH without a body', { method: 'PATCH' }, `${start('PATCH /x')}content-length: 0\r\n\r\n`],
    ['an empty body', { method: 'DELETE', body: '' }, `${start('DELETE /x')}content-length: 0\r\n\r\n`],
    ['a body of ASCII', { method: 'POST', body: '{"a":1}' }, `${start('POST /x')}content-length: 7\r\n\r\n{"a":1}`],
  ])('%s', (_name, rest, expected) => {
    expect(bytesOf(rest).toString()).toBe(expected);
  });

  it.each(['ä', '€', '😀', 'a€b', '\ud800'])('a body of other text is UTF-8: %j', (body) => {
    const utf8 = Buffer.from(body);
    expect(bytesOf({ method: 'POST', body })).toEqual(Buffer.concat([Buffer.from(`${start('POST /x')}content-length: ${utf8.length}\r\n\r\n`), utf8]));
  });

  it('a body of bytes stands as it is', () => {
    const body = Buffer.from([0, 255, 13, 10, 13, 10, 128]);
    expect(bytesOf({ method: 'POST', body })).toEqual(Buffer.concat([Buffer.from(`${start('POST /x')}content-length: 7\r\n\r\n`), body]));
  });

  it('a header is Latin-1', () => {
    expect(bytesOf({ headers: { a: 'é\xff\t' } })).toEqual(Buffer.from(`${start('GET /x')}a: é\xff\t\r\n\r\n`, 'latin1'));
  });
});

describe('what cannot be written', () => {
  it.each<[string, Partial<WireRequest>]>([
    ...['b\r\nc: d', 'b\nc', 'b\rc', 'b\0', 'b\x7f', 'b\x1f', '€'].map((value): [string, Partial<WireRequest>] => [`the value ${JSON.stringify(value)}`, { headers: { a: value } }]),
    ...['a b', 'a:', '', 'a\r\n', 'é', 'a\0'].map((name): [string, Partial<WireRequest>] => [`the name ${JSON.stringify(name)}`, { headers: { [name]: 'b' } }]),
    ...['host', 'Host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive', 'upgrade', 'expect', 'te', 'trailer'].map((name): [string, Partial<WireRequest>] => [`the header ${name}, which is ours to write`, { headers: { [name]: '1' } }]),
    ...['GET /x HTTP/1.1\r\nhost:', 'G T', '', 'GÉT'].map((method): [string, Partial<WireRequest>] => [`the method ${JSON.stringify(method)}`, { method }]),
    ...['/a b', '/a\r\nb', '/é', '/\0', '/\x7f'].map((target): [string, Partial<WireRequest>] => [`the target ${JSON.stringify(target)}`, { target }]),
    ['a body of parts', { method: 'POST', body: { parts: [] } }],
  ])('%s is refused', (_name, rest) => {
    expect(bytesOf(rest)).toBe('unwritable');
    // What was refused once is not remembered as allowed.
    expect(bytesOf(rest)).toBe('unwritable');
  });

  it('whatever is given, what is written is one request with these headers and this body', () => {
    const text = fc.string({ unit: 'binary', maxLength: 8 });
    fc.assert(
      fc.property(fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }), fc.option(text, { nil: undefined }), (headers, body) => {
        const written = bytesOf({ method: 'POST', headers, body });
        if (typeof written === 'string') return;
        const end = written.indexOf('\r\n\r\n');
        const lines = written.toString('latin1', 0, end).split('\r\n');
        const sent = Buffer.from(body ?? '');
        expect(lines).toEqual(['POST /x HTTP/1.1', 'host: host:80', 'connection: keep-alive', ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), `content-length: ${sent.length}`]);
        expect(written.subarray(end + 4).equals(sent)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
