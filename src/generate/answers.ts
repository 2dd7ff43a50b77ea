/** The answer of an operation: the type of its field, and how the answer is read. */
import type { Operation } from './operations.ts';
import { defineItem } from './maps.ts';
import type { Media } from './media.ts';
import { mediaSchema, pick } from './media.ts';
import { pascal } from './names.ts';
import type { Place } from './place.ts';
import { below, isObject, member, members } from './place.ts';
import type { Literal } from './print.ts';
import { resolve } from './references.ts';
import { read } from './schemas.ts';
import { moreSpecific } from './specific.ts';
import { ofReading, use } from './types.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

export interface Answer {
  type: string;
  directives: string[];
  /** The key of a bulk write's answer, and where it is asked for. */
  bulk?: { key: string; place: Place };
  /** For `@rest`. */
  rest: { answer?: { word: string }; select?: string };
}

const words = ['EML', 'PHRASE'];

export function answer(work: Work, operation: Operation): Answer {
  const found = contents(work, operation);
  const [first] = found;
  if (!first) return { type: 'Boolean', directives: [], rest: { answer: { word: 'NONE' } } };
  const media = pick(first.content, ['JSON', 'TEXT']) ?? overlaid(first.content);
  if (!media) {
    refuse(work, {
      pointer: first.content.pointer,
      found: `an answer of ${Object.keys(first.content.value as object).join(', ')}`,
      expected: 'JSON or text',
      overlay: { at: operation.place.pointer, update: { 'x-graphql-ignore': true } },
    });
    return { type: 'JSON', directives: [], rest: {} };
  }
  for (const { status, content } of found.slice(1)) {
    const other = pick(content, ['JSON', 'TEXT']);
    const same = other?.format === media.format && (media.format === 'TEXT' || alike(work, mediaSchema(media), mediaSchema(other)));
    if (!same) {
      refuse(work, {
        pointer: below(operation.place, 'responses', status).pointer,
        found: `another shape than the answer ${first.status} has`,
        expected: 'one shape of all answers that succeed',
        overlay: { remove: true },
      });
    }
  }
  if (!media.place.pointer.startsWith('/components/')) work.bases.set(mediaSchema(media).pointer, `${pascal(operation.field)}Answer`);
  return read200(work, media);
}

interface Content {
  status: string;
  content: Place;
}

/** What the answers that succeed contain; `default` where no other answer succeeds. */
function contents(work: Work, operation: Operation): Content[] {
  const all = members(below(operation.place, 'responses'));
  const good = all.filter(({ key }) => /^2(\d\d|XX)$/i.test(key));
  return (good.length > 0 ? good : all.filter(({ key }) => key === 'default')).flatMap(({ key, place }) => {
    const content = below(resolve(work, place), 'content');
    return isObject(content.value) && Object.keys(content.value).length > 0 ? [{ status: key, content }] : [];
  });
}

/** Content of another media type that the overlay says how to read. */
function overlaid(content: Place): Media | undefined {
  const said = members(content).find(({ place }) => member(place.value, 'x-graphql-answer') !== undefined);
  return said && { format: 'JSON', type: said.key, place: said.place };
}

function alike(work: Work, one: Place, other: Place): boolean {
  const a = read(work, one);
  const b = read(work, other);
  return a.home.pointer === b.home.pointer || (a.shape.kind === b.shape.kind && a.shape.kind !== 'object' && moreSpecific(work, one, other) !== undefined)
    || JSON.stringify(a.home.value) === JSON.stringify(b.home.value);
}

function read200(work: Work, media: Media): Answer {
  const schema = mediaSchema(media);
  const as = member(media.place.value, 'x-graphql-answer');
  if (as !== undefined && !(typeof as === 'string' && words.includes(as))) {
    refuse(work, { pointer: media.place.pointer, found: `x-graphql-answer of ${JSON.stringify(as)}`, expected: `one of ${words.join(', ')}`, overlay: { update: { 'x-graphql-answer': 'EML' } } });
  }
  if (as === undefined && media.format === 'TEXT') return { type: 'String', directives: [], rest: { answer: { word: 'TEXT' } } };
  const rest = typeof as === 'string' ? { answer: { word: as } } : {};
  const select = member(media.place.value, 'x-graphql-select');
  if (typeof select === 'string') return { ...selected(work, schema, select), rest: { ...rest, select } };
  const reading = read(work, schema);
  const bulk = reading.notes['x-graphql-bulk'];
  if (typeof bulk === 'string') {
    if (reading.shape.kind === 'map') return { ...defineItem(work, { reading, values: reading.shape.values, direction: { side: 'out' }, bulk }), bulk: { key: bulk, place: schema }, rest };
    refuse(work, { pointer: schema.pointer, found: 'x-graphql-bulk on a schema that is no map', expected: 'an object of results by their keys', overlay: { update: { 'x-graphql-bulk': null } } });
  }
  return { ...ofReading(work, reading, { side: 'out' }), rest };
}

/** One member of the answer instead of the whole. */
function selected(work: Work, schema: Place, wire: string): { type: string; directives: Literal[] & string[] } {
  const { shape } = read(work, schema);
  const field = shape.kind === 'object' ? shape.fields.find((one) => one.wire === wire) : undefined;
  if (field) {
    const { type, directives } = use(work, field.place, { side: 'out' });
    return { type, directives };
  }
  refuse(work, {
    pointer: schema.pointer,
    found: `x-graphql-select of ${JSON.stringify(wire)}`,
    expected: shape.kind === 'object' ? `one of the properties ${shape.fields.map((one) => JSON.stringify(one.wire)).join(', ')}` : 'an object',
  });
  return { type: 'JSON', directives: [] };
}
