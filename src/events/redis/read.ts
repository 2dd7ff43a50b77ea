/**
 * Pages out of the stream. Redis knows no index of types and references, so a question that names some walks
 * the stream: a bounded number of entries for one page, which then ends early and says that there is more.
 */
import { newEpoch, splitCursor, writeCursor } from '../cursor.ts';
import { CursorError, everyTenant, pageBytes } from '../log.ts';
import type { LoggedEvent, Page, ReadOptions } from '../log.ts';
import type { Run } from './callbacks.ts';
import { meta, read, stream } from './scripts.ts';

/** What is known of an event beside its payload, as it stands in the stream. */
export interface Entry {
  id: string;
  /** Ms since the epoch. */
  received: number;
  occurred: string | null;
  system: string;
  type: string;
  reference: string | null;
  tenant: string;
}

interface Part {
  epoch: string;
  dropped: string;
  head: string;
  /** Whether the stream ends with these. */
  last: boolean;
  entries: [place: string, fields: string[]][];
}

const form = /^\d{1,15}-\d{1,15}$/;
/** Entries that are looked at in one step, and in one page. */
const step = 500;
const longest = 20_000;

/** A name for the log if it has none yet. */
const candidate = newEpoch();

export async function readPage(run: Run, options: ReadOptions): Promise<Page> {
  const { after, first, types, reference, tenant } = options;
  const [epoch, from] = after === undefined ? [undefined, undefined] : splitCursor(after, form);
  const filtered = types !== undefined || reference !== undefined || tenant !== everyTenant;
  const count = filtered ? Math.max(step, first + 1) : first + 1;
  const items: LoggedEvent[] = [];
  let place = from;
  let bytes = 0;
  for (let seen = 0; ; ) {
    const part = await readPart(run, place, count);
    if (epoch !== undefined && epoch !== part.epoch) throw new CursorError('unknown');
    if (place !== undefined && isBefore(part.head, place)) throw new CursorError('unknown');
    // Also where something was dropped between two steps.
    if (place !== undefined && isBefore(place, part.dropped)) throw new CursorError('expired');
    for (const [at, fields] of part.entries) {
      const entry = JSON.parse(fields[1] ?? '') as Entry;
      if (isWanted(entry, options)) {
        if (items.length === first || bytes > pageBytes) return { items, endCursor: items.at(-1)?.cursor ?? writeCursor(part.epoch, place ?? part.dropped), hasMore: true };
        bytes += Buffer.byteLength(fields[3] ?? '');
        items.push(eventOf(entry, fields[3] ?? '', writeCursor(part.epoch, at)));
      }
      place = at;
    }
    if (part.last) return { items, endCursor: writeCursor(part.epoch, part.head), hasMore: false };
    seen += part.entries.length;
    if (seen >= longest) return { items, endCursor: writeCursor(part.epoch, place ?? part.head), hasMore: true };
  }
}

export async function readHead(run: Run): Promise<{ cursor: string; place: string }> {
  const { epoch, head } = await readPart(run, undefined, 0);
  return { cursor: writeCursor(epoch, head), place: head };
}

async function readPart(run: Run, place: string | undefined, count: number): Promise<Part> {
  const [epoch, dropped, head, last, entries] = (await run.script(read, [stream, meta], [candidate, place ?? '', count, pageBytes])) as [string, string, string, number, Part['entries']];
  return { epoch, dropped, head, last: last === 1, entries };
}

function isWanted({ type, reference, tenant }: Entry, wanted: ReadOptions): boolean {
  return (
    (wanted.tenant === everyTenant || tenant === (wanted.tenant ?? '')) &&
    (wanted.types === undefined || wanted.types.includes(type)) &&
    (wanted.reference === undefined || wanted.reference === reference)
  );
}

/** Places are `<ms>-<number>`. */
function isBefore(one: string, other: string): boolean {
  const [a = 0, b = 0] = one.split('-').map(Number);
  const [c = 0, d = 0] = other.split('-').map(Number);
  return a < c || (a === c && b < d);
}

function eventOf({ id, received, occurred, system, type, reference, tenant }: Entry, payload: string, cursor: string): LoggedEvent {
  return { id, cursor, receivedAt: new Date(received).toISOString(), occurredAt: occurred, system, type, reference, payload: JSON.parse(payload) as unknown, tenant: tenant === '' ? undefined : tenant };
}
