/**
 * Numbers that are counted while requests run and read when somebody asks: one series for each combination
 * of label values. A series is an object with a number in it, kept by whoever counts; no text is built and no
 * map is searched on the way of a request. How it is printed is `page.ts`'s.
 *
 * A family holds a bounded number of series: what comes beyond is counted under `other`, so that no
 * caller and no remote schema can fill the memory.
 */

/** One printed number. */
export interface Sample {
  /** Where it differs from the family's: `_bucket`, `_sum`, `_count`. */
  suffix?: string;
  labels: Record<string, string>;
  value: number;
}

export interface Family {
  name: string;
  help: string;
  type: 'counter' | 'gauge' | 'histogram';
  /** What several processes make of theirs: `sum` unless given. */
  join?: 'sum' | 'max' | undefined;
  samples(): Sample[];
}

const mostSeries = 1_000;
const other = 'other';

abstract class Series<One> {
  readonly name: string;
  readonly help: string;
  readonly #labels: readonly string[];
  readonly #most: number;
  protected readonly all = new Map<string, { labels: Record<string, string>; one: One }>();

  constructor(options: { name: string; help: string; labels?: readonly string[]; most?: number }) {
    this.name = options.name;
    this.help = options.help;
    this.#labels = options.labels ?? [];
    this.#most = options.most ?? mostSeries;
  }

  /** The series of these label values, in the order of the labels. Kept by those who count often. */
  of(...values: string[]): One {
    const key = values.join('\n');
    const found = this.all.get(key);
    if (found) return found.one;
    if (this.all.size >= this.#most && values.some((value) => value !== other)) return this.of(...values.map(() => other));
    const one = this.make();
    this.all.set(key, { labels: Object.fromEntries(this.#labels.map((label, index) => [label, values[index] ?? ''])), one });
    return one;
  }

  protected abstract make(): One;
}

/** One number, changed by whoever holds it. */
export interface Count {
  value: number;
}

export class Counter extends Series<Count> implements Family {
  readonly type: 'counter' | 'gauge' = 'counter';

  samples(): Sample[] {
    return [...this.all.values()].map(({ labels, one }) => ({ labels, value: one.value }));
  }

  protected make(): Count {
    return { value: 0 };
  }
}

export class Gauge extends Counter {
  override readonly type = 'gauge';
  readonly join: Family['join'];

  constructor(options: ConstructorParameters<typeof Counter>[0] & Pick<Family, 'join'>) {
    super(options);
    this.join = options.join;
  }
}

/** How often, and how much in all. */
export class Distribution {
  readonly #bounds: readonly number[];
  readonly #counts: Float64Array;
  #sum = 0;

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = new Float64Array(bounds.length + 1);
  }

  observe(value: number): void {
    const bounds = this.#bounds;
    let index = 0;
    while (index < bounds.length && value > (bounds[index] as number)) index++;
    (this.#counts[index] as number) += 1;
    this.#sum += value;
  }

  samples(labels: Record<string, string>): Sample[] {
    let count = 0;
    const buckets = [...this.#bounds, Infinity].map((bound, index) => {
      count += this.#counts[index] ?? 0;
      return { suffix: '_bucket', labels: { ...labels, le: bound === Infinity ? '+Inf' : String(bound) }, value: count };
    });
    return [...buckets, { suffix: '_sum', labels, value: this.#sum }, { suffix: '_count', labels, value: count }];
  }
}

export class Histogram extends Series<Distribution> implements Family {
  readonly type = 'histogram';
  readonly #bounds: readonly number[];

  /** `bounds` are the upper ends of the buckets, ascending. */
  constructor(options: { name: string; help: string; labels?: readonly string[]; most?: number; bounds: readonly number[] }) {
    super(options);
    this.#bounds = options.bounds;
  }

  samples(): Sample[] {
    return [...this.all.values()].flatMap(({ labels, one }) => one.samples(labels));
  }

  protected make(): Distribution {
    return new Distribution(this.#bounds);
  }
}
