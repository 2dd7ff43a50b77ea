/** A bulk write: what is asked for by key in the body must be found by that key in the answer. */
import { define } from './definitions.ts';
import { definition } from './layout.ts';
import { propertyName, visible } from './objects.ts';
import type { Place } from './place.ts';
import type { Reading } from './schemas.ts';
import { read } from './schemas.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

export function checkBulk(work: Work, options: { key: string; place: Place; body: Reading | undefined; mutation: boolean }): void {
  const { key, place, body, mutation } = options;
  const shape = body?.shape;
  const given = shape?.kind === 'map' || (shape?.kind === 'list' && gives(work, read(work, shape.items), key));
  if (mutation && given) return;
  refuse(work, {
    pointer: place.pointer,
    found: `x-graphql-bulk of ${JSON.stringify(key)} ${mutation ? 'without that key in the items of the body' : 'on a query'}`,
    expected: 'a mutation whose body is a map, or a list whose items carry the key',
    overlay: { update: { 'x-graphql-bulk': null } },
  });
}

/** Whether an item of the body carries the key, itself or in each of its alternatives. */
function gives(work: Work, { shape }: Reading, key: string): boolean {
  if (shape.kind === 'union') return shape.members.every((one) => gives(work, one, key));
  if (shape.kind !== 'object') return shape.kind === 'scalar' || shape.kind === 'enum';
  return visible(work, shape, 'in').some((property) => propertyName(work, property) === key) || (shape.union !== undefined && gives(work, shape.union, key));
}

/** The type of an item's error, once for all bulk writes. */
export function defineBulkError(work: Work, pointer: string): void {
  define(work, {
    name: 'BulkError',
    pointer,
    identity: 'bulk error',
    what: 'the error of a bulk item',
    key: 'x-graphql-type-name',
    own: true,
    build: () => definition({
      pointer,
      keyword: 'type',
      name: 'BulkError',
      description: 'Why one item of a bulk write failed.',
      fields: [
        { name: 'code', type: 'String', directives: [], description: "The vendor's code where it gives one, or `UNKNOWN_OUTCOME` for an item that the answer leaves out." },
        { name: 'message', type: 'String!', directives: [] },
      ],
    }),
  });
}
