/**
 * Flattens `allOf`: the parts' properties become one object's. A part that is a union stays one, in a
 * field of its own; alternatives that only differ in what they require are merged.
 */
import { onlyPart } from './alias.ts';
import { isNull, readAlternatives } from './alternatives.ts';
import { ownKind, ownShape, requiredOf } from './own-shapes.ts';
import type { JsonObject, Place } from './place.ts';
import { below, isObject, items } from './place.ts';
import { documentName } from './naming.ts';
import { follow, target } from './references.ts';
import type { Property, Reading, Shape } from './schemas.ts';
import { composition, read } from './schemas.ts';
import { moreSpecific } from './specific.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

interface Parts {
  fields: Map<string, Property>;
  required: Set<string>;
  unions: Reading[];
  /** Parts that are no objects. */
  others: Place[];
  /** A part said that it is an object, if only with `type`. */
  object: boolean;
}

const noParts = (): Parts => ({ fields: new Map(), required: new Set(), unions: [], others: [], object: false });

export function readAllOf(work: Work, options: { reading: Omit<Reading, 'shape'> }): Reading {
  const { reading } = options;
  const { home } = reading;
  const alias = onlyPart(work, home);
  if (alias) {
    const part = read(work, alias);
    const notes = { ...part.notes, ...reading.notes };
    const nullable = reading.nullable || part.nullable;
    if (documentName(home) === undefined || part.shape.kind !== 'object') return { ...part, notes, nullable };
    // A component is a type of its own, even where it adds nothing to another.
    for (const key of ['x-graphql-type-name', 'x-graphql-input-type-name', 'description']) if (!Object.hasOwn(reading.notes, key)) delete notes[key];
    return { shape: part.shape, home, notes, nullable };
  }
  const parts = noParts();
  collect(work, home, parts, new Set());
  const shape = shapeOf(work, home, parts);
  if ('home' in shape) return { ...shape, notes: { ...shape.notes, ...reading.notes }, nullable: reading.nullable };
  return { ...reading, shape };
}

function collect(work: Work, home: Place, parts: Parts, trail: ReadonlySet<string>): void {
  if (trail.has(home.pointer)) {
    refuse(work, { pointer: home.pointer, found: 'an allOf that contains itself', expected: 'one that ends', overlay: { update: { 'x-graphql-json': true } } });
    return;
  }
  const path = new Set([...trail, home.pointer]);
  const schema = home.value;
  if (!isObject(schema)) return;
  if (schema['x-graphql-json'] === true) {
    parts.object = true;
    return;
  }
  const base = typeof schema.$ref === 'string' ? target(work, home, schema.$ref) : undefined;
  for (const part of [...(base ? [base] : []), ...items(below(home, 'allOf'))]) {
    const next = follow(work, part)?.home;
    if (next) collect(work, next, parts, path);
  }
  collectOwn(work, home, parts);
  for (const key of ['oneOf', 'anyOf']) {
    const branches = items(below(home, key)).filter((branch) => !isNull(work, branch));
    if (branches.length > 0) collectAlternatives(work, { home, branches, parts, path });
  }
}

/** The properties of a schema itself, without what it is composed of. */
function collectOwn(work: Work, home: Place, parts: Parts): void {
  for (const name of requiredOf(home.value)) parts.required.add(name);
  const kind = ownKind(home.value);
  if (kind === 'any') return;
  const shape = kind === 'object' ? ownShape(work, home) : undefined;
  if (!shape || shape.kind === 'map') {
    parts.others.push(home);
    return;
  }
  parts.object = true;
  for (const field of shape.kind === 'object' ? shape.fields : []) addField(work, parts, field);
}

function addField(work: Work, parts: Parts, field: Property): void {
  const known = parts.fields.get(field.wire);
  const place = known ? moreSpecific(work, known.place, field.place) : field.place;
  if (known && !place) {
    refuse(work, {
      pointer: field.place.pointer,
      found: `another schema for "${field.wire}" than at ${known.place.pointer}`,
      expected: 'the same or one composed of the other',
      overlay: { remove: true },
    });
  }
  parts.fields.set(field.wire, { ...field, place: place ?? field.place });
}

function collectAlternatives(work: Work, options: { home: Place; branches: Place[]; parts: Parts; path: ReadonlySet<string> }): void {
  const { home, branches, parts, path } = options;
  if (branches.every(isPlain)) {
    const merged = branches.map((branch) => {
      const own = noParts();
      collect(work, branch, own, path);
      return own;
    });
    const [first, ...rest] = merged;
    if (first && !differs(work, merged)) {
      for (const one of merged) for (const field of one.fields.values()) addField(work, parts, field);
      for (const name of first.required) if (rest.every((one) => one.required.has(name))) parts.required.add(name);
      return;
    }
  }
  const reading = composition(home.value as JsonObject) === 'alternatives'
    ? read(work, home)
    : readAlternatives(work, { reading: { home, notes: follow(work, home)?.notes ?? {}, nullable: false }, branches });
  if (reading.shape.kind === 'union') parts.unions.push(reading);
  else if (reading.shape.kind === 'object') for (const field of reading.shape.fields) addField(work, parts, field);
  else if (reading.shape.kind !== 'any' && reading.shape.kind !== 'free') parts.others.push(reading.home);
}

/** An alternative that is written in place and speaks of an object's members alone. */
function isPlain(branch: Place): boolean {
  if (!isObject(branch.value) || branch.value.$ref !== undefined) return false;
  const kind = ownKind(branch.value);
  return (kind === 'object' || kind === 'any') && composition(branch.value) === 'none';
}

/** Whether two alternatives declare the same property in ways that must be told apart. */
function differs(work: Work, branches: Parts[]): boolean {
  const places = new Map<string, Place>();
  for (const branch of branches) {
    for (const { wire, place } of branch.fields.values()) {
      const known = places.get(wire);
      if (known && !moreSpecific(work, known, place)) return true;
      const values = read(work, place).shape;
      if (known && values.kind === 'enum' && values.values.length === 1) return true;
      places.set(wire, place);
    }
  }
  return false;
}

function shapeOf(work: Work, home: Place, parts: Parts): Shape | Reading {
  const fields = [...parts.fields.values()].map((field) => ({ ...field, required: parts.required.has(field.wire) }));
  const [union, ...more] = parts.unions;
  const [other] = parts.others;
  if (more.length > 0 || (other && (fields.length > 0 || union))) {
    refuse(work, {
      pointer: home.pointer,
      found: more.length > 0 ? `an allOf of ${parts.unions.length} unions` : 'an allOf of an object and of something else',
      expected: 'objects and at most one union',
      overlay: { update: { 'x-graphql-json': true } },
    });
    return { kind: 'any' };
  }
  if (other) return closest(work, home, parts.others);
  if (!union) return fields.length > 0 ? { kind: 'object', fields } : parts.object ? { kind: 'free' } : { kind: 'any' };
  const everywhere = union.shape.kind === 'union' && fields.every((field) => declaredByAll(union, field.wire));
  return everywhere ? union : { kind: 'object', fields, union };
}

const declaredByAll = (union: Reading, wire: string): boolean =>
  union.shape.kind === 'union' && union.shape.members.every((one) => one.shape.kind === 'object' && one.shape.fields.some((field) => field.wire === wire));

/** Of parts that are scalars, lists or maps the one that says most. */
function closest(work: Work, home: Place, parts: Place[]): Shape | Reading {
  const [first, ...rest] = parts;
  let best = first!;
  for (const part of rest) {
    const winner = moreSpecific(work, best, part);
    if (!winner) {
      refuse(work, {
        pointer: home.pointer,
        found: 'an allOf of parts that no value can satisfy together',
        expected: 'parts of one type',
        overlay: { update: { 'x-graphql-json': true } },
      });
      return { kind: 'any' };
    }
    best = winner;
  }
  return best.pointer === home.pointer ? ownShape(work, best) : read(work, best);
}
