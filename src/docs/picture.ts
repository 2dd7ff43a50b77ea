/**
 * The link graph as SVG: a box for each type with the links that begin there, and a line from each link to the
 * type that it leads to. Types stand in columns by how far they are from a root. Colours are the page's.
 */
import { html, Html } from './html.ts';
import type { Structure } from './structure.ts';
import { own, titleOf } from './structure.ts';

const width = 264;
const header = 30;
const row = 22;
const gapX = 60;
const gapY = 22;
const margin = 12;

interface Box {
  type: string;
  system: string;
  rows: { text: string; to: string; dotted: boolean }[];
  x: number;
  y: number;
  height: number;
}

/** `linkTo` gives the address of a type's page. */
export function drawPicture({ arrows, boxes: systems }: Structure, linkTo: (type: string) => string): Html {
  const columns = columnsOf(arrows, [...systems.keys()]);
  const boxes = new Map<string, Box>();
  columns.forEach((types, column) => {
    let y = margin;
    for (const type of types) {
      const rows = arrows.filter(({ from }) => from === type).flatMap(({ fields, to }) => (fields.length > 0 ? fields.map((text) => ({ text, to, dotted: false })) : [{ text: `implemented by ${to}`, to, dotted: true }]));
      const height = header + rows.length * row + (rows.length > 0 ? 6 : 0);
      boxes.set(type, { type, system: systems.get(type) || 'root', rows, x: margin + column * (width + gapX), y, height });
      y += height + gapY;
    }
  });
  const all = [...boxes.values()];
  const total = { width: Math.max(...all.map(({ x }) => x + width)) + margin, height: Math.max(...all.map(({ y, height }) => y + height)) + margin };
  const lines = all.flatMap((from) => from.rows.map(({ to, dotted }, index) => line(from, index, boxes.get(to)!, dotted)));
  const named = [...new Set(all.map(({ system }) => system))].filter((system) => system !== 'root');
  return html`<figure class="picture">
<div class="scroll" tabindex="0" role="region" aria-label="Picture of the links between types">
<svg viewBox="0 0 ${total.width} ${total.height}" width="${total.width}" height="${total.height}" role="group" aria-labelledby="picture-title">
<title id="picture-title">Which type leads to which: ${arrows.map(({ from, to, fields }) => `${from} to ${to}${fields.length > 0 ? ` by ${fields.join(', ')}` : ''}`).join('; ')}</title>
${lines}
${all.map((box) => drawBox(box, linkTo))}
</svg>
</div>
<figcaption>${named.map((system) => html`<span class="key system-${system}">${system === own ? 'of no single system' : titleOf(system)}</span> `)}</figcaption>
</figure>`;
}

function drawBox({ type, system, rows, x, y, height }: Box, linkTo: (type: string) => string): Html {
  const body = rows.map(({ text }, index) => html`<text class="row" x="${x + 12}" y="${y + header + index * row + 16}">${text}</text>`);
  return html`<a href="${linkTo(type)}"><g class="box system-${system}"><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" /><text class="name" x="${x + 12}" y="${y + 20}">${type}</text>${body}</g></a>\n`;
}

/** From the row to the box: to the right where it stands there, back to the left, or around within a column. */
function line(from: Box, index: number, to: Box, dotted: boolean): Html {
  const y = from.y + header + index * row + 12;
  const endY = to.y + header / 2;
  const [x, out] = to.x < from.x ? [from.x, -1] : [from.x + width, 1];
  const [endX, into] = to.x > from.x ? [to.x, 1] : [to.x + width, -1];
  const bend = to.x === from.x ? 48 : Math.max(30, Math.abs(endX - x) / 2);
  const path = `M${x} ${y} C${x + out * bend} ${y} ${endX - into * bend} ${endY} ${endX} ${endY}`;
  return html`<path class="line${dotted ? ' dotted' : ''}" d="${path}" /><path class="tip" d="M${endX} ${endY} l${-7 * into} -4 v8 z" />\n`;
}

/** By the shortest way from a type that nothing leads to; within a column near what leads there. */
function columnsOf(arrows: Structure['arrows'], types: string[]): string[][] {
  const depth = new Map(types.filter((type) => !arrows.some(({ to }) => to === type)).map((type) => [type, 0]));
  for (const [type, at] of depth) for (const { from, to } of arrows) if (from === type && !depth.has(to)) depth.set(to, at + 1);
  const columns: string[][] = [];
  for (const type of types) (columns[depth.get(type) ?? 0] ??= []).push(type);
  const place = new Map<string, number>();
  return [...columns].map((column = []) => {
    const parents = (type: string): number => {
      const places = arrows.filter(({ to, from }) => to === type && place.has(from)).map(({ from }) => place.get(from)!);
      return places.length > 0 ? places.reduce((sum, one) => sum + one, 0) / places.length : 0;
    };
    const sorted = [...column].sort((a, b) => parents(a) - parents(b));
    sorted.forEach((type, index) => place.set(type, index / sorted.length));
    return sorted;
  });
}
