import { describe, expect, it } from '@jest/globals';
import { intentKey, linkKey } from '../../../../src/graph/payments/remembered.ts';
import { claimReference, Stage } from './stage.ts';
import type { Mishap } from './stage.ts';

const at = '2025-01-01T00:00:00.000Z';
const intent = intentKey('CM', claimReference);
const keyOf = (id: string): string => linkKey('CM', claimReference, id);
/** The clock of the stage begins here. */
const today = expect.stringMatching(/^2025-03-01T12:00:\d\d\.\d{3}Z$/) as unknown as string;

describe('a request for payment', () => {
  it('creates one link, and remembers it in one update', async () => {
    const stage = new Stage();
    expect(await stage.ask()).toEqual({ result: { link: { id: 'link-1', value: 'link-1' }, created: true, remembered: true } });
    expect(stage.meta).toEqual({ [keyOf('link-1')]: today });
    expect(stage.calls).toEqual({ read: 1, find: 1, write: 2, create: 1 });
  });

  it('answers the open link the second time, and writes nothing', async () => {
    const stage = new Stage();
    await stage.ask();
    expect(await stage.ask()).toEqual({ result: { link: expect.objectContaining({ id: 'link-1' }), created: false, remembered: true } });
    expect(stage.calls).toMatchObject({ write: 2, create: 1 });
  });

  it('fifty at once create one link', async () => {
    const stage = new Stage();
    const answers = await Promise.all(Array.from({ length: 50 }, () => stage.ask()));
    expect(answers.filter(({ result }) => result?.created)).toHaveLength(1);
    expect(new Set(answers.map(({ result }) => result?.link.id))).toEqual(new Set(['link-1']));
    expect(stage.calls).toMatchObject({ write: 2, create: 1 });
  });

  it.each(['STARTED', 'PARTIALLY_PAID', 'OPEN'] as const)('does not ask twice while a link is %s', async (status) => {
    const stage = new Stage();
    stage.links = [{ id: 'old', status }];
    stage.meta = { [keyOf('old')]: at };
    expect(await stage.ask()).toMatchObject({ result: { link: { id: 'old' }, created: false } });
    expect(stage.calls).toMatchObject({ write: 0, create: 0 });
  });

  it.each(['PAID', 'CANCELLED', 'FAILED'] as const)('asks again when the old link is %s', async (status) => {
    const stage = new Stage();
    stage.links = [{ id: 'old', status }];
    stage.meta = { [keyOf('old')]: at };
    expect(await stage.ask()).toMatchObject({ result: { created: true, remembered: true } });
    expect(stage.rememberedIds).toEqual(['old', 'link-2']);
  });

  it('creates nothing while a link may be open, unless it is told to', async () => {
    const stage = new Stage();
    stage.links = [{ id: 'old', status: 'UNKNOWN' }];
    stage.meta = { [keyOf('old')]: at };
    expect(await stage.ask()).toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE' });
    expect(stage.calls).toMatchObject({ write: 0, create: 0 });
    expect(await stage.ask({ force: true })).toMatchObject({ result: { created: true } });
  });

  it('waits for a link that was just created and is not shown yet, and not for one that is long gone', async () => {
    const stage = new Stage();
    stage.meta = { [keyOf('fresh')]: new Date(stage.now - 1000).toISOString() };
    expect(await stage.ask()).toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE' });
    expect(stage.calls).toMatchObject({ write: 0, create: 0 });
    stage.meta = { [keyOf('gone')]: at };
    expect(await stage.ask()).toMatchObject({ result: { created: true } });
  });

  it("leaves the links and intents of other claims and of the other provider alone", async () => {
    const stage = new Stage();
    const others = { [linkKey('CM', 'CLM', '1')]: at, [intentKey('CM', 'CLM')]: at, [intentKey('COLLECTMAXX', claimReference)]: at, [linkKey('COLLECTMAXX', claimReference, 'x')]: at };
    stage.meta = { ...others };
    expect(await stage.ask()).toMatchObject({ result: { created: true } });
    expect(stage.meta).toMatchObject(others);
  });
});

describe('a call that fails before anything is created', () => {
  it.each(['read', 'find'] as const)('in %s passes its error on and writes nothing', async (step) => {
    const stage = new Stage();
    stage.mishaps[step] = ['unreachable'];
    expect(await stage.ask()).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(stage.calls).toMatchObject({ write: 0, create: 0 });
    expect(await stage.ask()).toMatchObject({ result: { created: true } });
  });

  it.each([
    [['unreachable', 'rateLimited', 'lost', 'unsure']],
    [['lost', 'lost']],
  ] as Mishap[][][])('in writing the intent is repeated: %j', async (mishaps) => {
    const stage = new Stage();
    stage.mishaps.write = [...mishaps];
    expect(await stage.ask()).toMatchObject({ result: { created: true, remembered: true } });
    expect(stage.calls).toMatchObject({ write: mishaps.length + 2, create: 1 });
  });

  it.each([['unreachable', 'UPSTREAM_UNAVAILABLE'], ['rateLimited', 'UPSTREAM_RATE_LIMITED'], ['unsure', 'UPSTREAM_UNAVAILABLE'], ['lost', 'UPSTREAM_UNAVAILABLE']] as const)(
    'in writing the intent, again and again (%s), creates nothing and ends in time',
    async (mishap, code) => {
      const stage = new Stage();
      const begun = stage.now;
      stage.mishaps.write = [mishap];
      stage.forever.add('write');
      expect(await stage.ask()).toMatchObject({ code });
      expect(stage.calls.create).toBe(0);
      expect(stage.calls.write).toBeGreaterThan(3);
      expect(stage.now - begun).toBeLessThan(16_000);
    },
  );

  it('in writing the intent, refused, creates nothing and is not repeated', async () => {
    const stage = new Stage();
    stage.mishaps.write = ['refused'];
    expect(await stage.ask()).toMatchObject({ code: 'UPSTREAM_BAD_REQUEST' });
    expect(stage.calls).toMatchObject({ write: 1, create: 0 });
  });
});

describe('a create call', () => {
  it.each([['refused', 'UPSTREAM_BAD_REQUEST'], ['rateLimited', 'UPSTREAM_RATE_LIMITED'], ['unreachable', 'UPSTREAM_UNAVAILABLE']] as const)(
    'that was %s takes the intent back, and a later call creates',
    async (mishap, code) => {
      const stage = new Stage();
      stage.mishaps.create = [mishap];
      expect(await stage.ask()).toMatchObject({ code, intentAt: undefined });
      expect(stage.meta).toEqual({});
      expect(stage.calls).toMatchObject({ write: 2, create: 1 });
      expect(await stage.ask()).toMatchObject({ result: { created: true } });
      expect(stage.links).toHaveLength(1);
    },
  );

  it.each([['lost', 1], ['unsure', 0], ['fault', 0]] as const)('whose answer is not there (%s) is never repeated: the intent stands until somebody forces it', async (mishap, links) => {
    const stage = new Stage();
    stage.mishaps.create = [mishap];
    const first = await stage.ask();
    expect(first).toMatchObject({ code: 'OUTCOME_UNKNOWN', intentAt: today });
    expect(stage.links).toHaveLength(links);
    // A fault of our own is hidden from the caller, not from the log.
    expect(stage.faults.map(String)).toEqual(mishap === 'fault' ? ['TypeError: a fault of our own'] : []);
    const second = await stage.ask();
    expect(second).toEqual(first);
    expect(second.message).toContain(String(first.intentAt));
    expect(stage.calls).toMatchObject({ create: 1 });
    expect(await stage.ask({ force: true })).toMatchObject({ result: { created: true, remembered: true } });
    expect(stage.links).toHaveLength(links + 1);
    expect(stage.intent).toBeUndefined();
    expect(await stage.ask({ force: true })).toMatchObject({ result: { created: false } });
    expect(stage.calls).toMatchObject({ create: 2 });
  });

  it('that is forced and refused leaves the older intent standing', async () => {
    const stage = new Stage();
    stage.mishaps.create = ['lost'];
    const { intentAt } = await stage.ask();
    stage.now += 60_000;
    stage.mishaps.create = ['refused'];
    expect(await stage.ask({ force: true })).toMatchObject({ code: 'UPSTREAM_BAD_REQUEST' });
    expect(await stage.ask()).toMatchObject({ code: 'OUTCOME_UNKNOWN', intentAt });
  });

  it('that is refused while the intent cannot be taken back says that it stands', async () => {
    const stage = new Stage();
    stage.mishaps.create = ['refused'];
    stage.mishaps.write = [undefined, 'unreachable'];
    stage.forever.add('write');
    expect(await stage.ask()).toMatchObject({ code: 'UPSTREAM_BAD_REQUEST', intentAt: today });
    stage.mishaps.write = [];
    expect(await stage.ask()).toMatchObject({ code: 'OUTCOME_UNKNOWN', intentAt: today });
    expect(stage.calls.create).toBe(1);
  });

  it('answers an intent whose time cannot be read all the same', async () => {
    const stage = new Stage();
    stage.meta = { [intent]: 'some day' };
    expect(await stage.ask()).toMatchObject({ code: 'OUTCOME_UNKNOWN', intentAt: null });
    expect(stage.calls).toMatchObject({ write: 0, create: 0 });
  });
});

describe('remembering what was created', () => {
  it.each([[['unreachable', 'lost']], [['unsure', 'rateLimited', 'unsure']]] as Mishap[][][])('is repeated: %j', async (mishaps) => {
    const stage = new Stage();
    stage.mishaps.write = [undefined, ...mishaps];
    expect(await stage.ask()).toMatchObject({ result: { created: true, remembered: true } });
    expect(stage.meta).toEqual({ [keyOf('link-1')]: today });
    expect(stage.calls).toMatchObject({ write: mishaps.length + 2, create: 1 });
  });

  it.each(['unreachable', 'refused', 'unsure'] as const)('that fails for good (%s) still answers the link, and the next call says that there may be one', async (mishap) => {
    const stage = new Stage();
    stage.mishaps.write = [undefined, mishap];
    stage.forever.add('write');
    expect(await stage.ask()).toMatchObject({ result: { link: { id: 'link-1' }, created: true, remembered: false } });
    stage.forever.clear();
    stage.mishaps.write = [];
    expect(await stage.ask()).toMatchObject({ code: 'OUTCOME_UNKNOWN', intentAt: today });
    expect(stage.calls.create).toBe(1);
  });
});

describe('a caller', () => {
  it.each([[499, 0], [800, 1]])('with %d ms left is served only if there is time to remember what is created', async (ms, creates) => {
    const stage = new Stage();
    stage.patienceMs = ms + 20;
    const answer = await stage.ask();
    if (creates === 0) expect(answer).toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    expect([stage.calls.create, stage.calls.write > 0]).toEqual([creates, creates > 0]);
  });

  it('who waits too long for his turn is told so, and nothing is done for him', async () => {
    const stage = new Stage();
    let letGo = (): void => undefined;
    const held = stage.lock.run('claim', { deadline: Infinity, signal: new AbortController().signal }, () => new Promise<void>((resolve) => (letGo = resolve)));
    stage.now = Date.now() - 29_990;
    expect(await stage.ask()).toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    expect(stage.calls.read).toBe(0);
    letGo();
    await held;
  });
});
