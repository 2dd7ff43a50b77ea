/** The report as the README shows it: one table, and what has to be known to read it. */

const marks = ['<!-- bench -->', '<!-- /bench -->'];

/** Of a report as `report/bench.json` holds it. */
export function renderTable({ facts, servers, workloads, cells, memory, firstAnswer }) {
  const [floor, ...others] = servers;
  const row = (title, of) => `| ${title} | ${workloads.map(({ name }) => of(cells[name])).join(' | ')} |`;
  return [
    `| | ${workloads.map(({ name, what }) => `${name} ${what}`).join(' | ')} |`,
    `|---|${workloads.map(() => '---').join('|')}|`,
    row(`${floor.title}, requests/s`, (found) => found.floor.rate),
    ...others.map(({ name, title }) => row(title, (found) => cell(found[name], found.floor))),
    '',
    `The share of the floor's requests/s, then p99 latency as a multiple of the floor's. ${facts.cores} cores, Node ${facts.node}, ${facts.connections}`,
    `connections. Start of the process to its first answer, which reads an account, ${firstAnswer} ms; memory ${memory.gateway.first} MB after the first round, ${memory.gateway.last} MB after the last.`,
    ...notes(others, workloads, cells),
  ].join('\n');
}

function cell(found, floor) {
  if (found === undefined || found.fails !== undefined) return 'fails';
  const [calls, expected] = [found.calls, floor.calls].map(Math.round);
  return `${(found.rate / floor.rate).toFixed(2)}, ${(found.p99 / floor.p99).toFixed(1)}×${calls === expected ? '' : `, ${calls} calls for ${expected}`}`;
}

/** What was done to ask a peer, and why one has no figures. */
function notes(servers, workloads, cells) {
  const said = servers.flatMap(({ name, title, note, fails }) => {
    const reasons = new Set(fails === undefined ? workloads.flatMap((workload) => cells[workload.name][name]?.fails ?? []) : [fails]);
    return [...(note === undefined ? [] : [`- ${title}: ${note}.`]), ...[...reasons].map((reason) => `- ${title} fails: ${reason}.`)];
  });
  return said.length === 0 ? [] : ['', ...said];
}

/** The README with this table between its marks. */
export function withTable(readme, table) {
  const [from, to] = marks.map((mark) => readme.indexOf(mark));
  if (from === -1 || to < from) throw new Error(`README.md: found no ${marks.join(' ... ')}, expected these marks around the table`);
  return `${readme.slice(0, from + marks[0].length)}\n${table}\n${readme.slice(to)}`;
}
