/** Two ends of a pipe that answer one another, and what becomes of those who wait when one of them is gone, or speaks nonsense. */
import { describe, expect, it } from '@jest/globals';
import { ChannelClosed, openChannel, type Channel, type Offers } from '../../../../src/server/workers/channel.ts';

/** A pipe within this process: what is sent arrives later, as a copy, in order; `cut` loses all from now on. */
function pipe() {
  const listeners: [((message: unknown) => void)[], ((message: unknown) => void)[]] = [[], []];
  const sent: unknown[] = [];
  let cut = false;
  const end = (own: 0 | 1) => ({
    send(message: unknown) {
      const copy: unknown = structuredClone(message);
      sent.push(copy);
      setImmediate(() => {
        if (!cut) for (const take of listeners[own === 0 ? 1 : 0]) take(copy);
      });
    },
    listen: (take: (message: unknown) => void) => void listeners[own].push(take),
  });
  return { ends: [end(0), end(1)] as const, sent, cut: () => (cut = true) };
}

interface Calculator {
  double: (n: number) => Promise<number>;
  note: (text: string) => void;
  fail: (kind: string) => void;
  never: () => Promise<void>;
}

interface Silent {
  hello: () => string;
}

function open() {
  const { ends, sent, cut } = pipe();
  const noted: string[] = [];
  const faults: unknown[] = [];
  const calculator: Calculator = {
    double: async (n) => n * 2,
    note: (text) => void noted.push(text),
    fail(kind) {
      // What is thrown need not be an error.
      throw kind === 'error' ? new Error('It cannot be done.') : (kind as unknown as Error);
    },
    never: () => new Promise(() => undefined),
  };
  const there: Channel<Silent> = openChannel<Calculator, Silent>(ends[1], calculator, (error) => faults.push(error));
  const here = openChannel<Silent, Calculator>(ends[0], { hello: () => 'hello' }, (error) => faults.push(error));
  return { here, there, ends, sent, cut, noted, faults };
}

describe('a channel', () => {
  it('answers each question with its own answer, both ways at once', async () => {
    const { here, there } = open();
    expect(await Promise.all([here.ask('double', 1), there.ask('hello'), here.ask('double', 2), here.ask('double', 3)])).toEqual([2, 'hello', 4, 6]);
  });

  it('keeps what is told and asked in order', async () => {
    const { here, noted } = open();
    here.tell('note', 'first');
    const answer = here.ask('double', 1);
    here.tell('note', 'second');
    await answer;
    expect(noted[0]).toBe('first');
    await here.ask('double', 1);
    expect(noted).toEqual(['first', 'second']);
  });

  it('passes a failure on as a sentence', async () => {
    const { here, faults } = open();
    await expect(here.ask('fail', 'error')).rejects.toThrow('It cannot be done.');
    await expect(here.ask('fail', 'words')).rejects.toThrow('words');
    expect(faults).toEqual([]);
  });

  it('tells its own end of a failure that nobody awaits, and answers nothing', async () => {
    const { here, faults, sent } = open();
    here.tell('fail', 'error');
    await here.ask('double', 1);
    expect(faults).toEqual([new Error('It cannot be done.')]);
    expect(sent.filter((message) => (message as { collectgraph: string }).collectgraph === 'answer')).toHaveLength(1);
  });

  it('says so when it is asked for what the other end does not offer', async () => {
    const { here } = open();
    const other = here as unknown as Channel<Record<string, () => unknown> & Offers<Record<string, () => unknown>>>;
    await expect(other.ask('triple')).rejects.toThrow('not a function');
    expect(await here.ask('double', 1)).toBe(2);
  });
});

describe('an end that is gone', () => {
  it('ends the waiting of whoever asked, and of whoever asks later', async () => {
    const { here } = open();
    const waiting = [here.ask('never'), here.ask('double', 1)];
    const outcomes = Promise.allSettled(waiting);
    here.close();
    for (const outcome of await outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(ChannelClosed) });
    await expect(here.ask('double', 1)).rejects.toThrow('The other process is gone.');
  });

  it('is sent nothing more', async () => {
    const { here, sent } = open();
    here.close();
    here.tell('note', 'into the void');
    await expect(here.ask('double', 1)).rejects.toThrow(ChannelClosed);
    expect(sent).toEqual([]);
  });

  it('is not listened to any more: what it asked for last is not done', async () => {
    const { here, there, noted } = open();
    here.tell('note', 'late');
    there.close();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(noted).toEqual([]);
  });

  it('whose answer was under way: it is not waited for, and does no harm', async () => {
    const { here, ends, sent } = open();
    const asked = here.ask('double', 1);
    asked.catch(() => undefined);
    await new Promise(setImmediate);
    here.close();
    await expect(asked).rejects.toThrow(ChannelClosed);
    expect(sent).toContainEqual({ collectgraph: 'answer', id: 1, value: 2 });
    ends[1].send({ collectgraph: 'answer', id: 1, value: 3 });
    await new Promise(setImmediate);
  });

  it('whose message was lost keeps nobody waiting beyond the close', async () => {
    const { here, cut } = open();
    cut();
    const outcome = Promise.allSettled([here.ask('double', 1)]);
    await new Promise(setImmediate);
    here.close();
    expect(await outcome).toMatchObject([{ status: 'rejected', reason: expect.any(ChannelClosed) }]);
  });
});

describe('messages that are none of ours', () => {
  it('are passed over', async () => {
    const { here, ends, faults } = open();
    const asked = here.ask('double', 21);
    for (const message of [null, undefined, 'ask', 1, [], { cmd: 'NODE_OTHER' }, { collectgraph: 'other', id: 1 }, { collectgraph: 'answer', id: 99, value: 1 }, { collectgraph: 'answer' }]) ends[1].send(message);
    expect(await asked).toBe(42);
    expect(faults).toEqual([]);
  });

  it('a question without a name is a fault of its end, and the next is answered', async () => {
    const { here, ends, faults } = open();
    ends[0].send({ collectgraph: 'ask' });
    expect(await here.ask('double', 1)).toBe(2);
    expect(faults).toEqual([expect.any(TypeError)]);
  });

  it('an answer comes once', async () => {
    const { here, ends } = open();
    const asked = here.ask('never');
    ends[1].send({ collectgraph: 'answer', id: 1, value: 'one' });
    ends[1].send({ collectgraph: 'answer', id: 1, failure: 'two' });
    expect(await asked).toBe('one');
  });
});
