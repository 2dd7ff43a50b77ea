/** Reads the documents in `schema/`, where every wrapped field stands with the call behind it. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartError } from './startError.ts';

/** `schema/`, seen from `dist/server` and from `src/server` alike. */
export const schemaFolder = fileURLToPath(new URL('../../schema/', import.meta.url));

const snapshotName = 'collectmaxx.graphql';
const linksName = 'links.graphql';
const sensitiveName = 'collectmaxx.sensitive.yaml';
const eventsName = 'events.graphql';

/** What stands beside the documents of the REST systems and is none. */
const others = new Set([snapshotName, linksName, eventsName, 'graph.graphql', 'released.graphql']);

export interface SchemaDocuments {
  /** The REST systems' documents, in the order of their names. */
  documents: { name: string; sdl: string }[];
  /** SDL of Collectmaxx, for when it cannot be asked. */
  snapshot: string;
  /** What joins the systems; undefined where the folder has no such document. */
  links: string | undefined;
  /** What comes out of the log of events; undefined where the folder has no such document. */
  events: string | undefined;
  /** YAML of what is sensitive at Collectmaxx. */
  sensitive?: string | undefined;
}

export async function readSchemaFolder(folder: string = schemaFolder): Promise<SchemaDocuments> {
  const read = async (name: string): Promise<string> => {
    try {
      return await readFile(join(folder, name), 'utf8');
    } catch (error) {
      throw new StartError(`Cannot read ${name} in the folder schema/: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}.`);
    }
  };
  const names = await readdir(folder).catch(() => {
    throw new StartError('There is no folder schema/ beside the program: expected it with one .graphql document for each system.');
  });
  const wanted = names.filter((name) => name.endsWith('.graphql') && !others.has(name)).sort();
  const documents = await Promise.all(wanted.map(async (name) => ({ name, sdl: await read(name) })));
  const readIfThere = async (name: string): Promise<string | undefined> => (names.includes(name) ? read(name) : undefined);
  return { documents, snapshot: await read(snapshotName), links: await readIfThere(linksName), events: await readIfThere(eventsName), sensitive: await readIfThere(sensitiveName) };
}
