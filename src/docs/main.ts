/**
 * The documentation of the graph as files: made of the graph itself and the documents behind it, each page when
 * it is asked for. It serves nothing and writes nothing.
 *
 *   structure.ts  which type leads to which         model.ts     types, fields, calls, costs
 *   examples.ts   an operation for each field       errorPages.ts  what each code means
 *   picture.ts    the link graph as SVG             pages.ts     HTML; html.ts escapes
 *   search.ts     the index of the search           assets/      style and the search itself
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ErrorCode } from '../client/errorCodes.ts';
import { errorNames } from './errorPages.ts';
import { createExamples } from './examples.ts';
import type { DocsSource } from './model.ts';
import { modelOf } from './model.ts';
import { errorPage, errorsPage, indexPage, typePage } from './pages.ts';
import type { Pages } from './pages.ts';
import { searchIndex } from './search.ts';
import { structureOf } from './structure.ts';

export type { DocsSource } from './model.ts';

export interface Docs {
  /** Paths of all files: `index.html`, `types/Claim.html`, `errors/FORBIDDEN.html`, `search.json`. */
  paths(): string[];
  /** Undefined where there is no such file. */
  file(path: string): Promise<string> | string | undefined;
}

/** `assets/`, seen from `src/docs`, `dist/docs` and the bundle alike. */
const asset = (name: string): Promise<string> => readFile(fileURLToPath(new URL(`../../src/docs/assets/${name}`, import.meta.url)), 'utf8');

/** `graphiql`: its address, as seen from the pages of types; absent: no links there. */
export function createDocs(source: DocsSource, graphiql?: string): Docs {
  const model = modelOf(source);
  const pages: Pages = { model, structure: structureOf(source.documents), examples: createExamples(source.schema), graphiql };
  const files = new Map<string, () => Promise<string> | string>([
    ['index.html', () => indexPage(pages)],
    ['search.json', () => JSON.stringify(searchIndex(model))],
    ['docs.css', () => asset('docs.css')],
    ['docs.js', () => asset('docs.js')],
    ['errors/index.html', errorsPage],
    ...errorNames.map((code: ErrorCode): [string, () => string] => [`errors/${code}.html`, () => errorPage(code)]),
    ...[...model.types.values()].map((type): [string, () => string] => [`types/${type.name}.html`, () => typePage(pages, type)]),
  ]);
  return { paths: () => [...files.keys()], file: (path) => files.get(path)?.() };
}
