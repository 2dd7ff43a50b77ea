/**
 * Documents by their text, or by whatever they are known by, as many as fit: a parsed document takes a third of a
 * kilobyte for each of its tokens, so one of a few lines takes as much as a page of text does. Who asks new questions
 * all day makes the table no larger, and pushes out nobody's who come again: the oldest goes, but one that was asked
 * for since it was last looked at stays another round.
 */
import type { DocumentNode, Token } from 'graphql';

export const mostDocuments = 1_000;
/** Of all of them, as they are estimated here. */
const mostBytes = 64 * 2 ** 20;
const bytesPerToken = 340;
const bytesPerCharacter = 2;

interface Known {
  document: DocumentNode;
  bytes: number;
  /** Asked for since it was last looked at. */
  again: boolean;
}

export class DocumentTable {
  readonly #known = new Map<string, Known>();
  #bytes = 0;

  get(key: string): DocumentNode | undefined {
    const known = this.#known.get(key);
    if (known === undefined) return undefined;
    known.again = true;
    return known.document;
  }

  has(key: string): boolean {
    return this.#known.has(key);
  }

  set(key: string, document: DocumentNode): void {
    this.delete(key);
    const bytes = bytesOf(key, document);
    if (bytes > mostBytes) return;
    this.#known.set(key, { document, bytes, again: false });
    this.#bytes += bytes;
    // Whatever stays goes to the end, and the walk comes to it there a second time.
    for (const [oldest, known] of this.#known) {
      if (this.#known.size <= mostDocuments && this.#bytes <= mostBytes) return;
      this.#known.delete(oldest);
      if (known.again) this.#known.set(oldest, { ...known, again: false });
      else this.#bytes -= known.bytes;
    }
  }

  delete(key: string): void {
    this.#bytes -= this.#known.get(key)?.bytes ?? 0;
    this.#known.delete(key);
  }

  clear(): void {
    this.#known.clear();
    this.#bytes = 0;
  }
}

/** Comments are tokens as well. */
function bytesOf(key: string, { loc }: DocumentNode): number {
  let tokens = 0;
  for (let token: Token | null | undefined = loc?.startToken; token; token = token.next) tokens += 1;
  return tokens * bytesPerToken + Math.max(key.length, loc?.source.body.length ?? 0) * bytesPerCharacter;
}
