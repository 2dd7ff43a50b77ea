/**
 * What the graph's language cannot express is refused: one sentence with the place, what was found
 * there, what was expected, and the overlay action that would help. All refusals of a document are
 * collected and told together; nothing is guessed and nothing is dropped in silence.
 */
import { jsonPath } from './place.ts';

export interface Refusal {
  /** JSON pointer into the document. */
  pointer: string;
  found: string;
  expected: string;
  /** An action that can be pasted into the overlay; at the same place unless `at` says where. */
  overlay?: { at?: string; update: unknown } | { at?: string; remove: true };
}

/** `/paths/~1pets/get: found ..., expected ...; overlay: {"target": ..., "update": ...}` */
export function sentence(refusal: Refusal): string {
  const { pointer, found, expected, overlay } = refusal;
  const help = overlay && `; overlay: ${JSON.stringify({ target: jsonPath(overlay.at ?? pointer), ...('remove' in overlay ? { remove: true } : { update: overlay.update }) })}`;
  return `${pointer || '/'}: found ${found}, expected ${expected}${help ?? ''}`;
}

/** Thrown once for a document, with all its refusals. `sentences` has one for each, in document order. */
export class GenerationError extends Error {
  readonly sentences: readonly string[];

  constructor(source: string, sentences: readonly string[]) {
    super(`${source} cannot be expressed:\n${sentences.map((text) => `- ${text}`).join('\n')}`);
    this.name = 'GenerationError';
    this.sentences = sentences;
  }
}
