/** What the documentation says follows from the graph, and nothing of a vendor's text becomes markup. */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, isInputObjectType, isInterfaceType, isObjectType, parse, parseValue, validate } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { graphOf } from '../../../src/cli/graphFile.ts';
import { run } from '../../../src/cli/run.ts';
import { errorCodes } from '../../../src/client/errorCodes.ts';
import { errorPages } from '../../../src/docs/errorPages.ts';
import { createExamples } from '../../../src/docs/examples.ts';
import { html, prose } from '../../../src/docs/html.ts';
import { createDocs } from '../../../src/docs/main.ts';
import { modelOf } from '../../../src/docs/model.ts';
import type { DocsModel } from '../../../src/docs/model.ts';
import type { SchemaDocuments } from '../../../src/server/schemaFolder.ts';

let schema: GraphQLSchema;
let documents: SchemaDocuments;
let model: DocsModel;
beforeAll(async () => {
  ({ schema, documents } = await graphOf(fileURLToPath(new URL('../../../schema/', import.meta.url))));
  model = modelOf({ schema, documents });
});

const field = (type: string, name: string) => model.types.get(type)!.fields.find((one) => one.name === name)!;

describe('a field', () => {
  it.each([
    ['Query', 'account', { systems: ['receeve'], call: { verb: 'GET' }, scopes: ['receeve:read'], calls: 'One for each set of arguments in an operation.', cost: 11 }],
    ['Mutation', 'createClaims', { systems: ['receeve'], call: { verb: 'POST' }, scopes: ['receeve:write'], calls: 'One, sent once.' }],
    ['Query', 'payLink', { systems: ['collectmaxx'], call: undefined, calls: 'One HTTP request, shared by all lookups of an operation.' }],
    ['Query', 'payNowURL', { call: { verb: 'URL' }, calls: 'None: the address is computed.' }],
    ['Claim', 'invoiceStatus', { systems: ['ucollect'], calls: 'See the description.' }],
    ['Claim', 'amount', { systems: [], call: undefined, calls: 'None of its own.', cost: 1 }],
    ['PaymentLink', 'merchantReference', { wire: 'merchant_reference' }],
  ])('%s.%s', (type, name, facts) => expect(field(type, name)).toMatchObject(facts));

  it('of each kind of type says which system it is from', () => {
    const systems = Object.fromEntries(['Account', 'PayLink', 'PaymentLink', 'ContactStatus', 'Money', 'Query', 'Date'].map((name) => [name, model.types.get(name)!.system]));
    expect(systems).toEqual({ Account: 'receeve', PayLink: 'collectmaxx', PaymentLink: 'cm', ContactStatus: 'ucollect', Money: 'both', Query: '', Date: '' });
  });
});

describe('examples', () => {
  it('are there for every field, and valid', () => {
    const examples = createExamples(schema);
    let count = 0;
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith('__')) continue;
      if (isInputObjectType(type)) expect(() => parseValue(examples.input(type.name)!)).not.toThrow();
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const name of Object.keys(type.getFields())) {
        const example = examples.of(type.name, name);
        expect([`${type.name}.${name}`, example && validate(schema, parse(example))]).toEqual([`${type.name}.${name}`, []]);
        count++;
      }
    }
    expect(count).toBeGreaterThan(500);
  });

  it('are none where nothing leads', () => {
    const lonely = buildSchema('type Query { a: Int } type Lonely { b: Int }');
    const examples = createExamples(lonely);
    expect([examples.of('Lonely', 'b'), examples.of('Query', 'b'), examples.of('Nothing', 'b'), examples.input('Query')]).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('errors', () => {
  it.each(Object.keys(errorCodes) as (keyof typeof errorCodes)[])('%s has a page with what happened, what to do and whether a retry is safe', async (code) => {
    const { title, happened, todo, retry } = errorPages[code];
    for (const text of [title, ...happened, ...todo, retry]) expect(text.length).toBeGreaterThan(10);
    expect(await createDocs({ schema, documents }).file(`errors/${code}.html`)).toContain(`<h1><code>${code}</code></h1>`);
  });
});

describe('text of a vendor', () => {
  const evil = '<script>alert(1)</script> & "quotes" `<b>`';

  it('never becomes markup', () => {
    expect(prose(evil).text).toBe('<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot; <code>&lt;b&gt;</code></p>');
    expect(html`<p title="${evil}">${[evil, html`<i>${1}</i>`]}${undefined}${false}</p>`.text).not.toMatch(/<script|<b>/);
  });

  it('stays text in every page', async () => {
    const poisoned = buildSchema(`type Query { "${evil.replaceAll('"', "'")}" a("${evil.replaceAll('"', "'")}" b: E = X): Int @deprecated(reason: "${evil.replaceAll('"', "'")}") } "${evil.replaceAll('"', "'")}" enum E { "<img onerror=x>" X }`);
    const docs = createDocs({ schema: poisoned, documents: { documents: [], snapshot: 'type Query { a: Int }', links: undefined, events: undefined } }, '/graphiql');
    for (const path of docs.paths().filter((name) => name.endsWith('.html'))) expect(await docs.file(path)).not.toMatch(/<script>|<img|alert\(1\)<\/script>/);
  });
});

it('is written as files by one command', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'collectgraph-docs-'));
  let stdout = '';
  const code = await run({ args: ['docs', folder, '--json'], env: {}, stdout: (text) => void (stdout += text), stderr: () => undefined, ended: Promise.resolve() });
  expect(code).toBe(0);
  const { files } = JSON.parse(stdout) as { files: string[] };
  expect(files).toEqual(expect.arrayContaining(['index.html', 'docs.css', 'docs.js', 'search.json', 'types/Claim.html', 'errors/OUTCOME_UNKNOWN.html']));
  expect((await readdir(folder, { recursive: true })).filter((name) => /\.\w+$/.test(name)).sort()).toEqual([...files].sort());
  expect(await readFile(join(folder, 'types/Query.html'), 'utf8')).not.toContain('Open in GraphiQL');
  await rm(folder, { recursive: true });
});
