/** The code of hooks that are made by factories: an import of what is used, and one constant for each hook. */
import { definitionsOf, namesOf } from './typed.ts';
import type { DocumentFile, Output } from './typed.ts';
import type { Pages } from './pages.ts';
import { pagesCode } from './pages.ts';

export interface HooksConfig {
  /** Where the factories come from. */
  hooks?: string;
  /** The file of the typed documents; absent: this one. */
  documents?: string;
  /** Queries that are read page by page. */
  pages?: Readonly<Record<string, Pages>>;
}

export interface HookCode {
  files: readonly DocumentFile[];
  config: HooksConfig;
  /** The package's own factories. */
  from: string;
  /** Whether queries in pages get a hook of their own. */
  infinite: boolean;
}

const factories = { query: 'queryHook', mutation: 'mutationHook', subscription: 'subscriptionHook' } as const;

export function hookCode({ files, config: { hooks, documents, pages = {} }, from, infinite }: HookCode): Output {
  const operations = definitionsOf(files).operations.map(namesOf);
  const unknown = Object.keys(pages).find((name) => !operations.some((one) => one.name === name));
  if (unknown !== undefined) throw new Error(`"pages" speaks of ${unknown}, and no document has an operation of this name.`);
  const paged = infinite ? operations.filter(({ name }) => name in pages) : [];
  const lines = [
    ...operations.map(({ kind, hook, document }) => `export const ${hook} = /* @__PURE__ */ ${factories[kind]}(${document});`),
    ...paged.map(({ name, hook, document }) => `export const ${hook.replace(/Query$/, 'InfiniteQuery')} = /* @__PURE__ */ infiniteQueryHook(${document}, ${pagesCode(pages[name]!)});`),
  ];
  const content = lines.join('\n');
  const used = ['queryHook', 'mutationHook', 'subscriptionHook', 'infiniteQueryHook', 'nextPage', 'nextOffset'].filter((name) => content.includes(`${name}(`));
  return {
    prepend: [
      ...(documents === undefined ? [] : [`import { ${operations.map(({ document }) => document).join(', ')} } from ${JSON.stringify(documents)};`]),
      `import { ${used.join(', ')} } from ${JSON.stringify(hooks ?? from)};`,
    ],
    content,
  };
}
