/**
 * How V8 keeps the heap of this process: as suits a server, whose objects are made for a request and gone with it.
 *
 * Growth: the heap may grow by three quarters of what was needed the last time before it is cleared of what is no
 * longer needed. Left alone, V8 lets a server under load grow to four times of it, because it measures how
 * fast it is filled; that is a third more memory, and no faster.
 *
 * Where objects begin: among the young, always. Left alone, V8 has the objects of some place in the code begin among the
 * old, once many of them survived a collection of the young. Under load that is a matter of chance; and what is among the
 * old keeps all that it points to alive, until the old are collected too. About one process in six came to that, and took
 * two fifths more CPU time for a request of W5 for the rest of its life.
 */
import { setFlagsFromString } from 'node:v8';

/** As a server needs it, and as V8 starts. */
const flags = [
  ['--heap-growing-percent=75', '--heap-growing-percent=0'],
  ['--no-allocation-site-pretenuring', '--allocation-site-pretenuring'],
] as const;

export function keepHeapOfServer(): void {
  for (const [ours] of flags) setFlagsFromString(ours);
}

/** V8 takes what it has compiled before only for the flags that it was made with. */
export function keepHeapAsUsual(): void {
  for (const [, usual] of flags) setFlagsFromString(usual);
}
