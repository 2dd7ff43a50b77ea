/**
 * Figures as SVG, written by hand: panels side by side, each with its axes, lines and what it says.
 * One text for one set of data, so that a figure can be held against what it was drawn from.
 *
 *   figure  { title, subtitle, note, lines: { name: { title, look } }, panels }
 *   panel   { title, said, x: { title, at, scale }, y: { scale }, lines: [{ line, points: [[x, y]] }], guide, mark }
 *
 * Scales are `log`, `linear` from 0, and `steps`: one step for each value, however far apart. It is drawn for a light
 * page and for a dark one, on a ground of its own; a line is known by its marks as well as by its colour.
 */

const width = 880;
const panelHeight = 214;
const edge = 20;
const gutter = 44;
const gap = 22;
const top = 118;
const below = 74;

/** Attributes come from classes, so that both pages share one drawing. */
const looks = ['main', 'other', 'faint'];
const style = `
text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; fill: #1f2937; }
.ground { fill: #ffffff; stroke: #d1d5db; }
.title { font-size: 17px; font-weight: 600; }
.heading { font-size: 13px; font-weight: 600; }
.small { font-size: 11.5px; }
.muted { fill: #6b7280; }
.grid { stroke: #e5e7eb; }
.axis { stroke: #9ca3af; }
.guide { stroke: #9ca3af; stroke-dasharray: 2 4; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.value { font-size: 11px; paint-order: stroke; stroke: #ffffff; stroke-width: 3px; stroke-linejoin: round; }
.main { stroke: #1d4ed8; } .main.dot { fill: #1d4ed8; }
.other { stroke: #c2620c; } .other.dot { fill: #ffffff; stroke-width: 2; }
.faint { stroke: #6b7280; stroke-dasharray: 5 4; } .faint.dot { fill: #6b7280; stroke-dasharray: none; }
@media (prefers-color-scheme: dark) {
text { fill: #e5e7eb; }
.ground { fill: #111827; stroke: #374151; }
.muted { fill: #9ca3af; }
.grid { stroke: #273142; }
.axis, .guide { stroke: #6b7280; }
.value { stroke: #111827; }
.main { stroke: #60a5fa; } .main.dot { fill: #60a5fa; }
.other { stroke: #fb923c; } .other.dot { fill: #111827; }
.faint { stroke: #9ca3af; } .faint.dot { fill: #9ca3af; }
}`.trim();

export function drawFigure({ title, subtitle, note, lines, panels }) {
  const height = top + panelHeight + below;
  const each = (width - 2 * edge - gap * (panels.length - 1)) / panels.length;
  const drawn = panels.map((panel, index) => {
    const left = edge + index * (each + gap);
    return drawPanel(panel, lines, { left: left + gutter, right: left + each - 8, top, bottom: top + panelHeight });
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title says">`,
    `<title id="title">${escape(title)}</title>`,
    `<desc id="says">${escape([subtitle, ...panels.map(({ title: of, said }) => `${of}: ${said ?? 'no data'}`)].join('. '))}</desc>`,
    `<style>\n${style}\n</style>`,
    `<rect class="ground" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    text(edge, 32, title, 'title'),
    text(edge, 52, subtitle, 'small muted'),
    legend(lines),
    ...drawn,
    text(edge, height - 14, note, 'small muted'),
    '</svg>',
    '',
  ].join('\n');
}

/** At the right end of the title's line, drawn from its last entry backwards. */
function legend(lines) {
  let right = width - edge;
  const entries = Object.values(lines).reverse().map(({ title, look }) => {
    const from = right - 6.4 * title.length - 34;
    right = from - 14;
    return `<path class="line ${look}" d="M${round(from)} 28h24"/>${dot(from + 12, 28, look)}${text(from + 31, 32, title, 'small')}`;
  });
  return entries.reverse().join('\n');
}

function drawPanel({ title, said, x, y, lines: measured, guide, mark }, lines, box) {
  const head = [text(box.left - gutter, box.top - 34, title, 'heading'), said === undefined ? '' : text(box.left - gutter, box.top - 17, said, 'small muted')];
  const known = measured.filter(({ points }) => points.length > 0);
  const values = known.flatMap(({ points }) => points.map(([, value]) => value));
  if (values.length === 0) return [...head, text((box.left + box.right) / 2, (box.top + box.bottom) / 2, 'no data', 'small muted', 'middle')].join('\n');
  const rows = ticks(y.scale, values);
  const across = position(x.scale, x.at, box.left + 20, box.right - 18);
  const up = position(y.scale, rows, box.bottom, box.top);
  const lowest = Math.min(...rows);
  return [
    ...head,
    ...rows.map((value) => `<path class="grid" d="M${box.left} ${round(up(value))}H${round(box.right)}"/>${text(box.left - 7, up(value) + 4, number(value), 'small muted', 'end')}`),
    `<path class="axis" d="M${box.left} ${box.bottom}H${round(box.right)}"/>`,
    ...x.at.filter((value) => (x.labels ?? x.at).includes(value)).map((value) => `<path class="axis" d="M${round(across(value))} ${box.bottom}v4"/>${text(across(value), box.bottom + 18, number(value), 'small muted', 'middle')}`),
    text((box.left + box.right) / 2, box.bottom + 36, x.title, 'small', 'middle'),
    ...(guide === undefined ? [] : [drawGuide(known, { across, up, lowest, last: x.at.at(-1), first: x.at[0] }, guide)]),
    ...(mark === undefined ? [] : [`<path class="guide" d="M${round(across(mark.at))} ${box.top}V${box.bottom}"/>`, text(across(mark.at) - 6, box.top + 12, mark.title, 'small muted', 'end')]),
    ...known.map(({ line, points }) => `<path class="line ${lines[line].look}" d="${points.map(([at, value], index) => `${index === 0 ? 'M' : 'L'}${round(across(at))} ${round(up(value))}`).join('')}"/>`),
    ...known.flatMap(({ line, points }) => points.map(([at, value]) => dot(across(at), up(value), lines[line].look))),
    ...known.flatMap((one) => ends(one, known, up).map(({ at, value, above }) => text(across(at), up(value) + (above ? -9 : 18), number(value), 'value', 'middle'))),
  ].join('\n');
}

/** The values of a line at its ends: above it, or below where another one is higher; left to the other one where both are at one place. */
function ends({ line, points }, all, up) {
  const shown = points.length === 1 ? points : [points[0], points.at(-1)];
  return shown.flatMap(([at, value]) => {
    const others = all.filter((other) => other.line !== line).flatMap(({ line: name, points: theirs }) => theirs.filter(([where]) => where === at).map(([, what]) => ({ name, what })));
    const isSaid = others.some(({ name, what }) => Math.abs(up(what) - up(value)) < 4 && all.findIndex((other) => other.line === name) > all.findIndex((other) => other.line === line));
    return isSaid ? [] : [{ at, value, above: !others.some(({ what }) => what > value && Math.abs(up(what) - up(value)) >= 4) }];
  });
}

/** What growing in proportion would look like, from the lowest point of all at the last place downwards. */
function drawGuide(known, { across, up, lowest, last, first }, title) {
  const end = Math.max(...known.flatMap(({ points }) => points.filter(([at]) => at === last).map(([, value]) => value)));
  if (!Number.isFinite(end)) return '';
  const from = Math.max(first, (last * lowest) / end);
  const value = (end * from) / last;
  return `<path class="guide" d="M${round(across(from))} ${round(up(value))}L${round(across(last))} ${round(up(end))}"/>${text(across(from) + (across(last) - across(from)) * 0.12 + 8, up(value) + (up(end) - up(value)) * 0.12 + 4, title, 'small muted')}`;
}

function dot(x, y, look) {
  if (!looks.includes(look)) throw new Error(`found the look ${look}, expected one of ${looks.join(', ')}`);
  if (look === 'other') return `<rect class="${look} dot" x="${round(x - 3.5)}" y="${round(y - 3.5)}" width="7" height="7"/>`;
  return `<circle class="${look} dot" cx="${round(x)}" cy="${round(y)}" r="${look === 'main' ? 4 : 2.5}"/>`;
}

/** From a value to its place between two ends. */
export function position(scale, at, from, to) {
  if (scale === 'steps') return (value) => (at.length === 1 ? (from + to) / 2 : from + ((to - from) * at.indexOf(value)) / (at.length - 1));
  const of = scale === 'log' ? Math.log10 : Number;
  const [low, high] = [of(Math.min(...at)), of(Math.max(...at))];
  return (value) => (high === low ? (from + to) / 2 : from + ((to - from) * (of(value) - low)) / (high - low));
}

/** Round numbers that hold all values between them. */
export function ticks(scale, values) {
  if (values.length === 0) return [];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (scale === 'linear') {
    if (high <= 0) return [0, 1];
    const raw = high / 4;
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = power * [1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw * 0.999);
    return Array.from({ length: Math.ceil((high * 1.02) / step) + 1 }, (_, index) => clean(index * step));
  }
  if (low <= 0) throw new Error(`found ${low} on a logarithmic axis, expected more than 0`);
  const decades = (factors) => {
    const all = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) for (const factor of factors) all.push(clean(factor * 10 ** power));
    const from = all.findLastIndex((value) => value <= low);
    const to = all.findIndex((value) => value >= high);
    return all.slice(from, Math.max(to, from + 1) + 1);
  };
  return high > low * 100 ? decades([1]) : decades([1, 2, 5]);
}

/** Three digits that mean something: 0.123, 1.23, 12.3, 123, 12,300. */
export function number(value) {
  return Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 6 });
}

export function escape(value) {
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function text(x, y, value, className, anchor) {
  return `<text class="${className}" x="${round(x)}" y="${round(y)}"${anchor === undefined ? '' : ` text-anchor="${anchor}"`}>${escape(value)}</text>`;
}

const clean = (value) => Number(value.toPrecision(12));
const round = (value) => Number(value.toFixed(1));
