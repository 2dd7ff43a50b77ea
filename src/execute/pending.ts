/**
 * An object or a list of the answer that is there, while some of its parts are not: each is put where it belongs when
 * it comes, and the last one says so to the place above. No promise is made for what stands between a field that waits
 * and the answer.
 *
 *   data             Pending, told to the one who asked for the answer
 *     claims         Pending of 20 parts
 *       0            Pending of 1 part
 *         payLinks   Place that waits for a promise
 *
 * A part that may not be null and has no value takes the whole with it, without waiting for the others, as in graphql-js.
 */
import { Later } from './later.ts';
import { Pause } from './slices.ts';
import type { Place } from './place.ts';

export type Container = Record<string, unknown> | unknown[];

export class Pending extends Later {
  readonly value: Container;
  /** Where it stands in the answer; undefined: it is the answer's data. */
  readonly place: Place | undefined;
  /** Parts that are to come, and one until all are known. */
  #missing = 1;
  #isOver = false;
  /** Why there is no value; a box, for anything can be thrown. */
  #lost: { error: Error } | undefined;
  /** Whether the value is lost already, and only the parts on their way are waited for. */
  #isDoomed = false;
  /** Whether anybody is to be told. */
  #isTold = false;
  #isLate = false;
  #onEnd: (() => void) | undefined;

  constructor(value: Container, place: Place | undefined) {
    super();
    this.value = value;
    this.place = place;
  }

  /** One more part that is to come; its place in the order of keys is taken now. */
  add(part: Place | Pending): void {
    this.#missing += 1;
    const place = part instanceof Pending ? (part.place as Place) : part;
    place.into = this;
    if (part instanceof Pending) part.tell();
    else this.put(place.key, undefined);
  }

  /** All parts are known. */
  seal(): this {
    this.arrived();
    return this;
  }

  /** As `seal`; there will be no value, but the parts that are on their way may fail as well, and are waited for. */
  doom(error: unknown): this {
    this.#isDoomed = true;
    this.#lost = { error: error as Error };
    return this.seal();
  }

  put(key: string | number, value: unknown): void {
    (this.value as Record<string | number, unknown>)[key] = value;
  }

  /** A part is in its place. */
  arrived(): void {
    this.#missing -= 1;
    if (this.#missing === 0 && !this.#isOver) this.#end();
  }

  /** A part that may not be null failed. */
  lose(error: unknown): void {
    if (this.#isOver) return;
    if (!this.#isDoomed) this.#lost = { error: error as Error };
    this.#end();
  }

  /** From now on its place is told of its end, also if that was before. `late`: a promise brought it. */
  tell(late = false): void {
    const { place } = this;
    this.#isLate = late;
    if (place) (place.into as Pending).put(place.key, this.value);
    this.#isTold = true;
    if (this.#isOver) this.#say();
  }

  /** The value with all its parts; for what has nothing above it. */
  whole(): Promise<Container> {
    return new Promise((resolve, reject) => {
      this.#onEnd = () => (this.#lost ? reject(this.#lost.error) : resolve(this.value));
      this.tell();
    });
  }

  #end(): void {
    this.#isOver = true;
    if (this.#isTold) this.#say();
  }

  #say(): void {
    const { place } = this;
    if (this.#onEnd) this.#onEnd();
    else if (this.#lost) this.#sayLost(this.#lost.error);
    else place?.into?.arrived();
  }

  /** As late as in graphql-js, where a chain of promises carries it here, so that errors of one moment come in the same order. */
  #sayLost(error: unknown): void {
    const turns = (Array.isArray(this.value) ? 2 : 3) + (this.#isLate ? 1 : 0) + (this.#isDoomed ? 1 : 0);
    after(turns, () => this.place?.lose(error));
  }
}

/** Calls after so many turns of the queue of promises. */
function after(turns: number, job: () => void): void {
  queueMicrotask(turns > 1 ? () => after(turns - 1, job) : job);
}

/** A promise of it, for those who wait for one value after the other. */
export async function settled(later: Later): Promise<unknown> {
  if (later instanceof Pause) {
    const { value } = await later.over;
    return value instanceof Later ? settled(value) : value;
  }
  if (later instanceof Pending && later.place === undefined) return later.whole();
  // An alias may be `__proto__`.
  const only = Object.create(null) as Record<string, unknown>;
  const holder = new Pending(only, undefined);
  const part = later as Place | Pending;
  holder.add(part);
  await holder.seal().whole();
  return only[String((part instanceof Pending ? (part.place as Place) : part).key)];
}
