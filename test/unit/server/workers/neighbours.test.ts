/** What a worker shares with the others, as it sees it: also when the primary does not answer, answers too late, or is gone. */
import { describe, expect, it } from '@jest/globals';
import { LockTimeout } from '../../../../src/graph/payments/lock.ts';
import { ChannelClosed } from '../../../../src/server/workers/channel.ts';
import { createNeighbours, type NeighboursOptions } from '../../../../src/server/workers/neighbours.ts';
import type { TokenOwner } from '../../../../src/upstream/sharedTokens.ts';

type Answer = (value: unknown) => unknown;

/** A primary that answers as it is told to, and remembers what it was told. */
function primaryThat(answers: Record<string, Answer> = {}) {
  const asked: [string, unknown][] = [];
  const told: [string, unknown][] = [];
  const primary = {
    async ask(name: string, value?: unknown): Promise<unknown> {
      asked.push([name, value]);
      const answer = answers[name];
      if (!answer) throw new ChannelClosed();
      return answer(value);
    },
    tell: (name: string, value?: unknown) => void told.push([name, value]),
  };
  return { neighbours: createNeighbours({ primary: primary as unknown as NeighboursOptions['primary'], sandbox: undefined }), asked, told };
}

const never = new AbortController().signal;
const soon = () => ({ deadline: Date.now() + 20, signal: never });
const later = () => ({ deadline: Date.now() + 60_000, signal: never });
const silent = (): Promise<never> => new Promise(() => undefined);

describe('a turn', () => {
  it('is asked for, worked in, and given back', async () => {
    const { neighbours, asked, told } = primaryThat({ enter: () => undefined });
    expect(await neighbours.lock.run('CLM-1', later(), async () => `with ${told.length} told`)).toBe('with 0 told');
    expect(asked).toEqual([['enter', { turn: 1, key: 'CLM-1' }]]);
    expect(told).toEqual([['leave', 1]]);
  });

  it('is given back where the work fails, whose error is passed on', async () => {
    const { neighbours, told } = primaryThat({ enter: () => undefined });
    await expect(neighbours.lock.run('CLM-1', later(), () => Promise.reject(new Error('of the work')))).rejects.toThrow('of the work');
    expect(told).toEqual([['leave', 1]]);
  });

  it('that does not come in time is left, and nothing was worked', async () => {
    const { neighbours, told } = primaryThat({ enter: silent });
    let worked = false;
    await expect(neighbours.lock.run('CLM-1', soon(), async () => (worked = true))).rejects.toThrow(LockTimeout);
    expect({ worked, told }).toEqual({ worked: false, told: [['leave', 1]] });
  });

  it('that comes too late is not used: it was left before', async () => {
    let come = (): void => undefined;
    const { neighbours, told } = primaryThat({ enter: () => new Promise<void>((resolve) => (come = resolve)) });
    let worked = false;
    await expect(neighbours.lock.run('CLM-1', soon(), async () => (worked = true))).rejects.toThrow(LockTimeout);
    come();
    await new Promise(setImmediate);
    expect({ worked, told }).toEqual({ worked: false, told: [['leave', 1]] });
  });

  it.each([['before', true], ['while it waits', false]])('of a caller who hangs up %s is left', async (_when, at) => {
    const { neighbours, told } = primaryThat({ enter: silent });
    const caller = new AbortController();
    if (at) caller.abort();
    const running = neighbours.lock.run('CLM-1', { deadline: Infinity, signal: caller.signal }, () => Promise.reject(new Error('worked')));
    caller.abort();
    await expect(running).rejects.toThrow(LockTimeout);
    expect(told).toEqual([['leave', 1]]);
  });

  it('does not come where the primary is gone', async () => {
    const { neighbours } = primaryThat();
    await expect(neighbours.lock.run('CLM-1', later(), async () => 'worked')).rejects.toThrow(LockTimeout);
  });

  it('has a number of its own', async () => {
    const { neighbours, told } = primaryThat({ enter: () => undefined });
    await Promise.all(['CLM-1', 'CLM-2'].map((key) => neighbours.lock.run(key, later(), async () => undefined)));
    expect(told.map(([, turn]) => turn)).toEqual([1, 2]);
  });
});

describe('writing into the log', () => {
  it('is done in turn, once', async () => {
    const { neighbours, asked, told } = primaryThat({ enter: () => undefined });
    let writes = 0;
    expect(await neighbours.events.inTurn(async () => (writes += 1))).toBe(1);
    expect(asked).toEqual([['enter', { turn: 1, key: 'event log' }]]);
    expect(told).toEqual([['leave', 1]]);
  });

  it('is done all the same where no turn comes', async () => {
    const { neighbours } = primaryThat();
    let writes = 0;
    expect(await neighbours.events.inTurn(async () => (writes += 1))).toBe(1);
    // Nobody answers at all.
    const { neighbours: unheard } = primaryThat({ enter: silent });
    expect(await unheard.events.inTurn(async () => (writes += 1))).toBe(2);
    expect(writes).toBe(2);
  });

  it('that failed in its turn is not done again', async () => {
    const { neighbours } = primaryThat({ enter: () => undefined });
    let writes = 0;
    const write = (): Promise<never> => Promise.reject(new Error(`disk full ${(writes += 1)}`));
    await expect(neighbours.events.inTurn(write)).rejects.toThrow('disk full 1');
    expect(writes).toBe(1);
  });

  it('a write that itself waited for a lock in vain is not taken for a turn that did not come', async () => {
    const { neighbours } = primaryThat({ enter: () => undefined });
    let writes = 0;
    await expect(neighbours.events.inTurn(() => ((writes += 1), Promise.reject(new LockTimeout())))).rejects.toThrow(LockTimeout);
    expect(writes).toBe(1);
  });
});

describe('news of the log', () => {
  it('are told to the primary, and come to all who listen', () => {
    const { neighbours, told } = primaryThat();
    const heard: string[] = [];
    const stop = neighbours.events.listen(() => heard.push('first'));
    neighbours.events.listen(() => heard.push('second'));
    neighbours.events.tell();
    expect(told).toEqual([['news', undefined]]);
    expect(heard).toEqual([]);
    neighbours.heard();
    expect(heard).toEqual(['first', 'second']);
    stop();
    neighbours.heard();
    expect(heard).toEqual(['first', 'second', 'second']);
  });
});

describe('tokens', () => {
  const owner: TokenOwner = { system: 'receeve', baseURL: 'https://api.example.com', id: 'client', secret: 'a secret', scheme: 'raw' };
  const token = { value: 'a token', lifetimeMs: 1_000 };

  it('are found by whose they are, and their secret is told to nobody', async () => {
    const { neighbours, asked, told } = primaryThat({ findToken: () => token });
    expect(await neighbours.tokens().find(owner)).toEqual(token);
    await neighbours.tokens().keep(owner, token);
    const [, name] = asked[0]!;
    expect(told).toEqual([['keepToken', { owner: name, token }]]);
    expect(JSON.stringify([asked, told])).not.toMatch(/a secret|client|example/);
  });

  it('of a tenant, another secret, another scheme or another address are others', async () => {
    const { neighbours, asked } = primaryThat({ findToken: () => undefined });
    await neighbours.tokens().find(owner);
    for (const tenant of ['acme', 'null', '']) await neighbours.tokens(tenant).find(owner);
    for (const other of [{ secret: 'b' }, { scheme: 'bearer' }, { baseURL: 'https://b.example.com' }, { id: 'b' }, { system: 'cm' }]) await neighbours.tokens().find({ ...owner, ...other });
    // The same, however it is written.
    await neighbours.tokens().find(Object.fromEntries(Object.entries(owner).reverse()) as unknown as TokenOwner);
    const names = asked.map(([, name]) => name);
    expect(names.at(-1)).toBe(names[0]);
    expect(new Set(names).size).toBe(names.length - 1);
  });

  it('are none where the primary is gone: then one is fetched', async () => {
    const { neighbours } = primaryThat();
    expect(await neighbours.tokens().find(owner)).toBeUndefined();
  });
});

describe('counts', () => {
  it('of what comes at once are asked for in one message, each with its own answer; what comes later in another', async () => {
    const { neighbours, asked } = primaryThat({ count: (callers) => (callers as string[]).map((caller, at) => (caller === 'hasty' ? 250 + at : undefined)) });
    expect(await Promise.all(['one', 'hasty', 'one', 'hasty'].map((caller) => neighbours.count(caller)))).toEqual([undefined, 251, undefined, 253]);
    expect(await neighbours.count('hasty')).toBe(250);
    expect(asked).toEqual([['count', ['one', 'hasty', 'one', 'hasty']], ['count', ['hasty']]]);
  });

  it('that come while others are under way wait for none of them', async () => {
    const answers: ((waits: unknown) => void)[] = [];
    const { neighbours } = primaryThat({ count: () => new Promise((resolve) => answers.push(resolve)) });
    const first = neighbours.count('one');
    await new Promise(setImmediate);
    const second = neighbours.count('two');
    await new Promise(setImmediate);
    answers[1]!([2]);
    expect(await second).toBe(2);
    answers[0]!([1]);
    expect(await first).toBe(1);
  });

  it('fail for all who wait where the primary is gone, and are asked for anew', async () => {
    const { neighbours, asked } = primaryThat();
    const outcomes = await Promise.allSettled([neighbours.count('one'), neighbours.count('two')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(neighbours.count('one')).rejects.toThrow(ChannelClosed);
    expect(asked).toHaveLength(2);
  });
});

it('the page of all workers is the primary\'s', async () => {
  const { neighbours } = primaryThat({ page: () => ({ type: 'text/plain', text: 'all' }) });
  expect(await neighbours.page()).toEqual({ type: 'text/plain', text: 'all' });
});
