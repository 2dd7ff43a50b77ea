/**
 * What happens while a run lets others have their turn: lookups that it has asked for wait for those that it has
 * not come to yet, so that all of them travel together as ever; and a run whose client has hung up ends.
 */
import { wavesOf } from '../graph/links/waves.ts';
import { isGone } from '../context.ts';
import type { RequestContext } from '../context.ts';
import { nextTurn } from '../execute/main.ts';
import { ClientGone } from './refusal.ts';

/** Kept when the run may go on. Whoever pauses has much to answer. */
export function whilePaused(context: RequestContext, over: Promise<void> = nextTurn()): Promise<void> {
  context.isLarge = true;
  const turn = over.then(() => {
    // The deadline ends calls, and no answer that is being made of what they brought.
    if (isGone(context)) throw new ClientGone();
  });
  return wavesOf(context).during(turn);
}
