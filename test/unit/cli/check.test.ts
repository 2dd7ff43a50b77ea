/** `collectgraph check`: what breaks clients fails, unless the version says so; a release is written only with the version it needs. */
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildSchema, graphqlSync } from 'graphql';
import { bumpFor, changesBetween } from '../../../src/cli/changes.ts';
import { run } from '../../../src/cli/run.ts';

let folder: string;
const servers: Server[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'collectgraph-check-'));
  await mkdir(join(folder, 'schema'));
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  await rm(folder, { recursive: true });
});

const graph = (sdl: string) => writeFile(join(folder, 'schema', 'graph.graphql'), `# Printed.\n\n${sdl}\n`);
const version = (text: string) => writeFile(join(folder, 'package.json'), JSON.stringify({ version: text }));
const released = () => readFile(join(folder, 'schema', 'released.graphql'), 'utf8');

async function check(...args: string[]) {
  let stdout = '';
  let stderr = '';
  const code = await run({ args: ['check', '--schema', join(folder, 'schema'), ...args], env: {}, stdout: (text) => void (stdout += text), stderr: (text) => void (stderr += text), ended: Promise.resolve() });
  return { code, stdout, stderr };
}

const before = 'type Query { claim(reference: String!): Claim }\ntype Claim { total: String status: Status }\nenum Status { ACTIVE }';
const breaking = before.replace('total: String ', '');
const dangerous = before.replace('ACTIVE', 'ACTIVE RESOLVED');
const safe = before.replace('total: String', 'total: String paid: Boolean');
const words = before.replace('total: String', '"What is owed." total: String');

async function release(sdl: string, at: string) {
  await graph(sdl);
  await version(at);
  expect(await check('--release')).toMatchObject({ code: 0, stderr: '' });
}

describe('collectgraph check', () => {
  it('says that nothing has changed', async () => {
    await release(before, '1.2.0');
    expect(await check()).toEqual({ code: 0, stdout: 'The graph is that of version 1.2.0: nothing has changed.\n', stderr: '' });
  });

  it.each([
    ['breaking', breaking, 1, 'major', '2.0.0'],
    ['dangerous', dangerous, 0, 'minor', '1.3.0'],
    ['safe', safe, 0, 'minor', '1.3.0'],
    ['safe', words, 0, 'patch', '1.2.1'],
  ])('calls a change %s and names the version that has to follow', async (level, sdl, code, bump, least) => {
    await release(before, '1.2.0');
    await graph(sdl);
    const said = await check();
    expect(said.code).toBe(code);
    expect(said.stdout).toMatch(new RegExp(`^Changes since version 1\\.2\\.0:\n\n1 ${level} `));
    expect(said.stdout).toContain(`this is a ${bump} change: the next version is ${least} at least; package.json says 1.2.0.`);
    expect(said.stderr).toBe(code === 0 ? '' : 'The graph breaks its clients: take the change back, or raise the version in package.json to 2.0.0.\n');
    const { changes, ...rest } = JSON.parse((await check('--json')).stdout);
    expect(rest).toEqual({ against: 'version 1.2.0', bump, version: { released: '1.2.0', package: '1.2.0', least, enough: false } });
    expect(changes).toEqual([expect.objectContaining({ level, message: expect.any(String), type: expect.any(String) })]);
  });

  it('lets a breaking change pass where the version has taken its step, or where it is allowed', async () => {
    await release(before, '1.2.0');
    await graph(breaking);
    expect(await check('--allow-breaking')).toMatchObject({ code: 0, stderr: '' });
    await version('1.3.0');
    expect((await check()).code).toBe(1);
    await version('2.0.0');
    expect(await check()).toMatchObject({ code: 0, stderr: '' });
  });

  it('counts one place further right before 1.0.0', async () => {
    await release(before, '0.1.0');
    await graph(breaking);
    expect((await check()).stderr).toContain('to 0.2.0.');
    await graph(safe);
    expect((await check()).stdout).toContain('the next version is 0.1.1 at least');
  });

  it('releases nothing with a version that is too low, and leaves the last release as it was', async () => {
    await release(before, '1.2.0');
    const last = await released();
    await graph(safe);
    expect(await check('--release')).toMatchObject({ code: 1, stderr: 'Not released: the version in package.json is 1.2.0, and what has changed since 1.2.0 asks for 1.3.0 at least.\n' });
    expect(await released()).toBe(last);
    await version('1.3.0');
    expect((await check('--release')).code).toBe(0);
    expect(await released()).toMatch(/^# The graph as released in version 1\.3\.0\..*\n\ntype Query/);
    expect((await check()).stdout).toContain('nothing has changed');
  });

  it.each([['{"version": "next"}', /^package\.json has the version "next": /], ['{}', /^package\.json has the version null: /], ['{', /^package\.json cannot be read as JSON\.\n$/]])('refuses to release with package.json %s', async (text, sentence) => {
    await graph(before);
    await writeFile(join(folder, 'package.json'), text);
    const { code, stderr } = await check('--release');
    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
  });

  it('says in one sentence what it cannot read', async () => {
    await graph(before);
    expect(await check()).toEqual({ code: 1, stdout: '', stderr: 'There is no file released.graphql.\n' });
    await writeFile(join(folder, 'other.graphql'), 'type Query {');
    expect(await check('--against', join(folder, 'other.graphql'))).toEqual({ code: 1, stdout: '', stderr: 'other.graphql is no GraphQL schema: Syntax Error: Expected Name, found <EOF>.\n' });
    expect((await check('--release', '--against', 'x')).stderr).toMatch(/do not go together/);
    await graph('type Query { a: Nothing }');
    expect((await check()).stderr).toBe('graph.graphql is no GraphQL schema: Unknown type "Nothing". Did you mean "String"?\n');
  });
});

describe('against a running gateway', () => {
  async function serve(answer: (headers: Record<string, unknown>, query: string) => string): Promise<string> {
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => response.end(answer(request.headers, (JSON.parse(body) as { query: string }).query)));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql?key=secret-1`;
  }

  it('compares with what it tells of itself, @oneOf and deprecated inputs included', async () => {
    const sdl = 'type Query { pay(input: Way): Int }\ninput Way @oneOf { card: String bank: String old: String @deprecated(reason: "gone") }';
    await graph(sdl);
    let seen: Record<string, unknown> = {};
    const address = await serve((headers, source) => {
      seen = headers;
      return JSON.stringify(graphqlSync({ schema: buildSchema(sdl), source }));
    });
    const { code, stdout, stderr } = await check('--against', address, '--header', 'X-API-Key: secret-2');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^The graph is that of 127\.0\.0\.1:\d+: nothing has changed\.\n$/);
    expect(seen['x-api-key']).toBe('secret-2');
    await graph(sdl.replace(' @oneOf', ''));
    expect((await check('--against', address)).stdout).toContain('By these changes the next version is a minor one.');
    await graph(sdl.replace('card: String', ''));
    expect(await check('--against', address)).toMatchObject({ code: 1, stderr: 'The graph breaks its clients: take the change back, or raise the version in package.json.\n' });
  });

  it('says what is wrong without the address, which may hold a key', async () => {
    await graph(before);
    const page = await serve(() => '<html>');
    const closed = await serve(() => '{"errors":[{"message":"GraphQL introspection is not allowed"}]}');
    for (const [address, sentence] of [[page, /^127\.0\.0\.1:\d+ does not answer as a GraphQL endpoint: the answer is no JSON\.\n$/], [closed, /^127\.0\.0\.1:\d+ does not tell its schema: GraphQL introspection is not allowed\n$/], ['http://127.0.0.1:9/graphql?key=secret-1', /^127\.0\.0\.1:9 does not answer as a GraphQL endpoint: .+\.\n$/]] as const) {
      const { code, stdout, stderr } = await check('--against', address);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(sentence);
      expect(stderr).not.toContain('secret');
    }
    expect((await check('--against', page, '--header', 'nothing')).stderr).toContain('A header is not understood');
  });
});

describe('what a change means', () => {
  it.each([
    ['breaking', 'a: Int!', 'a: Int'],
    ['safe', 'a: Int', 'a: Int!'],
    ['breaking', 'a(b: Int): Int', 'a(b: Int!): Int'],
    ['safe', 'a(b: Int!): Int', 'a(b: Int): Int'],
    ['breaking', 'a: Int', 'b: Int'],
    ['breaking', 'a(b: In): Int', 'a(b: One): Int'],
    ['dangerous', 'a(b: Int = 1): Int', 'a(b: Int = 2): Int'],
    ['safe', 'a: Int', 'a: Int @deprecated(reason: "b")'],
  ])('%s: %s -> %s', async (level, from, to) => {
    const schema = (field: string) => buildSchema(`type Query { ${field} ok: Int }\ninput In { a: Int }\ninput One @oneOf { a: Int }`);
    const [first] = await changesBetween(schema(from), schema(to));
    expect(first?.level).toBe(level);
  });

  it('calls an input that becomes @oneOf breaking, and one that no longer is safe', async () => {
    const schema = (directive: string) => buildSchema(`type Query { a(i: I): Int }\ninput I ${directive} { x: Int y: Int }`);
    expect(await changesBetween(schema(''), schema('@oneOf'))).toMatchObject([{ level: 'breaking', path: 'I.@oneOf' }]);
    expect(await changesBetween(schema('@oneOf'), schema(''))).toMatchObject([{ level: 'safe', path: 'I.@oneOf' }]);
  });

  it('asks for no version where nothing has changed', () => expect(bumpFor([])).toBe('none'));
});
