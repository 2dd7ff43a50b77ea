/**
 * How the next page of an answer is asked for, as it stands in codegen.yml, and as a function in the generated
 * code. Every kind ends where the answer names no further page.
 *
 *   { cursor: paginationId, at: accountClaims.paginationId }                  the answer's own word for the next page
 *   { cursor: after, at: eventLog.endCursor, while: eventLog.hasMore }        the same while a field says that there is more
 *   { page: page, of: events.numberOfPages }                                  pages by number; the first is 1
 *   { offset: offset, of: payLink.payLinks.pagination }                       by `limit`, `offset` and `total` of the answer
 */
export type Pages = { cursor: string; at: string; while?: string } | { page: string; of: string } | { offset: string; of: string };

/** `{ variable, first, next }` of an infinite query hook. */
export function pagesCode(pages: Pages): string {
  if ('cursor' in pages) {
    const next = pages.while === undefined ? path(pages.at) : `${path(pages.while)} ? ${path(pages.at)} : null`;
    return `{ variable: ${JSON.stringify(pages.cursor)}, first: null, next: (page) => ${next} }`;
  }
  if ('page' in pages) return `{ variable: ${JSON.stringify(pages.page)}, first: 1, next: (page, last) => nextPage(${path(pages.of)}, last) }`;
  return `{ variable: ${JSON.stringify(pages.offset)}, first: 0, next: (page) => nextOffset(${path(pages.of)}) }`;
}

const path = (fields: string): string => `page.${fields.split('.').join('?.')}`;
