/** How many workers run: the first start, replacements and their pauses, the end. Workers here are invented, and so is time. */
import { describe, expect, it } from '@jest/globals';
import { createCrew, type Worker } from '../../../../src/server/workers/crew.ts';
import { StartError } from '../../../../src/server/startError.ts';
import type { Served } from '../../../../src/server/workers/protocol.ts';

const served = { url: 'http://127.0.0.1:4000', mode: 'sandbox' } as Served;
const settled = (): Promise<void> => new Promise(setImmediate);

interface Invented extends Worker {
  serve(): void;
  fail(sentence: string): void;
  exit(how: string): void;
  /** What it was told, in order. */
  told: string[];
  /** Whether it ends when it is told to. */
  obeys: boolean;
}

function stage(size: number) {
  const workers: Invented[] = [];
  const lines: string[] = [];
  const pauses: number[] = [];
  const pausing: (() => void)[] = [];
  const time = { now: 0 };
  function hire(): Worker {
    let resolveServed: (as: Served) => void = () => undefined;
    let rejectServed: (error: Error) => void = () => undefined;
    let resolveExited: (how: string) => void = () => undefined;
    const worker: Invented = {
      id: workers.length + 1,
      served: new Promise((resolve, reject) => ([resolveServed, rejectServed] = [resolve, reject])),
      exited: new Promise((resolve) => (resolveExited = resolve)),
      end() {
        worker.told.push('end');
        if (worker.obeys) worker.exit('exit code 0');
      },
      kill() {
        worker.told.push('kill');
        worker.exit('SIGKILL');
      },
      serve: () => resolveServed(served),
      fail: (sentence) => rejectServed(new Error(sentence)),
      exit(how) {
        rejectServed(new Error(`A worker has ended (${how}) before it served.`));
        resolveExited(how);
      },
      told: [],
      obeys: true,
    };
    worker.served.catch(() => undefined);
    workers.push(worker);
    return worker;
  }
  const write = ({ pauseMs }: { pauseMs?: number }, message: string): void => void lines.push(pauseMs === undefined ? message : `${pauseMs} ${message}`);
  const crew = createCrew({
    size,
    hire,
    log: { info: write, error: write },
    clock: () => time.now,
    pause(ms, signal) {
      pauses.push(ms);
      return new Promise((resolve, reject) => {
        pausing.push(resolve);
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      });
    },
  });
  /** All serve. */
  async function started(): Promise<void> {
    const starting = crew.start();
    for (let n = 0; n < size; n += 1) {
      await settled();
      workers[n]!.serve();
    }
    await starting;
  }
  const ids = (): number[] => crew.serving().map(({ id }) => id);
  /** The longest pause so far is over. */
  const goOn = async (): Promise<void> => {
    pausing.splice(0).forEach((resolve) => resolve());
    await settled();
  };
  return { crew, workers, lines, pauses, time, started, ids, goOn };
}

describe('a crew that starts', () => {
  it('begins with one, then with all others side by side, and stands when all serve', async () => {
    const { crew, workers, ids } = stage(3);
    let stands = false;
    const starting = crew.start().then((as) => ((stands = true), as));
    await settled();
    expect(workers).toHaveLength(1);
    workers[0]!.serve();
    await settled();
    expect(workers).toHaveLength(3);
    workers[2]!.serve();
    await settled();
    expect({ stands, serving: ids() }).toEqual({ stands: false, serving: [1, 3] });
    workers[1]!.serve();
    expect(await starting).toBe(served);
    expect(ids()).toEqual([1, 3, 2]);
  });

  it('says what keeps the first from starting, and asks no other', async () => {
    const { crew, workers, lines } = stage(4);
    const starting = crew.start();
    workers[0]!.fail('Port 4000 on 127.0.0.1 is in use: set PORT to a free one.');
    const error: unknown = await starting.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StartError);
    expect((error as Error).message).toBe('Port 4000 on 127.0.0.1 is in use: set PORT to a free one.');
    expect(workers.map(({ told }) => told)).toEqual([['kill']]);
    expect(lines).toEqual([]);
  });

  it('leaves none behind where a later one cannot start', async () => {
    const { crew, workers, ids } = stage(3);
    const starting = crew.start();
    workers[0]!.serve();
    await settled();
    workers[1]!.serve();
    workers[2]!.exit('SIGKILL');
    await expect(starting).rejects.toThrow('A worker has ended (SIGKILL) before it served.');
    expect(workers.map(({ told }) => told)).toEqual([['kill'], ['kill'], []]);
    await settled();
    expect(ids()).toEqual([]);
    expect(workers).toHaveLength(3);
  });

  it('replaces one that has died while the others were still starting', async () => {
    const { crew, workers } = stage(2);
    const starting = crew.start();
    workers[0]!.serve();
    await settled();
    workers[0]!.exit('SIGKILL');
    await settled();
    expect(workers).toHaveLength(2);
    workers[1]!.serve();
    await starting;
    await settled();
    expect(workers).toHaveLength(3);
  });
});

describe('a worker that ends', () => {
  it('is replaced at once, and the other one stays as it was', async () => {
    const { workers, lines, pauses, started, ids } = stage(2);
    await started();
    workers[0]!.exit('SIGSEGV');
    await settled();
    expect(ids()).toEqual([2]);
    workers[2]!.serve();
    await settled();
    expect(ids()).toEqual([2, 3]);
    expect(workers[1]!.told).toEqual([]);
    expect(pauses).toEqual([]);
    expect(lines).toEqual(['0 A worker has ended (SIGSEGV); another takes its place.', 'A new worker serves.']);
  });

  it('again and again is tried less and less often, up to every 30 s', async () => {
    const { workers, pauses, started, goOn } = stage(1);
    await started();
    for (let n = 0; n < 12; n += 1) {
      workers.at(-1)!.serve();
      workers.at(-1)!.exit('exit code 1');
      await settled();
      await goOn();
    }
    expect(pauses).toEqual([200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000, 30_000]);
    expect(workers).toHaveLength(13);
  });

  it('after it ran for a minute is replaced at once, however often one ended before', async () => {
    const { workers, pauses, time, started, goOn } = stage(1);
    await started();
    for (let n = 0; n < 4; n += 1) {
      workers.at(-1)!.exit('exit code 1');
      await settled();
      await goOn();
    }
    expect(pauses).toEqual([200, 400, 800]);
    time.now += 60_000;
    workers.at(-1)!.exit('exit code 1');
    await settled();
    expect(workers).toHaveLength(6);
    // Short once more: as the first time.
    workers.at(-1)!.exit('exit code 1');
    await settled();
    expect(pauses).toEqual([200, 400, 800]);
    expect(workers).toHaveLength(7);
  });

  it('that cannot start any more is said with its reason', async () => {
    const { workers, lines, started, goOn } = stage(1);
    await started();
    workers[0]!.exit('SIGKILL');
    await settled();
    workers[1]!.fail('The file data/events.db cannot be opened.');
    workers[1]!.exit('exit code 1');
    await settled();
    await goOn();
    expect(lines).toEqual(['0 A worker has ended (SIGKILL); another takes its place.', '200 A worker cannot start; it is tried again. The file data/events.db cannot be opened.']);
    workers[2]!.serve();
    await settled();
    expect(lines.at(-1)).toBe('A new worker serves.');
  });

  it('does not shorten the pause of another', async () => {
    const { workers, pauses, started } = stage(2);
    await started();
    for (let n = 0; n < 2; n += 1) {
      workers.at(-1)!.exit('exit code 1');
      await settled();
    }
    expect(pauses).toEqual([200]);
    workers[0]!.exit('SIGKILL');
    await settled();
    // Replaced at once; the second place still waits.
    expect(pauses).toEqual([200]);
    expect(workers).toHaveLength(4);
  });
});

describe('a crew that ends', () => {
  it('lets those that serve come to an end, and kills one that does not serve yet', async () => {
    const { crew, workers, lines, started } = stage(2);
    await started();
    workers[0]!.exit('SIGKILL');
    await settled();
    await crew.close(60_000);
    expect(workers.map(({ told }) => told)).toEqual([[], ['end'], ['kill']]);
    expect(lines).toHaveLength(1);
  });

  it('kills those that have not ended in time, and waits for them', async () => {
    const { crew, workers, started } = stage(2);
    await started();
    workers[1]!.obeys = false;
    await crew.close(1);
    expect(workers.map(({ told }) => told)).toEqual([['end'], ['end', 'kill']]);
  });

  it('replaces nobody: neither who ends then, nor whose pause was under way', async () => {
    const { crew, workers, pauses, started, goOn } = stage(2);
    await started();
    for (let n = 0; n < 2; n += 1) {
      workers.at(-1)!.exit('exit code 1');
      await settled();
    }
    expect(pauses).toEqual([200]);
    const closing = crew.close(60_000);
    await goOn();
    await closing;
    await settled();
    expect(workers).toHaveLength(3);
    expect(crew.serving()).toEqual([]);
  });
});
