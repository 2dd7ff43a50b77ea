import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { ContractRequest } from '../../../src/sandbox/contract.ts';
import { describeProblem, loadContract } from '../../../src/sandbox/contract.ts';

let written = 0;
const folder = mkdtempSync(join(tmpdir(), 'contract-'));
afterAll(() => rmSync(folder, { recursive: true }));

const contract = write(`
openapi: 3.1.0
paths:
  /things/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string, minLength: 2 } }
    get:
      operationId: getThing
      parameters:
        - { name: limit, in: query, schema: { type: integer, minimum: 1 } }
        - { name: deep, in: query, schema: { type: boolean } }
        - { name: tag, in: query, schema: { type: array, items: { type: string, enum: [ a, b ] } } }
        - { name: X-Trace, in: header, required: true, schema: { type: string } }
        - { name: Authorization, in: header, required: true, schema: { type: string } }
      responses:
        "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Thing" } } } }
        "204": { description: nothing }
        default: { description: else, content: { "text/*": { schema: { type: string } } } }
    put:
      operationId: putThing
      requestBody:
        required: true
        content:
          application/json: { schema: { $ref: "#/components/schemas/Thing" } }
          application/x-www-form-urlencoded: { schema: { type: object, required: [ n ], properties: { n: { type: integer }, on: { type: boolean } } } }
          multipart/form-data: { schema: { type: object, required: [ file, note ], properties: { file: { type: string, format: binary }, note: { type: string } } } }
      responses: { "200": { description: ok } }
  /things/mine:
    get: { operationId: getMine, responses: { "200": { description: ok } } }
  /call?method=one:
    get:
      operationId: one
      parameters: [ { name: method, in: query, required: true, schema: { enum: [ one ] } } ]
      responses: { "200": { description: ok } }
  /call?method=two:
    get:
      operationId: two
      parameters: [ { name: method, in: query, required: true, schema: { enum: [ two ] } }, { name: name, in: query, schema: { type: string } } ]
      responses: { "200": { description: ok } }
  /free:
    post:
      operationId: free
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses: { "200": { description: ok } }
components:
  schemas:
    Thing:
      type: object
      required: [ name ]
      properties:
        name: { type: string }
        day: { type: string, format: date }
        shape: { oneOf: [ { $ref: "#/components/schemas/Circle" }, { $ref: "#/components/schemas/Square" } ] }
    Circle: { type: object, required: [ radius ], properties: { radius: { type: integer } } }
    Square: { type: object, required: [ side ], properties: { side: { type: integer } } }
`);

describe('finding the operation', () => {
  it.each([
    ['GET', '/things/a%2Fb?limit=1', 'getThing', { id: 'a/b' }],
    ['get', '/things/%C3%A9%20x', 'getThing', { id: 'é x' }],
    ['GET', '/things/mine', 'getMine', {}],
    ['GET', '/call?method=two&name=x', 'two', {}],
    ['GET', '/call?name=x&method=two', 'two', {}],
  ])('%s %s is %s', (method, url, id, path) => {
    expect(contract.match(method, url)).toMatchObject({ operation: { id }, path, problems: [] });
  });

  it.each([
    ['POST', '/things/1'],
    ['GET', '/things/a/b'],
    ['GET', '/things/'],
    ['GET', '/things'],
    ['GET', '/call'],
    ['GET', '/call?method=three'],
    ['GET', ''],
  ])('%s "%s" is none', (method, url) => {
    expect(contract.match(method, url)).toBeUndefined();
  });

  it('tells what it looked for', async () => {
    expect(await problemsOf({ method: 'POST', url: '/nowhere?secret=1' })).toEqual(['path: no operation is documented for POST /nowhere']);
  });

  it('keeps a plus a plus', () => {
    expect(contract.match('GET', '/call?method=two&name=a+b%20c')?.query).toEqual([['method', 'two'], ['name', 'a+b c']]);
  });
});

describe('parameters', () => {
  const trace = { 'x-trace': 't' };

  it('are typed as the document types them', async () => {
    const { parameters, problems } = await contract.checkRequest({ method: 'GET', url: '/things/12?limit=5&deep=true&tag=a&tag=b', headers: trace });
    expect(problems).toEqual([]);
    expect(parameters).toEqual({ id: '12', limit: 5, deep: true, tag: ['a', 'b'], 'X-Trace': 't' });
  });

  it.each([
    ['/things/12?limit=0', ['query /limit: must be >= 1']],
    ['/things/12?limit=five', ['query /limit: must be integer, got "five"']],
    ['/things/12?limit=1.5', ['query /limit: must be integer, got "1.5"']],
    ['/things/12?limit=1&limit=2', ['query /limit: is given 2 times']],
    ['/things/12?deep=1', ['query /deep: must be boolean, got "1"']],
    ['/things/12?tag=c', ['query /tag/0: must be one of "a", "b", got "c"']],
    ['/things/12?Limit=1', ['query /Limit: is not documented for this operation']],
    ['/things/1', ['path /id: must NOT have fewer than 2 characters']],
    ['/things/%E0%A4%A', ['path /id: cannot be percent-decoded: %E0%A4%A']],
    ['/things/12?tag=%zz', ['query /tag: cannot be percent-decoded: %zz', 'query /tag/0: must be one of "a", "b", got "%zz"']],
  ])('%s: %j', async (url, expected) => {
    expect(await problemsOf({ method: 'GET', url, headers: trace })).toEqual(expected);
  });

  it('are missed when they are required; those that belong to others are not', async () => {
    expect(await problemsOf({ method: 'GET', url: '/things/12' })).toEqual(['header /X-Trace: is required']);
  });
});

describe('bodies', () => {
  const put = (contentType: string | undefined, body: string | Buffer | undefined) =>
    problemsOf({ method: 'PUT', url: '/things/12', headers: { ...(contentType !== undefined && { 'content-type': contentType }) }, body: body === undefined ? undefined : Buffer.from(body) });

  it.each([
    ['application/json', '{"name":"x","day":"2024-02-29"}'],
    ['Application/JSON; charset=utf-8', '{"name":"x","shape":{"side":1}}'],
    ['application/x-www-form-urlencoded', 'n=5&on=false'],
  ])('%s %s fits', async (contentType, body) => {
    expect(await put(contentType, body)).toEqual([]);
  });

  it.each([
    ['application/json', '{"name":5}', ['body /name: must be string, got 5']],
    ['application/json', '[]', ['body: must be object, got []']],
    ['application/json', '{"name":"x","day":"2023-02-29"}', ['body /day: must match format "date", got "2023-02-29"']],
    ['application/json', '{"name":"x","shape":{"side":"1"}}', ['body /shape/side: must be integer, got "1"']],
    ['application/json', '{"name":"x","shape":{}}', ['body /shape: must match exactly one schema in oneOf', "body /shape: must have required property 'radius'"]],
    ['application/json', '{"name":"x","shape":{"side":1,"radius":1}}', ['body /shape: must match exactly one schema in oneOf']],
    ['application/json', '', ['body: a body is required']],
    ['application/json', undefined, ['body: a body is required']],
    [undefined, '{}', ['content-type: no content type was given, expected application/json or application/x-www-form-urlencoded or multipart/form-data']],
    ['text/plain', '{}', ['content-type: content type text/plain is not documented, expected application/json or application/x-www-form-urlencoded or multipart/form-data']],
    ['application/x-www-form-urlencoded', 'n=five', ['body /n: must be integer, got "five"']],
    ['application/x-www-form-urlencoded', 'on=true', ["body: must have required property 'n'"]],
    ['application/x-www-form-urlencoded', 'n=1&n=2', ['body /n: must be integer, got [1,2]']],
  ])('%s %s: %j', async (contentType, body, expected) => {
    expect(await put(contentType, body)).toEqual(expected);
  });

  it('says what is wrong with JSON that is none, and with bytes that are no text', async () => {
    expect(await put('application/json', '{"name":')).toEqual([expect.stringMatching(/^body: SyntaxError: /)]);
    expect(await put('application/json', Buffer.from([0x22, 0xff, 0x22]))).toEqual(['body: is not UTF-8']);
  });

  it('lets a body be left out where it may, and refuses one where there is none', async () => {
    expect(await problemsOf({ method: 'POST', url: '/free' })).toEqual([]);
    expect(await problemsOf({ method: 'GET', url: '/things/mine', body: Buffer.from('x') })).toEqual(['body: no body is documented for this operation']);
  });

  it('names at most twenty problems of thousands', async () => {
    expect(await put('application/json', JSON.stringify({ name: 'x', shape: { side: 'x' } }))).toHaveLength(1);
    const many = write('openapi: 3.1.0\npaths:\n  /n:\n    post: { operationId: n, requestBody: { content: { application/json: { schema: { type: array, items: { type: string } } } } }, responses: {} }\n');
    const body = Buffer.from(JSON.stringify(Array.from({ length: 5000 }, () => 1)));
    const { problems } = await many.checkRequest({ method: 'POST', url: '/n', headers: { 'content-type': 'application/json' }, body });
    expect(problems).toHaveLength(20);
    expect(problems[7]).toEqual({ place: 'body', at: [7], message: 'must be string, got 1' });
  });

  it('reads files as a stream and keeps their digest', async () => {
    const form = new FormData();
    form.set('note', 'é');
    form.set('file', new File(['abc'], 'ä.txt', { type: 'text/plain' }));
    const request = new Request('http://127.0.0.1/', { method: 'POST', body: form });
    const bytes = Buffer.from(await request.arrayBuffer());
    const headers = { 'content-type': request.headers.get('content-type') ?? '' };
    for (const body of [bytes, Readable.from([bytes.subarray(0, 10), bytes.subarray(10)])]) {
      const check = await contract.checkRequest({ method: 'PUT', url: '/things/12', headers, body });
      expect(check.problems).toEqual([]);
      expect(check.body).toEqual({ note: 'é', file: { filename: 'ä.txt', contentType: 'text/plain', bytes: 3, sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' } });
    }
  });

  it('takes no name of a part for more than a name', async () => {
    const part = (name: string, text: string) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`;
    const body = Buffer.from(`${part('__proto__', '1')}${part('constructor', '2')}${part('note', 'a')}${part('note', 'b')}${part('file', '')}--b--\r\n`);
    const check = await contract.checkRequest({ method: 'PUT', url: '/things/12', headers: { 'content-type': 'multipart/form-data; boundary=b' }, body });
    expect(Object.entries(check.body as object)).toEqual([['__proto__', '1'], ['constructor', '2'], ['note', ['a', 'b']], ['file', '']]);
    expect(check.problems.map(describeProblem)).toEqual(['body /note: must be string, got ["a","b"]']);
  });

  it('refuses a multipart body that lacks a part, breaks off, or has no boundary', async () => {
    const part = (name: string) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\nx\r\n`;
    expect(await put('multipart/form-data; boundary=b', `${part('note')}--b--\r\n`)).toEqual(["body: must have required property 'file'"]);
    expect(await put('multipart/form-data; boundary=b', part('note'))).toEqual([expect.stringContaining('is no multipart/form-data')]);
    expect(await put('multipart/form-data', 'x')).toEqual([expect.stringContaining('Boundary not found')]);
  });
});

describe('answers', () => {
  const operation = contract.match('GET', '/things/12')?.operation;
  const check = (status: number, contentType?: string, value?: unknown) => {
    if (operation === undefined) throw new Error('no operation');
    return contract.checkAnswer(operation, { status, contentType, value }).map(describeProblem);
  };

  it.each([
    [200, 'application/json', { name: 'x' }],
    [200, 'application/json; charset=utf-8', { name: 'x' }],
    [204, undefined, undefined],
    [500, 'text/html', 'oops'],
  ])('%d %s fits', (status, contentType, value) => {
    expect(check(status, contentType, value)).toEqual([]);
  });

  it.each([
    [200, 'application/json', {}, "answer: must have required property 'name'"],
    [200, 'text/plain', 'x', 'content-type: content type text/plain is not documented for status 200'],
    [200, undefined, undefined, 'content-type: content type (none) is not documented for status 200'],
    [204, 'application/json', {}, 'answer: no body is documented for status 204'],
  ])('%d %s: %s', (status, contentType, value, problem) => {
    expect(check(status, contentType, value)).toEqual([problem]);
  });

  it('does not know a status that is not there', () => {
    const mine = contract.match('GET', '/things/mine')?.operation;
    expect(mine && contract.checkAnswer(mine, { status: 404 }).map(describeProblem)).toEqual(['status: status 404 is not documented for getMine']);
  });
});

describe('documents', () => {
  it('are read when they are needed, and not before', () => {
    const missing = loadContract({ file: join(folder, 'missing.yaml') });
    expect(() => missing.operations()).toThrow(/ENOENT/);
  });

  it('are amended in a copy of their own', () => {
    const file = join(folder, 'amended.yaml');
    writeFileSync(file, 'openapi: 3.1.0\npaths:\n  /a: { get: { operationId: a, responses: {} } }\n');
    const amended = loadContract({ file, amend: (document) => void (document.paths = { ...document.paths, '/b': { get: { operationId: 'b', responses: {} } } }) });
    expect(amended.operations().map(({ id }) => id)).toEqual(['a', 'b']);
    expect(loadContract({ file }).operations().map(({ id }) => id)).toEqual(['a']);
  });

  it('must not refer to what is not there', () => {
    expect(() => write('openapi: 3.1.0\npaths:\n  /a: { get: { responses: { "200": { $ref: "#/components/responses/None" } } } }\n').operations()).toThrow(
      '/paths/~1a/get/responses/200: cannot follow $ref #/components/responses/None',
    );
  });
});

function write(text: string): ReturnType<typeof loadContract> {
  const file = join(folder, `document-${(written += 1)}.yaml`);
  writeFileSync(file, text);
  return loadContract({ file });
}

async function problemsOf(request: Partial<ContractRequest> & { method: string; url: string }): Promise<string[]> {
  const { problems } = await contract.checkRequest({ headers: {}, ...request });
  return problems.map(describeProblem);
}
