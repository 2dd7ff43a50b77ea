/** The picture in README.md: every link is on it, in the box of its system, and it is what generate writes. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildSchema, getNamedType, isCompositeType, isObjectType, Kind, parse } from 'graphql';
import { drawGraph, graphPicture } from '../../../src/cli/graphPicture.ts';
import { readSchemaFolder, schemaFolder } from '../../../src/server/schemaFolder.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

describe('the picture of the graph', () => {
  it('has an arrow for every link between types, as the printed graph has them', async () => {
    const folder = await readSchemaFolder();
    const picture = drawGraph(folder);
    const graph = buildSchema(await readFile(join(schemaFolder, 'graph.graphql'), 'utf8'));
    let links = 0;
    for (const node of parse(folder.links!).definitions) {
      if (node.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
      const type = graph.getType(node.name.value);
      if (!isObjectType(type)) throw new Error(`${node.name.value} is no type of the graph`);
      for (const { name } of node.fields ?? []) {
        const answer = getNamedType(type.getFields()[name.value]!.type);
        const arrow = new RegExp(`^  ${type.name} -->\\|"(\\w+, )*${name.value}(, \\w+)*"\\| ${answer.name}$`, 'm');
        if (isCompositeType(answer)) expect(picture).toMatch(arrow);
        else expect(picture).not.toContain(`"${name.value}"`);
        links += isCompositeType(answer) ? 1 : 0;
      }
    }
    expect(links).toBeGreaterThan(15);
  });

  it('shows each type in the box and the colour of the document that defines it', () => {
    const picture = drawGraph({
      documents: [
        { name: 'receeve.graphql', sdl: 'type Query { a: Debtor } type Debtor { a: ID } type Unlinked { a: ID }' },
        { name: 'parcels.graphql', sdl: 'union Parcel = Box type Box { a: ID }' },
      ],
      snapshot: 'type Debtor { b: ID } type PayLink { b: ID }',
      links: `extend type Query { debtor(id: ID): Debtor }
        extend type Debtor { parcels: [Parcel!]! links: [PayLink!] more: [PayLink!] name: String due: Money }
        interface Ask { id: ID } extend type PayLink implements Ask { id: ID } type Money { cents: Int }`,
    });
    expect(picture).toBe(`flowchart LR
  Query([Query])
  subgraph receeve_types["Receeve"]
    Debtor
  end
  subgraph parcels_types["parcels"]
    Parcel
  end
  subgraph collectmaxx_types["Collectmaxx"]
    PayLink
  end
  subgraph both_types["of no single system"]
    Money
    Ask
  end
  Query -->|"debtor"| Debtor
  Debtor -->|"parcels"| Parcel
  Debtor -->|"links, more"| PayLink
  Debtor -->|"due"| Money
  Ask -.-> PayLink
  classDef receeve fill:#dbeafe,stroke:#2563eb,color:#111827
  class Debtor receeve
  classDef parcels fill:#dcfce7,stroke:#16a34a,color:#111827
  class Parcel parcels
  classDef collectmaxx fill:#fef3c7,stroke:#d97706,color:#111827
  class PayLink collectmaxx
  classDef both fill:#fce7f3,stroke:#db2777,color:#111827
  class Money,Ask both
`);
  });

  it('stands in README.md as generate writes it', async () => {
    expect(await graphPicture({ schemaDir: schemaFolder, readme: join(repository, 'README.md'), check: true })).toMatchObject({ stale: false });
  });
});

describe('generate, in a README', () => {
  let folder: string;
  let readme: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'picture-'));
    readme = join(folder, 'README.md');
  });
  afterEach(() => rm(folder, { recursive: true }));
  const picture = (check: boolean) => graphPicture({ schemaDir: schemaFolder, readme, check });

  it('says that the picture is stale, writes it anew, and leaves all around it', async () => {
    const stale = 'before $& $1\n<!-- graph -->\nold\n<!-- /graph -->\nafter\n';
    await writeFile(readme, stale);
    expect(await picture(true)).toEqual({ path: readme, stale: true });
    expect(await readFile(readme, 'utf8')).toBe(stale);

    expect(await picture(false)).toEqual({ path: readme, stale: true });
    const drawn = `\`\`\`mermaid\n${drawGraph(await readSchemaFolder())}\`\`\``;
    expect(await readFile(readme, 'utf8')).toBe(stale.replace('old', () => drawn));
    expect(await picture(true)).toEqual({ path: readme, stale: false });
    expect(await picture(false)).toEqual({ path: readme, stale: false });
  });

  it.each(['no place here\n', '<!-- graph -->\nnever closed\n', undefined])('refuses %j, which has no place for it', async (text) => {
    if (text !== undefined) await writeFile(readme, text);
    await expect(picture(false)).rejects.toThrow('README.md has no place for the picture of the graph: expected the lines "<!-- graph -->" and "<!-- /graph -->".');
  });
});
