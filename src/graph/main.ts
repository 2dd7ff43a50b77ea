/**
 * One graph out of four systems: the gateway's own schema and the remote GraphQL of Collectmaxx.
 *
 *   main.ts        the life of the graph: built at start, rebuilt when the remote changes
 *   introspect.ts  asks the remote for its schema, believes nothing
 *   follow.ts      asks again: periodically, and with growing pauses after failures
 *   names.ts       settles clashes of names
 *   stitch.ts      joins both schemas
 *     delegate.ts    root field of the remote -> lookup -> value
 *     selection.ts, variables.ts   what the caller selected -> text for the remote
 *     lookup.ts      lookups -> one document
 *     reads.ts       the reads of a request, sent together
 *     batch.ts       sends lookups, splits their answers
 *     executor.ts    one HTTP request
 *     report.ts, failure.ts, operation.ts   the remote's errors -> the caller's
 *     read.ts        fields of the remote's answers
 *   print.ts       the graph as text
 */
import { buildSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { System } from '../upstream/call.ts';
import { follow, realTime } from './follow.ts';
import type { Schedule } from './follow.ts';
import { introspect, trim } from './introspect.ts';
import { readLinkDocument } from './links/main.ts';
import type { LinkOptions } from './links/main.ts';
import { settleNames } from './names.ts';
import { printGraph } from './print.ts';
import { stitch } from './stitch.ts';

export { printGraph };

export interface GraphOptions {
  /** The gateway's own executable schema. */
  rest: GraphQLSchema;
  /** SDL of the remote, for when it cannot be asked. */
  snapshot: string;
  /** What joins the types of all systems; absent: they stand side by side. */
  links?: LinkOptions | undefined;
  /** The remote; absent: not configured, its fields are in the graph and answer `SYSTEM_NOT_CONFIGURED`. */
  system: System | undefined;
  log: { info: (message: string) => void; warn: (message: string) => void };
  /** Longest wait for the remote's schema, also at start, in ms: 3000. */
  introspectionTimeoutMs?: number | undefined;
  /** Time after which the remote is asked again, in ms: 5 minutes. */
  refreshMs?: number | undefined;
  /** First pause after the remote could not be asked, in ms: 1000. Doubled up to `refreshMs`. */
  retryMs?: number | undefined;
  /**
   * Lookups of the remote in one document: 1000. A claim's pay links are one lookup of some 200 bytes and one
   * more for each that was requested, and the links of a hundred claims are to travel in one HTTP request;
   * a thousand fill a quarter of a megabyte.
   */
  lookupsPerDocument?: number | undefined;
  schedule?: Schedule | undefined;
}

export interface RemoteState {
  state: 'introspected' | 'snapshot' | 'not configured';
  /** When this schema of the remote was taken, ISO 8601. */
  since: string;
  /** Why the remote could not be asked the last time. */
  problem?: string;
}

export interface Graph {
  /** The current one; ask for it anew for each operation. */
  readonly schema: GraphQLSchema;
  readonly remote: RemoteState;
  /** Called with the new schema when the remote's really changed. The answer ends it. */
  onChange(listener: (schema: GraphQLSchema) => void): () => void;
  close(): void;
}

/** Throws an `Error` when the snapshot is no schema or does not go together with `rest`. */
export async function buildGraph(options: GraphOptions): Promise<Graph> {
  const { rest, system, log, introspectionTimeoutMs = 3000, refreshMs = 300_000, retryMs = 1000, lookupsPerDocument = 1000 } = options;
  const listeners = new Set<(schema: GraphQLSchema) => void>();
  const closing = new AbortController();
  const links = options.links && { ...options.links, document: readLinkDocument(options.links.sdl, options.links.events?.sdl) };
  let current = join(readSnapshot(options.snapshot));
  let remote: RemoteState = { state: system ? 'snapshot' : 'not configured', since: new Date().toISOString() };

  const follower = follow({ ask, refreshMs, retryMs, schedule: options.schedule ?? realTime });
  if (system) await follower.start();
  if (remote.state !== 'introspected') current.said.forEach((sentence) => log.info(sentence));
  return {
    get schema() {
      return current.schema;
    },
    get remote() {
      return remote;
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => {
      closing.abort();
      follower.stop();
      listeners.clear();
    },
  };

  async function ask(): Promise<boolean> {
    try {
      const found = await introspect({ system: system as System, timeoutMs: introspectionTimeoutMs, signal: closing.signal });
      if (closing.signal.aborted) return false;
      take(printGraph(found) === current.text ? current : join(found));
      return true;
    } catch (error) {
      if (!closing.signal.aborted) keep((error as Error).message.replace(/\.$/, ''));
      return false;
    }
  }

  function take(next: Joined): void {
    const first = remote.state !== 'introspected';
    const changed = next !== current;
    if (first || remote.problem !== undefined) log.info('Collectmaxx was asked for its schema and gave it.');
    if (first || changed) {
      next.said.forEach((sentence) => log.info(sentence));
      remote = { state: 'introspected', since: new Date().toISOString() };
    } else {
      remote = { state: 'introspected', since: remote.since };
    }
    if (!changed) return;
    log.info(first ? 'The schema of Collectmaxx is not that of the snapshot; the graph follows it.' : 'The schema of Collectmaxx has changed, and the graph with it.');
    current = next;
    for (const listener of listeners) {
      try {
        listener(next.schema);
      } catch (error) {
        log.warn(`A listener to changes of the graph failed: ${(error as Error).message}`);
      }
    }
  }

  function keep(problem: string): void {
    const kept = remote.state === 'introspected' ? 'the last schema that it gave' : 'the snapshot of its schema';
    if (remote.problem !== problem) log.warn(`Collectmaxx could not be asked for its schema: ${problem.replace(/\.$/, '')}. Going on with ${kept}; it is asked again in the background.`);
    remote = { ...remote, problem };
  }

  interface Joined {
    schema: GraphQLSchema;
    /** The remote's SDL, to see changes. */
    text: string;
    said: string[];
  }

  function join(remoteSchema: GraphQLSchema): Joined {
    const names = settleNames(remoteSchema, rest, links?.document);
    const said = [...names.said];
    const schema = stitch({ own: rest, remoteSchema, remote: { names, log, lookupsPerDocument }, links, said });
    return { schema, text: printGraph(remoteSchema), said };
  }
}

/** The same thing as an introspected schema: trimmed like one, and without a trace of the text it came from. */
function readSnapshot(sdl: string): GraphQLSchema {
  return trim(buildSchema(sdl, { noLocation: true }));
}
