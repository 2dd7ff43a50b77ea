/**
 * Any document at all: either the graph is built of it, or every reason against it is one sentence with its
 * place and, where an overlay can help, the action that does. Taken at its word, the overlay ends in a graph.
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { generateFrom, GenerationError } from '../../src/generate/main.ts';
import { buildRestSchema } from '../../src/rest/main.ts';
import { overlayOf, proposal, type Action } from '../support/generated/document.ts';
import { wildDocument } from '../support/generated/wild.ts';

/** The value at a JSON pointer, or a refusal to find it. */
function at(document: unknown, pointer: string): unknown {
  return pointer.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')).reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) throw new Error(`${pointer} is no place in the document.`);
    return (value as Record<string, unknown>)[key];
  }, document);
}

describe('a document of any kind', () => {
  it('becomes a graph, or is refused with places and with overlays that help', async () => {
    const rounds = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(wildDocument, async (document) => {
        const actions: Action[] = [];
        for (let round = 0; ; round += 1) {
          let sdl: string;
          try {
            sdl = await generateFrom({ document, overlay: actions.length > 0 ? overlayOf(actions) : undefined, name: 'test' });
          } catch (error) {
            if (!(error instanceof GenerationError)) throw error;
            expect(error.sentences.length).toBeGreaterThan(0);
            for (const sentence of error.sentences) {
              const [, pointer] = /^(\/\S*(?: \S*)*?): found .+, expected .+/s.exec(sentence) ?? [];
              if (pointer === undefined) throw new Error(`No sentence of a refusal: ${sentence}`);
              if (round === 0) at(document, pointer === '/' ? '' : pointer);
            }
            const fresh = error.sentences.flatMap((sentence) => proposal(sentence) ?? []).filter((one) => !actions.some((known) => JSON.stringify(known) === JSON.stringify(one)));
            rounds.set(round === 0 ? 'refused' : 'refused again', (rounds.get(round === 0 ? 'refused' : 'refused again') ?? 0) + 1);
            // What no overlay is proposed for, a person has to decide; so where one takes the place of another.
            if (fresh.length === 0) return;
            if (round === 12) throw new Error(`No end of refusals: ${error.sentences.join('\n')}`);
            actions.push(...fresh);
            continue;
          }
          buildRestSchema([{ name: 'test.graphql', sdl }]);
          rounds.set('built', (rounds.get('built') ?? 0) + 1);
          return;
        }
      }),
      { numRuns: 100, seed: 20_260_106 },
    );
    expect(rounds.get('refused')).toBeGreaterThan(50);
    expect(rounds.get('built')).toBeGreaterThan(25);
  }, 60_000);
});
