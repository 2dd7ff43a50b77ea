/** What `start` says when the gateway runs: where, in which mode, with which systems, and a query to begin with. */
import { exampleQuery } from '../server/example.ts';
import type { Gateway } from '../server/main.ts';

export function summary({ url, mode, graphiql, systems }: Pick<Gateway, 'url' | 'mode' | 'graphiql' | 'systems'>): string {
  const width = Math.max(...systems.map(({ name }) => name.length));
  const paragraphs = [
    mode === 'sandbox'
      ? 'Collectgraph runs in SANDBOX mode: nothing here is real. Every system is a stand-in with invented data.'
      : 'Collectgraph runs in LIVE mode: calls go to the configured systems.',
    [`GraphQL    ${url}/graphql`, graphiql ? `GraphiQL   ${url}/graphiql` : 'GraphiQL   off (GATEWAY_GRAPHIQL)', `Readiness  ${url}/health/ready`].join('\n'),
    systems.map(({ name, state, host }) => [name.padEnd(width), state, host].filter(Boolean).join('  ')).join('\n'),
    `A query to begin with${mode === 'sandbox' ? '' : ' (put in a reference of your own)'}:`,
    `curl -s ${url}/graphql -H 'content-type: application/json' -d '${JSON.stringify({ query: oneLine(exampleQuery) })}'`,
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function oneLine(query: string): string {
  return query.replace(/#.*/g, '').replace(/\s+/g, ' ').trim();
}
