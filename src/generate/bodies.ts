/** The body of an operation: the argument `input`, in the format that the document asks for. */
import { ownDescription } from './descriptions.ts';
import { mediaSchema, pick, usual } from './media.ts';
import type { Format, Media } from './media.ts';
import { pascal } from './names.ts';
import { visible } from './objects.ts';
import type { Operation } from './operations.ts';
import { below, isObject, member, members } from './place.ts';
import type { FieldText, Literal } from './print.ts';
import { resolve } from './references.ts';
import type { Reading } from './schemas.ts';
import { read } from './schemas.ts';
import { use } from './types.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

export interface Body {
  arg: FieldText;
  /** For `@rest`. */
  rest: { body: { word: Format }; contentType?: Literal };
  reading: Reading;
}

export function body(work: Work, operation: Operation): Body | undefined {
  const place = resolve(work, below(operation.place, 'requestBody'));
  const content = below(place, 'content');
  if (!isObject(content.value) || Object.keys(content.value).length === 0) return undefined;
  if (['get', 'head'].includes(operation.verb)) {
    refuse(work, { pointer: place.pointer, found: `a body of a ${operation.verb.toUpperCase()}`, expected: 'a body of a call that writes', overlay: { at: below(operation.place, 'requestBody').pointer, remove: true } });
    return undefined;
  }
  const media = pick(content, ['JSON', 'FORM', 'MULTIPART', 'TEXT']);
  if (!media) {
    refuse(work, {
      pointer: content.pointer,
      found: `a body of ${Object.keys(content.value).join(', ')}`,
      expected: 'JSON, a form, multipart/form-data or text',
      overlay: { at: operation.place.pointer, update: { 'x-graphql-ignore': true } },
    });
    return undefined;
  }
  const schema = mediaSchema(media);
  if (!place.pointer.startsWith('/components/')) work.bases.set(schema.pointer, pascal(operation.id));
  const { type, directives, nullable, reading } = use(work, schema, { side: 'in', multipart: media.format === 'MULTIPART' });
  if (media.format === 'FORM' || media.format === 'MULTIPART') checkParts(work, reading, media);
  if (media.format === 'TEXT' && reading.shape.kind !== 'any' && reading.shape.kind !== 'scalar' && reading.shape.kind !== 'enum') {
    refuse(work, { pointer: schema.pointer, found: 'a text body that is no scalar', expected: 'a string', overlay: { at: media.place.pointer, update: { schema: { type: 'string' } } } });
  }
  const required = member(place.value, 'required') === true && (!nullable || reading.shape.kind === 'any');
  const said = member(place.value, 'description');
  const text = media.format === 'TEXT' ? 'String' : type;
  return {
    arg: {
      name: 'input',
      description: typeof said === 'string' && said.trim() !== '' ? said : ownDescription(reading, schema),
      type: required ? `${text}!` : text,
      directives,
    },
    reading,
    rest: { body: { word: media.format }, ...(!usual[media.format].includes(media.type) && { contentType: media.type }) },
  };
}

/** A form's or multipart body's parts are scalars, files or lists of them: nothing else has one spelling there. */
function checkParts(work: Work, reading: Reading, media: Media): void {
  const { shape } = reading;
  const kind = media.format === 'FORM' ? 'a form' : 'a multipart body';
  if (shape.kind !== 'object' || shape.union || visible(work, shape, 'in').length === 0) {
    refuse(work, { pointer: reading.home.pointer, found: `${kind} that is no object with properties`, expected: 'one part for each property' });
    return;
  }
  for (const { place, wire } of visible(work, shape, 'in')) {
    const part = read(work, place).shape;
    const inner = part.kind === 'list' ? read(work, part.items).shape.kind : part.kind;
    if (inner !== 'scalar' && inner !== 'enum') {
      refuse(work, { pointer: place.pointer, found: `a part of ${kind} that is neither a scalar nor a list of scalars`, expected: 'a value with one spelling', overlay: { update: { 'x-graphql-ignore': true } } });
    }
    const encoding = below(media.place, 'encoding', wire);
    const odd = members(encoding).find(({ key, place: said }) => (key === 'style' && said.value !== 'form') || (key === 'explode' && said.value === false && part.kind === 'list'));
    if (odd) refuse(work, { pointer: odd.place.pointer, found: `${odd.key}: ${JSON.stringify(odd.place.value)}`, expected: 'form style with explode', overlay: { at: encoding.pointer, remove: true } });
  }
}
