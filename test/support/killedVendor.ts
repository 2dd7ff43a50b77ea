/**
 * A vendor and a reader around a gateway that is killed again and again. The vendor sends numbered events, many at
 * a time, each until it is acknowledged, and now and then once more after that; the reader follows by cursors.
 */
import { post } from './webhooks.ts';

export interface Running {
  url: string;
  kill: () => void;
  gone: Promise<unknown>;
}

export interface KilledOptions {
  start: () => Promise<Running>;
  /** Path of Collectmaxx, with its secret. */
  door: string;
  /** One page: numbers of its events, its end, and whether there is more. */
  read: (url: string, after: string | undefined) => Promise<{ numbers: number[]; endCursor: string; hasMore: boolean }>;
  kills: number;
  random: () => number;
}

export interface Outcome {
  acknowledged: Set<number>;
  sent: number;
  /** As the reader met them, across all restarts. */
  followed: number[];
  /** From the oldest on, in the end. */
  whole: number[];
  /** Sendings whose answer never came. */
  broken: number;
}

/** Senders at the same time. */
const lanes = 16;

export async function sendWhileKilled({ start, door, read, kills, random }: KilledOptions): Promise<Outcome> {
  const outcome: Outcome = { acknowledged: new Set(), sent: 0, followed: [], whole: [], broken: 0 };
  const again: number[] = [];
  let cursor: string | undefined;

  for (let round = 0; round <= kills; round++) {
    const last = round === kills;
    const running = await start();
    let dying = false;
    const enough = outcome.sent + 5 + Math.floor(random() * 200);
    const send = async (): Promise<void> => {
      while (!dying) {
        if (last && again.length === 0) return;
        const number = again.shift() ?? ++outcome.sent;
        try {
          const { status } = await post(`${running.url}${door}`, JSON.stringify({ event: 'PayLinkPaid', service: 'paylink', id: `e${number}`, number }));
          if (status === 408) {
            // The machine stood still for a while: the vendor sends it again.
            again.push(number);
            continue;
          }
          if (status !== 200) throw new Error(`answered ${status}`);
          outcome.acknowledged.add(number);
          if (random() < 0.05) again.push(number);
          // In the midst of all others, which have no answer yet.
          if (!last && !dying && outcome.sent >= enough) {
            dying = true;
            running.kill();
          }
        } catch (error) {
          if (!dying) throw error;
          if (!outcome.acknowledged.has(number)) {
            outcome.broken += 1;
            again.push(number);
          }
        }
      }
    };
    const follow = async (): Promise<void> => {
      for (;;) {
        let page;
        try {
          page = await read(running.url, cursor);
        } catch (error) {
          if (!dying) throw error;
          return;
        }
        outcome.followed.push(...page.numbers);
        cursor = page.endCursor;
        if (last && !page.hasMore) return;
      }
    };
    await Promise.all([...Array.from({ length: lanes }, send), ...(last ? [] : [follow()])]);
    if (last) {
      await follow();
      for (let after: string | undefined, more = true; more; ) {
        const page = await read(running.url, after);
        outcome.whole.push(...page.numbers);
        ({ endCursor: after, hasMore: more } = page);
      }
      running.kill();
    }
    await running.gone;
  }
  return outcome;
}
