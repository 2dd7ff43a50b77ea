/**
 * How each system fares: well, shaky, bad, cut off; a mood after another for a second or so, all by the seed.
 * A refusal (4xx) is never a lie here: what was refused was not done. Everything else may be done or not.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Failure } from '../../src/sandbox/failures.ts';
import type { Sandbox, SystemName } from '../../src/sandbox/main.ts';
import { createRandom, type Random } from '../../src/sandbox/random.ts';
import type { Wire } from './wire.ts';

export interface WeatherOptions {
  seed: number;
  sandbox: Sandbox;
  wires: Record<SystemName, Wire>;
  /** Told of each change of mood. */
  onMood: (system: SystemName, mood: string) => void;
}

export interface Weather {
  /** Everything is well from now on. */
  end(): Promise<void>;
}

/** Chance of a failure in each mood. */
const moods = { well: 0, shaky: 0.15, bad: 0.6, dead: 1, 'cut off': 0 } as const;
type Mood = keyof typeof moods;

const often: readonly Mood[] = ['well', 'well', 'well', 'shaky', 'shaky', 'shaky', 'bad', 'dead', 'cut off'];

export function startWeather({ seed, sandbox, wires, onMood }: WeatherOptions): Weather {
  const ending = new AbortController();
  const systems = Object.keys(wires) as SystemName[];
  const running = systems.map(async (system, index) => {
    const random = createRandom(seed * 31 + index);
    const chance = createRandom(seed * 37 + index);
    let mood: Mood = 'well';
    sandbox.systems[system].fail(() => (chance.next() < moods[mood] ? failureOf(chance) : undefined));
    while (!ending.signal.aborted) {
      mood = random.pick(often);
      onMood(system, mood);
      if (mood === 'cut off') wires[system].cut();
      else await wires[system].mend();
      if ((system === 'receeve' || system === 'cm') && random.next() < 0.2) sandbox.systems[system].expireTokens();
      await sleep(random.integer(200, 2000), undefined, { signal: ending.signal }).catch(() => undefined);
    }
    sandbox.systems[system].heal();
    await wires[system].mend();
    onMood(system, 'well, to the end');
  });
  return {
    async end() {
      ending.abort();
      await Promise.all(running);
    },
  };
}

function failureOf(random: Random): Failure {
  const done = random.next() < 0.5;
  switch (random.integer(1, 12)) {
    case 1:
    case 2:
      return { kind: 'status', status: random.pick([500, 502, 503, 504]), done };
    case 3:
      return { kind: 'status', status: 503, headers: { 'retry-after': random.pick(['0', '1', '60']) }, done };
    case 4:
      return { kind: 'status', status: 429, ...(done && { headers: { 'retry-after': '0' } }) };
    case 5:
      return { kind: 'status', status: random.pick([400, 401, 403]) };
    case 6:
      return { kind: 'garbage', done };
    case 7:
      return { kind: 'hang', done };
    case 8:
      return { kind: 'reset', when: 'head' };
    case 9:
      return { kind: 'reset', when: 'request', done };
    case 10:
      return { kind: 'reset', when: 'answer' };
    case 11:
      return { kind: 'truncate' };
    default:
      return { kind: 'delay', ms: random.integer(1, 1500) };
  }
}
