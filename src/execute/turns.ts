/**
 * Turns of the event loop for work that is cut into slices. However many ask for one, each turn is given to one of
 * them, the first that asked: between two slices, whatever came in meanwhile is served.
 */

/** How long work goes on before others have their turn, in ms. */
export const sliceMs = 5;

const waiting: (() => void)[] = [];

/** Comes when everything else that is due has been served, and those who asked before have had their turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(giveTurn);
  });
}

function giveTurn(): void {
  waiting.shift()?.();
  // A callback of its own, and no loop: only then is there a turn in between.
  if (waiting.length > 0) setImmediate(giveTurn);
}
