/** Random operations over the whole graph: what is written of each root field for the remote is a document that the remote takes. */
import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, Kind, parse, print, validate } from 'graphql';
import type { FieldNode, FragmentDefinitionNode, OperationDefinitionNode } from 'graphql';
import { settleNames } from '../../../src/graph/names.ts';
import { writeRootField } from '../../../src/graph/selection.ts';
import { buildRestSchema } from '../../../src/rest/main.ts';
import { randomOperation } from '../execute/operations.ts';

const read = (name: string): string => readFileSync(new URL(`../../../schema/${name}.graphql`, import.meta.url), 'utf8');
const schema = buildSchema(read('graph'));
const remote = buildSchema(read('collectmaxx'));
const names = settleNames(remote, buildRestSchema(['receeve', 'ucollect', 'cm'].map((name) => ({ name: `${name}.graphql`, sdl: read(name) }))));

it.each(['query', 'mutation'] as const)('a %s is written as the remote takes it', (kind) => {
  const parent = (kind === 'query' ? schema.getQueryType() : schema.getMutationType())!;
  const known = names.types.get(parent.name)!.fields;
  let tried = 0;
  fc.assert(
    fc.property(fc.array(fc.nat(9999), { minLength: 1, maxLength: 150, size: 'max' }), (tape) => {
      const document = parse(randomOperation({ schema, kind, tape, depth: 5, most: 40 }).text);
      const operation = document.definitions.find((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION)!;
      const fragments = Object.fromEntries(document.definitions.filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION).map((node) => [node.name.value, node]));
      for (const node of operation.selectionSet.selections.filter((one): one is FieldNode => one.kind === Kind.FIELD && known.has(one.name.value))) {
        tried += 1;
        const written = writeRootField({ nodes: [node], fragments, schema, names, parent });
        const definitions = (operation.variableDefinitions ?? []).filter(({ variable }) => written.variables.has(variable.name.value)).map(print);
        const text = `${kind} ${definitions.length === 0 ? '' : `(${definitions.join(', ')})`} { ${written.text} } ${[...written.fragments.values()].join(' ')}`;
        expect({ text, problems: validate(remote, parse(text)).map(({ message }) => message) }).toEqual({ text, problems: [] });
      }
    }),
    { numRuns: 1000, seed: Number(process.env['FUZZ_SEED'] ?? 20261121) },
  );
  expect(tried).toBeGreaterThan(100);
});
