/** What `start` says when the gateway runs: where, in which mode, with which systems, and a query to begin with. */
import { exampleQuery } from '../server/example.ts';
import type { Gateway } from '../server/main.ts';
import { plain } from './paint.ts';
import type { Paint } from './paint.ts';

type Running = Pick<Gateway, 'url' | 'mode' | 'graphiql' | 'systems'>;

export function summary(gateway: Running, paint: Paint = plain): string {
  const { url, mode, graphiql, systems } = gateway;
  const width = Math.max(...systems.map(({ name }) => name.length));
  const at = (title: string, address: string): string => `${title.padEnd(11)}${paint('cyan', address)}`;
  const paragraphs = [
    mode === 'sandbox'
      ? paint('yellow', 'Collectgraph runs in SANDBOX mode: nothing here is real. Every system is a stand-in with invented data.')
      : paint('green', 'Collectgraph runs in LIVE mode: calls go to the configured systems.'),
    [
      at('GraphQL', `${url}/graphql`),
      ...(graphiql ? [at('GraphiQL', `${url}/graphiql`), at('Docs', `${url}/docs/`), ...(mode === 'sandbox' ? [at('Demo', `${url}/demo`)] : [])] : ['GraphiQL   off (GATEWAY_GRAPHIQL)']),
      at('Readiness', `${url}/health/ready`),
    ].join('\n'),
    systems.map(({ name, state, host }) => [name.padEnd(width), state, host].filter(Boolean).join('  ')).join('\n'),
    `A query to begin with${mode === 'sandbox' ? '' : ' (put in a reference of your own)'}:`,
    `curl -s ${url}/graphql -H 'content-type: application/json' -d '${JSON.stringify({ query: oneLine(exampleQuery) })}'`,
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

/** The same for a script. */
export function addresses({ url, mode, graphiql, systems }: Running): Record<string, unknown> {
  return { url, graphql: `${url}/graphql`, ...(graphiql && { graphiql: `${url}/graphiql`, docs: `${url}/docs/`, ...(mode === 'sandbox' && { demo: `${url}/demo` }) }), ready: `${url}/health/ready`, mode, systems };
}

function oneLine(query: string): string {
  return query.replace(/#.*/g, '').replace(/\s+/g, ' ').trim();
}
