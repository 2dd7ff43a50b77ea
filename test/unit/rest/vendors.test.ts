import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { printSchema } from 'graphql';
import { buildRestSchema, readSources } from '../../../src/rest/main.ts';

const documents = ['receeve', 'ucollect', 'cm'].map((name) => ({ name: `${name}.graphql`, sdl: readFileSync(new URL(`../../../schema/${name}.graphql`, import.meta.url), 'utf8') }));

describe('the documents of the vendors', () => {
  it('compile into one schema', () => {
    const schema = buildRestSchema(documents);
    const fields = (type: string) => Object.keys((schema.getType(type) as { getFields(): object }).getFields()).length;
    expect([fields('Query'), fields('Mutation')]).toEqual([8 + 4 + 2, 25 + 2 + 2]);
    expect(printSchema(schema)).not.toMatch(/@(?!deprecated|oneOf|specifiedBy)\w+\(|directive @/);
  });

  it('declare their sources', () => {
    expect(readSources(documents).map(({ name, variables, credentials }) => [name, variables, credentials.map(({ type }) => type)])).toEqual([
      ['receeve', ['clientId'], ['OAUTH2']], ['ucollect', ['ledger', 'user'], ['API_KEY']], ['cm', [], ['OAUTH2']],
    ]);
  });
});
