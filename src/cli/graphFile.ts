/**
 * `schema/graph.graphql`: the whole public graph as text, for clients to be built on and reviewers to read.
 * It follows from the other documents of the folder; of Collectmaxx it shows the snapshot, since nothing
 * is asked. With `check` nothing is written.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { defaultRules } from '../graph/links/rules.ts';
import { eventLinks } from '../events/links.ts';
import { buildGraph, printGraph } from '../graph/main.ts';
import { buildRestSchema } from '../rest/main.ts';
import { readSchemaFolder } from '../server/schemaFolder.ts';
import type { SchemaDocuments } from '../server/schemaFolder.ts';

const head = '# Printed by "npm run generate" from the documents beside it. Change those, not this.\n\n';

export async function graphFile({ schemaDir, check }: { schemaDir: string; check: boolean }): Promise<{ path: string; stale: boolean }> {
  const { schema } = await graphOf(schemaDir);
  const text = head + printGraph(schema);
  const path = join(schemaDir, 'graph.graphql');
  const before = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const stale = before !== text;
  if (stale && !check) await writeFile(path, text);
  return { path, stale };
}

/** The graph of a folder of documents, for looking at: no system is asked for anything. */
export async function graphOf(schemaDir: string): Promise<{ schema: GraphQLSchema; documents: SchemaDocuments }> {
  const folder = await readSchemaFolder(schemaDir);
  const { documents, snapshot, links, events } = folder;
  const silent = { info: () => undefined, warn: () => undefined };
  const graph = await buildGraph({
    rest: buildRestSchema(documents),
    snapshot,
    links: links === undefined ? undefined : { sdl: links, rules: defaultRules, events: eventLinks(events, { log: neverAsked, tail: neverAsked }) },
    system: undefined,
    log: silent,
  });
  graph.close();
  return { schema: graph.schema, documents: folder };
}

/** A graph that is only printed reads no log. */
function neverAsked(): Promise<never> {
  return Promise.reject(new Error('This graph is for printing.'));
}
