/** The README stays true: what it says of configuration is what the gateway reads. */
import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { configVariables } from '../../src/config.ts';
import { readSources } from '../../src/rest/main.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

it('lists every variable with its default and meaning', () => {
  const documents = ['cm', 'receeve', 'ucollect'].map((name) => ({ name: `${name}.graphql`, sdl: read(`schema/${name}.graphql`) }));
  const rows = configVariables(readSources(documents)).map(({ name, default: value, meaning }) => `| \`${name}\` | ${value === undefined ? '' : `\`${value}\``} | ${meaning} |`);
  const table = ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
  expect(/<!-- configuration -->\n([^]*?)\n<!-- \/configuration -->/.exec(read('README.md'))?.[1]).toBe(table);
});
