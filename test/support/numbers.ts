/** What `/metrics` says, as numbers by series: `collectgraph_operations_total{field="account",outcome="ok",type="query"}`. */

export interface Numbers {
  text: string;
  /** 0 where there is no such series. Labels in any order; those that are left out may hold anything, and their series are summed. */
  of(name: string, labels?: Record<string, string>): number;
  /** All values that a label has. */
  values(label: string): Set<string>;
}

export async function readNumbers(url: string): Promise<Numbers> {
  const text = await (await fetch(url)).text();
  const series = text.split('\n').flatMap((line) => {
    const found = /^(\w+)(?:\{(.*)\})? ([^ ]+)$/.exec(line);
    if (!found) return [];
    const labels = Object.fromEntries([...(found[2] ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name, value]) => [name, value]));
    return [{ name: found[1], labels, value: Number(found[3]) }];
  });
  return {
    text,
    of: (name, labels = {}) =>
      series.filter((one) => one.name === name && Object.entries(labels).every(([label, value]) => one.labels[label] === value)).reduce((sum, { value }) => sum + value, 0),
    values: (label) => new Set(series.flatMap(({ labels }) => (label in labels ? [labels[label] as string] : []))),
  };
}
