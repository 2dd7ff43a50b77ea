/** What a pause does to a run: whose client hung up, it ends; whose deadline passed, it goes on. */
import { describe, expect, it } from '@jest/globals';
import type { RequestContext } from '../../../src/context.ts';
import { wavesOf } from '../../../src/graph/links/waves.ts';
import { whilePaused } from '../../../src/server/pauses.ts';
import { ClientGone } from '../../../src/server/refusal.ts';

const contextOf = (reason?: DOMException): RequestContext => {
  const controller = new AbortController();
  if (reason) controller.abort(reason);
  return { signal: controller.signal } as unknown as RequestContext;
};

describe('a pause', () => {
  it('marks the answer as large and is over', async () => {
    const context = contextOf();
    await whilePaused(context);
    expect(context.isLarge).toBe(true);
  });

  it('ends the run of a client that has hung up', async () => {
    await expect(whilePaused(contextOf(new DOMException('gone', 'AbortError')))).rejects.toThrow(ClientGone);
  });

  it('goes on after the deadline: what the calls brought is still told', async () => {
    await whilePaused(contextOf(new DOMException('late', 'TimeoutError')));
  });

  it('holds lookups back until it is over', async () => {
    const context = contextOf();
    const order: string[] = [];
    let end = (): void => undefined;
    const paused = whilePaused(context, new Promise((resolve) => (end = resolve)));
    const sent = new Promise<void>((resolve) => wavesOf(context).whenCalm(() => (order.push('lookups'), resolve())));
    await new Promise((resolve) => setImmediate(resolve));
    order.push('over');
    end();
    await Promise.all([paused, sent]);
    expect(order).toEqual(['over', 'lookups']);
  });
});
