/** From what was measured to figures: what each of them shows, in which units, and what it says of it. */
import { judge } from './fit.js';
import { drawFigure } from './plot.js';

const servers = {
  gateway: { title: 'Collectgraph', look: 'main' },
  floor: { title: 'written by hand, no GraphQL', look: 'other' },
  upstream: { title: 'the upstream asked directly', look: 'faint' },
};
const ms = (us) => us / 1000;
const cpu = (title = 'CPU time per request, ms') => ({ title, of: ({ cpu: us }) => ms(us), judged: 'cpu' });

/** How each series is shown. A panel takes the points of one kind of question; `of` makes a point's value, with the upstream's own at the same place at hand. */
const views = {
  claims: {
    title: 'Claims per account',
    subtitle: 'One account with all its claims, 14 fields of each, 1,000 claims in one upstream call.',
    x: { title: 'claims of the account', scale: 'log' },
    panels: [
      { ...cpu(), kind: 'all', y: 'log', guide: 'in proportion' },
      { title: 'CPU time per claim, ms', kind: 'all', y: 'log', of: ({ cpu: us, n }) => ms(us) / n },
    ],
  },
  aliases: {
    title: 'Aliases of one field',
    subtitle: 'landingPageURL under n names in one operation, 32 connections.',
    x: { title: 'aliases', scale: 'log', labels: [1, 2, 5, 10, 20, 50, 100, 200] },
    panels: [
      { ...cpu('n claims, n upstream calls: CPU time per request, ms'), kind: 'distinct', y: 'log', guide: 'in proportion' },
      { ...cpu('one claim, one upstream call: CPU time per request, ms'), kind: 'same', y: 'log', guide: 'in proportion' },
    ],
  },
  connections: {
    title: 'Connections',
    subtitle: 'One account, asked for on each connection again as soon as it is there.',
    x: { title: 'connections', scale: 'log' },
    panels: [
      { title: 'requests/s', kind: 'all', y: 'linear', of: ({ rate }) => rate },
      { ...cpu(), kind: 'all', y: 'linear' },
      { title: '99th percentile of latency, ms', kind: 'all', y: 'log', of: ({ p99 }) => ms(p99), judged: 'p99', guide: 'in proportion' },
    ],
  },
  documents: {
    title: 'Different documents, asked in turn',
    subtitle: 'One account, in n documents that differ in their name, 32 connections. What is asked for is the same, what is known of it is not.',
    x: { title: 'documents', scale: 'log' },
    panels: [
      { ...cpu(), kind: 'all', y: 'log', mark: { at: 1000, title: 'remembered' } },
      { title: 'memory, MB', kind: 'all', y: 'linear', of: ({ memory }) => memory, mark: { at: 1000, title: 'remembered' } },
    ],
  },
  latency: {
    title: 'Latency of the upstream',
    subtitle: 'One account over one upstream call that takes so long, 32 connections.',
    x: { title: 'upstream latency, ms', scale: 'steps' },
    panels: [
      { title: 'requests/s', kind: 'all', y: 'log', upstream: true, of: ({ rate }) => rate },
      { title: 'median latency added to it, ms', kind: 'all', y: 'linear', of: ({ p50 }, own) => ms(p50 - own.p50) },
      { ...cpu(), kind: 'all', y: 'linear' },
    ],
  },
};

/** Of a figure of one line, over what grows. */
export function pointsOf(lines, { kind, server = 'gateway', figure }) {
  const { points } = lines.find((line) => line.kind === kind && line.server === server);
  return points.map((point) => [point.n, point[figure]]);
}

/** The SVG of one series as the report holds it. */
export function figureOf(name, { lines }, { cores, node }) {
  const view = views[name];
  const at = lines[0].points.map(({ n }) => n);
  const own = new Map(lines.find(({ server }) => server === 'upstream')?.points.map((point) => [point.n, point]));
  const shown = [...new Set(lines.map(({ server }) => server))].filter((server) => server !== 'upstream' || view.panels.some(({ upstream }) => upstream)).sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return drawFigure({
    title: view.title,
    subtitle: view.subtitle,
    note: `${cores} cores, Node ${node}: one for the server, one for load and upstream. Absolute figures are of the machine that this was measured on.`,
    lines: Object.fromEntries(shown.map((server) => [server, servers[server]])),
    panels: view.panels.map(({ title, kind, y, of, judged, guide, mark, upstream }) => ({
      title,
      said: judged === undefined ? undefined : judge(pointsOf(lines, { kind, figure: judged })).sentence,
      x: { ...view.x, at },
      y: { scale: y },
      lines: lines
        .filter((line) => line.kind === kind && (line.server !== 'upstream' || upstream))
        .map(({ server, points }) => ({ line: server, points: points.map((point) => [point.n, of(point, own.get(point.n))]) })),
      guide,
      mark,
    })),
  });
}

const order = Object.keys(servers);
