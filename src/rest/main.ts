/**
 * The `@rest` run time: documents written in the words of `directives.ts` become an executable schema.
 * It knows no OpenAPI and no sockets; a call goes through the `System` that the request's context holds.
 */
import { parseDocuments, type Document } from './documents.ts';
import { sourcesOf, type Source } from './source.ts';

export type { Document } from './documents.ts';
export type { Credential, Source } from './source.ts';

/** The systems that these documents speak of; refuses what contradicts itself. */
export function readSources(documents: Document[]): Source[] {
  return sourcesOf(parseDocuments(documents));
}
