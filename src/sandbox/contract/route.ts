/**
 * Method and raw URL -> operation. Segments are compared and decoded one by one, so an encoded slash
 * stays inside its parameter. A literal segment wins over a parameter.
 *
 * A plus in a query is a plus: `%20` is how both sides write a space.
 */
import type { Operation } from './document.ts';
import type { Problem } from './problem.ts';

export interface Match {
  operation: Operation;
  /** Decoded path parameters. */
  path: Record<string, string>;
  /** Decoded query in its order, the fixed part of the path included. */
  query: [string, string][];
  /** Percent-encoding that cannot be decoded. */
  problems: Problem[];
}

interface Route {
  operation: Operation;
  segments: Segment[];
  fixed: [string, string][];
}
type Segment = { literal: string } | { parameter: string };

export function createRouter(operations: readonly Operation[]): (method: string, url: string) => Match | undefined {
  const byShape = new Map<string, Route[]>();
  for (const operation of operations) {
    const [path = '', query = ''] = operation.path.split('?', 2);
    const segments = path.split('/').map(segment);
    const key = `${operation.method} ${segments.length}`;
    byShape.set(key, [...(byShape.get(key) ?? []), { operation, segments, fixed: [...new URLSearchParams(query)] }]);
  }
  for (const routes of byShape.values()) routes.sort((a, b) => literals(b) - literals(a) || b.fixed.length - a.fixed.length);

  return (method, url) => {
    const mark = url.indexOf('?');
    const parts = (mark < 0 ? url : url.slice(0, mark)).split('/');
    const routes = byShape.get(`${method.toUpperCase()} ${parts.length}`);
    if (routes === undefined) return undefined;
    const problems: Problem[] = [];
    const query = mark < 0 ? [] : readQuery(url.slice(mark + 1), problems);
    for (const { operation, segments, fixed } of routes) {
      if (!segments.every((one, index) => ('literal' in one ? one.literal === parts[index] : parts[index] !== ''))) continue;
      if (!fixed.every(([name, value]) => query.some((one) => one[0] === name && one[1] === value))) continue;
      const path: Record<string, string> = {};
      segments.forEach((one, index) => {
        if ('parameter' in one) path[one.parameter] = decode(parts[index] ?? '', { place: 'path', at: [one.parameter] }, problems);
      });
      return { operation, path, query, problems };
    }
    return undefined;
  };
}

function segment(text: string): Segment {
  const parameter = /^\{(.+)\}$/.exec(text)?.[1];
  return parameter === undefined ? { literal: text } : { parameter };
}

function literals(route: Route): number {
  return route.segments.filter((one) => 'literal' in one).length;
}

function readQuery(text: string, problems: Problem[]): [string, string][] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [decode(name, { place: 'query', at: [] }, problems), decode(value, { place: 'query', at: [name] }, problems)];
    });
}

function decode(text: string, where: Pick<Problem, 'place' | 'at'>, problems: Problem[]): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    problems.push({ ...where, message: `cannot be percent-decoded: ${text}` });
    return text;
  }
}
