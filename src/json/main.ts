/**
 * JSON that is large: read in turns, so that nobody waits for all of it.
 *
 *   inTurns.ts   when others have their turn, and what is left to JSON.parse
 *   cutter.ts    the text cut between two members, wherever it is deep; each piece goes through JSON.parse
 *   setOwn.ts    a member of any name, `__proto__` included
 *
 * How it is written in turns is the server's business (`src/server/pieces.ts`).
 */
export { setOwn } from './setOwn.ts';
export { isLargeJSON, parseInTurns } from './inTurns.ts';
export type { ParseOptions } from './inTurns.ts';
