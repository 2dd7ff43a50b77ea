/** The index of the search, small enough to be loaded whole: names, addresses, and the beginning of what is said of them. */
import { errorNames, errorPages } from './errorPages.ts';
import type { DocsModel } from './model.ts';

/** Name, what it is, address within the documentation, words. */
export type Entry = [name: string, kind: string, address: string, text: string];

const longest = 160;

export function searchIndex({ types }: DocsModel): Entry[] {
  const entries: Entry[] = errorNames.map((code) => [code, 'error', `errors/${code}.html`, errorPages[code].title]);
  for (const type of types.values()) {
    entries.push([type.name, type.kind, `types/${type.name}.html`, words(type.description)]);
    const members = [...type.fields, ...type.inputs, ...type.values];
    for (const { name, description } of members) entries.push([`${type.name}.${name}`, type.kind === 'enum' ? 'value' : 'field', `types/${type.name}.html#${name}`, words(description)]);
  }
  return entries;
}

function words(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('`', '').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
