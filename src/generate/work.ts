/** What one generation carries along: the document, what is known so far, and what was refused. */
import type { Definitions } from './definitions.ts';
import type { JsonObject, Place } from './place.ts';
import type { Refusal } from './refusal.ts';
import { sentence } from './refusal.ts';
import type { Reading } from './schemas.ts';

export interface Work {
  /** The system's name, as in `@source(name:)`. */
  name: string;
  /** The document with its overlay applied. */
  root: JsonObject;
  /** OpenAPI 3.0: keywords beside `$ref` do not count, save the overlay's own. */
  legacy: boolean;
  refusals: Set<string>;
  definitions: Definitions;
  /** Schemas read so far, by pointer; null while one is being read. */
  readings: Map<string, Reading | null>;
  /** Names of inline schemas that belong to an operation, by pointer. */
  bases: Map<string, string>;
  /** Type names so far, by pointer. */
  names: Map<string, string>;
  /** Variables of the source that the URL templates use. */
  variables: Set<string>;
  /** Components that contain a schema in their `allOf`, by its pointer; found when first asked for. */
  children?: Map<string, Place[]>;
  /** Security schemes that the operations use. */
  credentials: Set<string>;
}

export const rootOf = (work: Work): Place => ({ value: work.root, pointer: '' });

export function refuse(work: Work, refusal: Refusal): void {
  work.refusals.add(sentence(refusal));
}
