/** The plugins that make typed documents and hooks, and what they made of the package's own documents. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { plugin as documents } from '../../../src/client/codegen/documents.ts';
import { plugin as reactQuery } from '../../../src/client/codegen/reactQuery.ts';
import { plugin as apollo } from '../../../src/client/codegen/apollo.ts';
import * as generated from '../../../src/client/generated/operations.ts';
import { TypedDocument } from '../../../src/client/main.ts';

const root = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const schema = buildSchema('type Query { list(page: Int, after: ID): List } type List { pages: Int items: [Item] } type Item { name: String other: Item }');
const files = [
  { document: parse('# A comment.\nquery List($page: Int) { list(page: $page) { pages items { ...A } } }') },
  { document: parse('fragment A on Item { name ...B } fragment B on Item { other { name } } fragment C on Item { name }') },
];

describe('collectgraph/codegen', () => {
  it('writes each operation with the fragments that it needs, each once, as little text as can be', () => {
    const { prepend, content } = documents(schema, files, {});
    expect(prepend).toEqual(['import { TypedDocument } from "collectgraph/client";']);
    expect(content).toContain(`export const ListDocument = /* @__PURE__ */ new TypedDocument<ListQuery, ListQueryVariables>({"kind":"query","name":"List","text":"query List($page:Int){list(page:$page){pages items{...A}}} fragment A on Item{name ...B} fragment B on Item{other{name}}"});`);
    expect(content).toContain('export const CFragmentDoc = /* @__PURE__ */ new TypedDocument<CFragment, never>(');
  });

  it.each([
    [{ cursor: 'after', at: 'list.next' }, '{ variable: "after", first: null, next: (page) => page.list?.next }'],
    [{ cursor: 'after', at: 'list.next', while: 'list.more' }, '{ variable: "after", first: null, next: (page) => page.list?.more ? page.list?.next : null }'],
    [{ page: 'page', of: 'list.pages' }, '{ variable: "page", first: 1, next: (page, last) => nextPage(page.list?.pages, last) }'],
    [{ offset: 'offset', of: 'list.pagination' }, '{ variable: "offset", first: 0, next: (page) => nextOffset(page.list?.pagination) }'],
  ])('pages as %j become an infinite hook', (pages, code) => {
    const { content, prepend } = reactQuery(schema, files, { pages: { List: pages }, documents: './documents' });
    expect(content).toContain('export const useListQuery = /* @__PURE__ */ queryHook(ListDocument);');
    expect(content).toContain(`export const useListInfiniteQuery = /* @__PURE__ */ infiniteQueryHook(ListDocument, ${code});`);
    expect(prepend[0]).toBe('import { ListDocument } from "./documents";');
    expect(prepend[1]).toMatch(/^import \{ queryHook, infiniteQueryHook.* \} from "collectgraph\/client\/react-query";$/);
  });

  it('leaves Apollo Client to page its own way', () => expect(apollo(schema, files, { pages: { List: { page: 'page', of: 'list.pages' } } }).content).toBe('export const useListQuery = /* @__PURE__ */ queryHook(ListDocument);'));

  it('says in one sentence what it cannot use', () => {
    expect(() => documents(schema, [{ document: parse('{ list { pages } }') }], {})).toThrow('An operation has no name: expected one, for its hook is called after it.');
    expect(() => documents(schema, [files[0]!], {})).toThrow('There is no fragment A: expected its file among the documents.');
    expect(() => reactQuery(schema, files, { pages: { Lost: { page: 'page', of: 'list.pages' } } })).toThrow('"pages" speaks of Lost, and no document has an operation of this name.');
  });
});

describe('the generated client', () => {
  const graph = buildSchema(read('schema/graph.graphql'));
  const all = Object.entries(generated).filter(([, value]) => value instanceof TypedDocument);

  it('has every question, page, write and fragment', () => {
    const sources = ['operations', 'documents', 'fragments'].flatMap((folder) => readdirSync(new URL(`src/client/${folder}/`, root)).filter((name) => name.endsWith('.graphql')).map((name) => read(`src/client/${folder}/${name}`)));
    const names = sources.flatMap((text) => [...text.matchAll(/^(?:query|mutation|subscription) (\w+)/gm)].map(([, name]) => `${name}Document`));
    const fragments = sources.flatMap((text) => [...text.matchAll(/^fragment (\w+)/gm)].map(([, name]) => `${name}FragmentDoc`));
    expect(names.length).toBeGreaterThan(20);
    expect(all.map(([name]) => name).sort()).toEqual([...names, ...fragments].sort());
  });

  it('asks only for what is in the graph', () => {
    for (const [name, document] of all) if (document.kind !== 'fragment') expect([name, validate(graph, parse(String(document)))]).toEqual([name, []]);
  });

  it('is typed throughout: no any and no unknown', () => {
    for (const file of ['graph.ts', 'operations.ts', 'reactQuery.ts', 'apollo.ts']) {
      const code = read(`src/client/generated/${file}`)
        .replace(/\/\*[^]*?\*\//g, '')
        .replace(/"(?:[^"\\]|\\.)*"/g, '""')
        // A bound of the helper's parameter, not a type that anything has.
        .replace('type Exact<T extends { [key: string]: unknown }>', '');
      expect({ file, found: /(?<!['\w])(?:any|unknown)(?!['\w])/.exec(code)?.[0] }).toEqual({ file, found: undefined });
    }
  });
});
