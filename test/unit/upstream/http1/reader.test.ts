import http from 'node:http';
import type net from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Failure } from '../../../../src/upstream/failure.ts';
import { AnswerReader } from '../../../../src/upstream/http1/reader.ts';
import { closeAll, startRaw } from '../support.ts';

afterEach(closeAll);

const maxBytes = 1_000_000;

/** What the reader makes of these pieces; `open`: it waits for more. */
function read(pieces: Buffer[], { bodiless = false, ended = false, cap = maxBytes } = {}) {
  const reader = new AnswerReader({ bodiless, maxBytes: cap });
  try {
    let whole = false;
    for (const piece of pieces) {
      // As on a socket: the bytes stand in a buffer that is larger and will hold others soon.
      const buffer = Buffer.alloc(piece.length + 7, '!');
      piece.copy(buffer);
      whole = reader.take(buffer, piece.length);
      buffer.fill('?');
    }
    if (!whole && !(ended && reader.end())) return 'open';
    const { status, headers, body } = reader.answer();
    return { status, headers, body: body.toString('latin1'), idleMs: reader.idleMs };
  } catch (error) {
    if (error instanceof Failure) return error.kind;
    throw error;
  }
}

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const one = (text: string, options = {}) => read([bytes(text)], options);
const everyByte = (text: string, options = {}) => read(Array.from(bytes(text), (byte) => Buffer.from([byte])), options);

const answers: [string, string, object][] = [
  ['a body of known length', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', { status: 200, headers: { 'content-length': '5' }, body: 'hello', idleMs: 4_000 }],
  ['no body', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', { status: 200, headers: { 'content-length': '0' }, body: '', idleMs: 4_000 }],
  ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n00a\r\n, world...\r\n0\r\n\r\n', { status: 200, headers: { 'transfer-encoding': 'Chunked' }, body: 'hello, world...', idleMs: 4_000 }],
  ['chunks with extensions and trailers', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;a=b;c="d"\r\nhello\r\n0;x\r\nx-sum: 1\r\ny:\r\n\r\n', { status: 200, headers: { 'transfer-encoding': 'chunked' }, body: 'hello', idleMs: 4_000 }],
  ['line breaks in chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n\r\n\r\n\r\n0\r\n\r\n', { status: 200, headers: { 'transfer-encoding': 'chunked' }, body: '\r\n\r\n', idleMs: 4_000 }],
  ['204, whatever it says of a length', 'HTTP/1.1 204 No Content\r\ncontent-length: 12\r\n\r\n', { status: 204, headers: { 'content-length': '12' }, body: '', idleMs: 4_000 }],
  ['304', 'HTTP/1.1 304 Not Modified\r\ncontent-length: 12\r\ntransfer-encoding: chunked\r\n\r\n', { status: 304, headers: { 'content-length': '12', 'transfer-encoding': 'chunked' }, body: '', idleMs: 4_000 }],
  ['no reason', 'HTTP/1.1 200\r\ncontent-length: 0\r\n\r\n', { status: 200, headers: { 'content-length': '0' }, body: '', idleMs: 4_000 }],
  ['an empty reason', 'HTTP/1.1 200 \r\ncontent-length: 0\r\n\r\n', { status: 200, headers: { 'content-length': '0' }, body: '', idleMs: 4_000 }],
  ['blanks around values', 'HTTP/1.1 200 OK\r\na:   b \t c  \r\nd:\r\ne:f\r\ncontent-length:0\r\n\r\n', { status: 200, headers: { a: 'b \t c', d: '', e: 'f', 'content-length': '0' }, body: '', idleMs: 4_000 }],
  ['one name three times', 'HTTP/1.1 200 OK\r\nSet-Cookie: a\r\nset-cookie: b\r\nSET-COOKIE: c\r\ncontent-length: 0\r\n\r\n', { status: 200, headers: { 'set-cookie': ['a', 'b', 'c'], 'content-length': '0' }, body: '', idleMs: 4_000 }],
  ['names that every object has', 'HTTP/1.1 200 OK\r\nconstructor: a\r\n__proto__: b\r\nhasOwnProperty: c\r\ncontent-length: 0\r\n\r\n', { status: 200, headers: { constructor: 'a', hasownproperty: 'c', 'content-length': '0' }, body: '', idleMs: 4_000 }],
  ['Latin-1', 'HTTP/1.1 200 Très bien\r\nx: é\xa0\r\ncontent-length: 1\r\n\r\n\xff', { status: 200, headers: { x: 'é\xa0', 'content-length': '1' }, body: '\xff', idleMs: 4_000 }],
  ['early hints before it', 'HTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok', { status: 200, headers: { 'content-length': '2' }, body: 'ok', idleMs: 4_000 }],
  ['a farewell', 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n', { status: 200, headers: { connection: 'close', 'content-length': '0' }, body: '', idleMs: 0 }],
  ['a farewell among others', 'HTTP/1.1 200 OK\r\nconnection: x-y\r\nConnection: z, Close\r\ncontent-length: 0\r\n\r\n', { status: 200, headers: { connection: ['x-y', 'z, Close'], 'content-length': '0' }, body: '', idleMs: 0 }],
  ['no farewell', 'HTTP/1.1 200 OK\r\nconnection: closed-loop\r\ncontent-length: 0\r\n\r\n', { status: 200, headers: { connection: 'closed-loop', 'content-length': '0' }, body: '', idleMs: 4_000 }],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: 0\r\n\r\n', { status: 200, headers: { connection: 'keep-alive', 'content-length': '0' }, body: '', idleMs: 0 }],
  ['a patience of 60 s', 'HTTP/1.1 200 OK\r\nkeep-alive: timeout=60, max=100\r\ncontent-length: 0\r\n\r\n', { status: 200, headers: { 'keep-alive': 'timeout=60, max=100', 'content-length': '0' }, body: '', idleMs: 58_000 }],
  ['a patience of 1 s: less than the margin', 'HTTP/1.1 200 OK\r\nkeep-alive: timeout=1\r\ncontent-length: 0\r\n\r\n', { status: 200, headers: { 'keep-alive': 'timeout=1', 'content-length': '0' }, body: '', idleMs: 0 }],
  ['a patience of years', 'HTTP/1.1 200 OK\r\nkeep-alive: timeout=999999999\r\ncontent-length: 0\r\n\r\n', { status: 200, headers: { 'keep-alive': 'timeout=999999999', 'content-length': '0' }, body: '', idleMs: 600_000 }],
];

describe('an answer', () => {
  it.each(answers)('with %s is read, whole or byte by byte', (_name, text, expected) => {
    expect(one(text)).toEqual(expected);
    expect(everyByte(text)).toEqual(expected);
  });

  it.each(answers)('with %s is whole at its last byte and not before; one byte more spoils it', (_name, text) => {
    for (let cut = 0; cut < text.length; cut += 1) expect(one(text.slice(0, cut))).toBe('open');
    expect(one(`${text}x`)).toBe('unreadable');
    expect(one(`${text}HTTP/1.1 200 OK\r\n\r\n`)).toBe('unreadable');
    expect(everyByte(`${text}\n`)).toBe('unreadable');
  });

  it('without a length ends with the connection, which is not kept', () => {
    expect(one('HTTP/1.1 200 OK\r\n\r\nhello')).toBe('open');
    expect(one('HTTP/1.1 200 OK\r\n\r\nhello', { ended: true })).toEqual({ status: 200, headers: {}, body: 'hello', idleMs: 0 });
    expect(everyByte('HTTP/1.1 200 OK\r\n\r\n', { ended: true })).toEqual({ status: 200, headers: {}, body: '', idleMs: 0 });
  });

  it('with a length or in chunks does not end with the connection', () => {
    for (const [, text] of answers) for (let cut = 0; cut < text.length; cut += 1) expect(one(text.slice(0, cut), { ended: true })).toBe('open');
  });

  it('to a HEAD has no body, whatever it says', () => {
    for (const framing of ['content-length: 5\r\n', 'transfer-encoding: chunked\r\n', '']) {
      expect(one(`HTTP/1.1 200 OK\r\n${framing}\r\n`, { bodiless: true })).toMatchObject({ status: 200, body: '' });
      expect(one(`HTTP/1.1 200 OK\r\n${framing}\r\nhello`, { bodiless: true })).toBe('unreadable');
    }
  });
});

const head = (line: string) => `HTTP/1.1 200 OK\r\n${line}\r\ncontent-length: 0\r\n\r\n`;
const chunked = (rest: string) => `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${rest}`;

const foreign: [string, string][] = [
  ...['HTTP/2 200 OK', 'HTTP/1.2 200 OK', 'HTTP/1.1  200 OK', 'HTTP/1.1 20 OK', 'HTTP/1.1 2000 OK', 'HTTP/1.1 200OK', 'HTTP/1.1 099 OK', 'HTTP/1.1 -20 OK', 'http/1.1 200 OK', ' HTTP/1.1 200 OK', 'HTTP/1.1\t200 OK', 'HTTP/1.1 200\tOK', 'ICY 200 OK', ''].map(
    (line): [string, string] => [`the status line ${JSON.stringify(line)}`, `${line}\r\ncontent-length: 0\r\n\r\n`],
  ),
  ...['a b: c', 'a : b', ' a: b', '\ta: b', ': b', 'a', 'a\0: b', 'é: b', 'a: b\0c', 'a: b\x7f', 'a: b\x01', 'a: b\rc: d', 'a: b\nc: d', 'a: b\r\n folded', 'a: b\r\n\tfolded', '(a): b'].map((line): [string, string] => [`the header ${JSON.stringify(line)}`, head(line)]),
  ...['-1', '+1', '1e3', '0x1', '1.0', '', '1 2', '1,1', '1, 1', '99999999999999999999', '9'.repeat(400), 'five', '５', '\t5', '5\t'].map((length): [string, string] => [`the length ${JSON.stringify(length.slice(0, 30))}`, `HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n12345`]),
  ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello!'],
  ['one length twice', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\nContent-Length: 5\r\n\r\nhello'],
  ['a length and chunks', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['chunks and a length', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n0\r\n\r\n'],
  ['chunks in HTTP/1.0', 'HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
  ...['gzip', 'gzip, chunked', 'chunked, gzip', 'chunked, chunked', 'identity', 'xchunked', '', 'chunked;q=1', '"chunked"', 'chunked\t', '\tchunked'].map((coding): [string, string] => [`the coding ${JSON.stringify(coding)}`, `HTTP/1.1 200 OK\r\ntransfer-encoding: ${coding}\r\n\r\n0\r\n\r\n`]),
  ['the coding said twice', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
  ...['g\r\n', '-1\r\n', '+1\r\n', '0x1\r\n', ' 1\r\n', '1 \r\n', '1;\r\n', '1;=a\r\n', '1; a\r\n', '1;a="b\r\n', '\r\n', '1 1\r\n', '1\n', '1;a\nb\r\n', '1\0\r\n', '11111111111111\r\n', `1;${'x'.repeat(5_000)}\r\n`, 'x'.repeat(5_000)].map((size): [string, string] => [`the chunk size ${JSON.stringify(size.slice(0, 20))}`, chunked(size)]),
  ['a chunk that is longer than it says', chunked('2\r\nhello\r\n0\r\n\r\n')],
  ['a chunk that ends in a bare line feed', chunked('5\r\nhello\n0\r\n\r\n')],
  ['a trailer that is no header', chunked('0\r\na b: c\r\n\r\n')],
  ['a length in a trailer', chunked('0\r\nContent-Length: 4\r\n\r\n')],
  ['a coding in a trailer', chunked('0\r\ntransfer-encoding: chunked\r\n\r\n')],
  ['a folded trailer', chunked('0\r\na: b\r\n c\r\n\r\n')],
  ['endless trailers', chunked(`0\r\n${'a: b\r\n'.repeat(20_000)}\r\n`)],
  ['one endless trailer', chunked(`0\r\na: ${'b'.repeat(100_000)}`)],
  ['a head of 64 KiB and more', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(65_600)}`],
  ['a head of many lines', `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(20_000)}`],
  ['endless interim answers', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(4_000)],
  ['bare line feeds', 'HTTP/1.1 200 OK\ncontent-length: 0\n\n'],
  ['bytes of no text', '\x16\x03\x01\x00\xa5'],
];

describe('what is no answer', () => {
  it.each(foreign)('%s is refused, whole or byte by byte', (_name, text) => {
    // A head of bare line feeds never ends by itself: it is told with the first byte of another one.
    const closed = `${text}${text.includes('\r\n\r\n') ? '' : '\r\n\r\n'}`;
    expect(one(closed)).toBe('unreadable');
    expect(everyByte(closed)).toBe('unreadable');
  });

  it.each(['HTTP/1.1 100 Continue', 'HTTP/1.1 101 Switching Protocols'])('%s was not asked for', (line) => {
    expect(one(`${line}\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n`)).toBe('broken');
  });

  it('another protocol is told by its first bytes', () => {
    expect(one('SSH-')).toBe('unreadable');
    expect(one('HTTP/2')).toBe('unreadable');
    expect(one('HTTP')).toBe('open');
  });

  it('a head of just less than 64 KiB is read', () => {
    const text = head(`x: ${'y'.repeat(65_400)}`);
    expect(one(text)).toMatchObject({ status: 200 });
    expect(everyByte(text)).toMatchObject({ status: 200 });
  });
});

describe('the size of a body', () => {
  const sized: [string, (size: number) => string][] = [
    ['of known length', (size) => `HTTP/1.1 200 OK\r\ncontent-length: ${size}\r\n\r\n${'x'.repeat(size)}`],
    ['in one chunk', (size) => chunked(`${size.toString(16)}\r\n${'x'.repeat(size)}\r\n0\r\n\r\n`)],
    ['in chunks of one byte', (size) => chunked(`${'1\r\nx\r\n'.repeat(size)}0\r\n\r\n`)],
    ['until the end', (size) => `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(size)}`],
  ];

  it.each(sized)('%s is at most the cap', (_name, make) => {
    expect(one(make(1_000), { cap: 1_000, ended: true })).toMatchObject({ body: 'x'.repeat(1_000) });
    expect(one(make(1_001), { cap: 1_000, ended: true })).toBe('unreadable');
    expect(everyByte(make(1_001), { cap: 1_000, ended: true })).toBe('unreadable');
  });

  it.each(['content-length: 999999999999999\r\n\r\n', 'transfer-encoding: chunked\r\n\r\nfffffffffffff\r\n'])('beyond the cap is refused before the first byte: %j', (rest) => {
    expect(one(`HTTP/1.1 200 OK\r\n${rest}`)).toBe('unreadable');
  });

  it.each([0, 1, 16_383, 16_384, 16_385, 65_536, 1_048_576, 1_048_577, 3_000_000])('of %d bytes comes whole in pieces of any length', (size) => {
    const body = Buffer.from(Array.from({ length: size }, (_, at) => at % 251));
    for (const piece of [1_000, 65_536, size + 100]) {
      const text = Buffer.concat([bytes(`HTTP/1.1 200 OK\r\ncontent-length: ${size}\r\n\r\n`), body]);
      const reader = new AnswerReader({ bodiless: false, maxBytes: 4_000_000 });
      for (let at = 0; at < text.length; at += piece) reader.take(text.subarray(at, at + piece), Math.min(piece, text.length - at));
      expect(reader.answer().body.equals(body)).toBe(true);
    }
  });

  it('leaves the bytes of other answers alone', () => {
    const read = ['first', 'second'].map((text) => {
      const reader = new AnswerReader({ bodiless: false, maxBytes });
      reader.take(bytes(`HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`), 38 + text.length);
      return reader.answer().body;
    });
    read[0]?.fill('x');
    expect(read.map(String)).toEqual(['xxxxx', 'second']);
  });
});

const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}$/);
const body = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array).toString('latin1'));
const framed = fc.tuple(fc.integer({ min: 200, max: 599 }).filter((status) => status !== 204 && status !== 304), fc.array(fc.tuple(token.map((name) => `x-${name}`), token), { maxLength: 4 }), body, fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 5 })).map(([status, headers, text, sizes]) => {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  if (sizes.length === 0) return { status, text, wire: `HTTP/1.1 ${status} X\r\n${lines}content-length: ${text.length}\r\n\r\n${text}` };
  let chunks = '';
  for (let at = 0, n = 0; at < text.length; n += 1) {
    const size = sizes[n % sizes.length] ?? 1;
    const chunk = text.slice(at, at + size);
    chunks += `${chunk.length.toString(16)}\r\n${chunk}\r\n`;
    at += size;
  }
  return { status, text, wire: `HTTP/1.1 ${status} X\r\n${lines}transfer-encoding: chunked\r\n\r\n${chunks}0\r\n\r\n` };
});

/** The same bytes in pieces; the cuts wrap around the length. */
function cut(wire: string, cuts: number[]): Buffer[] {
  const places = [...new Set([0, ...cuts.map((place) => place % wire.length), wire.length])].sort((a, b) => a - b);
  return places.slice(1).map((end, at) => bytes(wire.slice(places[at], end)));
}

describe('any answer', () => {
  it('means the same however it is cut', () => {
    fc.assert(
      fc.property(framed, fc.array(fc.nat(), { maxLength: 12 }), ({ status, text, wire }, cuts) => {
        const whole = one(wire);
        expect(whole).toMatchObject({ status, body: text });
        expect(read(cut(wire, cuts))).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });

  it('that is damaged is refused or waited for or read as another, and breaks nothing', () => {
    fc.assert(
      fc.property(framed, fc.nat(), fc.string({ unit: 'binary-ascii', maxLength: 4 }), fc.nat({ max: 3 }), fc.array(fc.nat(), { maxLength: 6 }), ({ wire }, place, put, dropped, cuts) => {
        const at = place % wire.length;
        const damaged = wire.slice(0, at) + put + wire.slice(at + dropped);
        const whole = one(damaged);
        // A head is judged at its end and a chunk at its line's, so pieces may tell earlier, but never otherwise.
        if (damaged.length > 0) expect(read(cut(damaged, cuts))).toEqual(whole);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('beside the parser of node:http', () => {
  /** What Node's own client makes of the same bytes; undefined where it refuses them. */
  async function byNode(url: string): Promise<{ status: number | undefined; body: string } | undefined> {
    return new Promise((resolve) => {
      const request = http.get(url, { agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => resolve(undefined));
        response.on('end', () => resolve(response.complete ? { status: response.statusCode, body: Buffer.concat(chunks).toString('latin1') } : undefined));
      });
      request.on('error', () => resolve(undefined));
    });
  }

  it('nothing is read in another way: what we take, it takes with the same status and body', async () => {
    let wire = '';
    const { url } = await startRaw((socket: net.Socket) => socket.once('data', () => socket.end(bytes(wire))));
    const pieces = fc.constantFrom('\r\n', '\n', '\r', ' ', '\t', '0', '1', 'content-length: 3\r\n', 'Content-Length: 4\r\n', 'transfer-encoding: chunked\r\n', 'transfer-encoding: gzip\r\n', ': ', ';', '5\r\nhello\r\n', '0\r\n\r\n', 'connection: close\r\n', '\0', '\x80', 'HTTP/1.1 200 OK\r\n');
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(framed, fc.nat(), fc.array(pieces, { maxLength: 3 }), fc.nat({ max: 4 }), async ({ wire: good }, place, put, dropped) => {
        // Most damage goes into the head, which decides how the rest is read.
        const at = place % Math.min(good.length, place % 3 === 0 ? good.length : good.indexOf('\r\n\r\n') + 4);
        wire = good.slice(0, at) + put.join('') + good.slice(at + dropped);
        const ours = one(wire, { ended: true });
        if (typeof ours === 'string') return;
        taken += 1;
        expect(await byNode(url)).toEqual({ status: ours.status, body: ours.body });
      }),
      { numRuns: 1_500 },
    );
    expect(taken).toBeGreaterThan(50);
  }, 120_000);
});
