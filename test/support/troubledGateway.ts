/** The whole gateway between a caller and four vendors in trouble; each call that arrives at one of them is counted. */
import { readFileSync } from 'node:fs';
import { buildSchema, graphqlSync } from 'graphql';
import { pino } from 'pino';
import { startGateway, type Gateway } from '../../src/server/main.ts';
import type { GraphQLAnswer, VendorName } from './gateway.ts';
import { answer, startTroubled, type Trouble, type Troubled } from './troubled.ts';
import { upload } from './upload.ts';

export interface Asked {
  query: string;
  variables?: Record<string, unknown>;
  /** Where a file of 2 MB stands: `variables.a0.file`. */
  file?: string | undefined;
  signal?: AbortSignal;
  /** That say who asks. */
  headers?: Record<string, string>;
}

export interface TroubledVendors {
  vendors: Record<VendorName, Troubled>;
  /** A gateway that has its tokens and the remote's schema, and no open connection. Close it. */
  start(env?: NodeJS.ProcessEnv): Promise<Gateway>;
  /** How all of them meet what comes from now on. */
  behave(...troubles: Trouble[]): void;
  /** Calls since then. */
  arrived(): number;
  /** From now on nobody listens at their addresses. */
  goAway(): Promise<unknown>;
}

export const vendorNames: VendorName[] = ['receeve', 'ucollect', 'cm', 'collectmaxx'];

const snapshot = buildSchema(readFileSync(new URL('../../schema/collectmaxx.graphql', import.meta.url), 'utf8'));
const introspection: Trouble = async (response, body) => {
  const { query } = JSON.parse((await body()).toString()) as { query: string };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(graphqlSync({ schema: snapshot, source: query })));
};

export async function startTroubledVendors(): Promise<TroubledVendors> {
  const all = await Promise.all(vendorNames.map(async (name) => [name, await startTroubled()] as const));
  const vendors = Object.fromEntries(all) as Record<VendorName, Troubled>;
  const behave = (...troubles: Trouble[]): void => all.forEach(([, vendor]) => vendor.behave(...troubles));
  let gone: Promise<unknown> | undefined;
  return {
    vendors,
    behave,
    arrived: () => all.reduce((sum, [, { calls }]) => sum + calls.length, 0),
    goAway: () => (gone ??= Promise.all(all.map(([, vendor]) => vendor.close()))),
    async start(env = {}) {
      vendors.collectmaxx.behave(introspection);
      const gateway = await startGateway({
        log: pino({ level: 'silent' }),
        env: {
          PORT: '0', GATEWAY_MODE: 'live', CIRCUIT_FAILURES: '1000000',
          RECEEVE_URL: vendors.receeve.url, RECEEVE_CLIENT_ID: '11111111-2222-4333-8444-555555555555', RECEEVE_API_CLIENT: 'client', RECEEVE_API_SECRET: 'secret',
          UCOLLECT_URL: vendors.ucollect.url, UCOLLECT_API_KEY: 'key', UCOLLECT_LEDGER: 'L', UCOLLECT_USER: 'user@example.com',
          CM_URL: vendors.cm.url, CM_CLIENT_ID: 'client', CM_CLIENT_SECRET: 'secret',
          COLLECTMAXX_URL: vendors.collectmaxx.url, COLLECTMAXX_API_KEY: 'key',
          ...env,
        },
      });
      // It will not ask for the schema again while calls are counted.
      if (gateway.graph.remote.state !== 'introspected') throw new Error('the remote was not asked for its schema');
      behave(answer({ status: 404, headers: { connection: 'close' } }));
      await askGateway(gateway, { query: '{ account(accountReference: "a") { currency } paymentLinkStatus(reference: "r") { status } }' });
      return gateway;
    },
  };
}

export async function askGateway(gateway: Gateway, { query, variables = {}, file, signal, headers = {} }: Asked): Promise<GraphQLAnswer> {
  if (file !== undefined) return upload({ gateway }, { query, variables, at: file, file: new File(['x'.repeat(2_000_000)], 'a.pdf'), headers: { 'apollo-require-preflight': 'true', ...headers } });
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query, variables }), ...(signal && { signal }),
  });
  return (await response.json()) as GraphQLAnswer;
}
