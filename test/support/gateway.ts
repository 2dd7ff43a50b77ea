/**
 * The whole gateway in live mode between a caller and four recorded vendors: what goes in through
 * `/graphql`, what goes out on the wire, byte for byte. Every request on the wire is held against the
 * vendor's OpenAPI document; `close` throws when one does not fit.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, graphqlSync, parse, validate } from 'graphql';
import { pino } from 'pino';
import { describeProblem, loadContract } from '../../src/sandbox/contract.ts';
import { startGateway, type Gateway } from '../../src/server/main.ts';
import { startRecorder, type Answer, type Recorded, type Recorder, type Respond } from './recorder.ts';

export type VendorName = 'receeve' | 'ucollect' | 'cm' | 'collectmaxx';

/** The tenant's id in Receeve's paths. */
export const clientId = '11111111-2222-4333-8444-555555555555';

export interface Vendor {
  /** Requests since the last `reset`, without those for tokens and schemas. */
  requests: Recorded[];
  only(): Recorded;
  answer(with_: Answer | Respond): void;
  reset(): void;
}

export interface GraphQLAnswer {
  data?: any;
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, any> }[];
}

export interface RecordedGateway {
  gateway: Gateway;
  vendors: Record<VendorName, Vendor>;
  /** `headers` say who asks. */
  ask(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<GraphQLAnswer>;
  /** Forgets all requests. */
  reset(): void;
  /** Throws when a request did not fit its vendor's document, unless `tolerate` says why it may. */
  close(): Promise<void>;
}

export interface RecordedGatewayOptions {
  env?: NodeJS.ProcessEnv;
  /** Vendors whose requests are not held against their documents, because a test sends on purpose what they do not allow. */
  unchecked?: VendorName[];
}

const schema = (name: string): URL => new URL(`../../schema/${name}`, import.meta.url);
const snapshot = buildSchema(readFileSync(schema('collectmaxx.graphql'), 'utf8'));
const contracts = {
  receeve: loadContract({ file: schema('receeve.openapi.yaml') }),
  ucollect: loadContract({ file: schema('ucollect.openapi.yaml') }),
  cm: loadContract({ file: schema('cm.openapi.yaml') }),
};
const token: Answer = { headers: { 'content-type': 'application/json' }, body: { access_token: 'token-1', token_type: 'bearer', expires_in: 3600 } };

export async function startRecordedGateway(options: RecordedGatewayOptions = {}): Promise<RecordedGateway> {
  const problems: string[] = [];
  const folder = join(tmpdir(), `gateway-${randomUUID()}`); // made when a test asks for events
  const names: VendorName[] = ['receeve', 'ucollect', 'cm', 'collectmaxx'];
  const recorders = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await startRecorder()]))) as Record<VendorName, Recorder>;
  const vendors = Object.fromEntries(names.map((name) => [name, vendorOf(name, recorders[name], options.unchecked?.includes(name) ? undefined : problems)])) as Record<VendorName, Vendor>;
  const gateway = await startGateway({
    log: pino({ level: 'silent' }),
    env: {
      PORT: '0',
      GATEWAY_MODE: 'live',
      // What is counted here is what the graph asks for; how failing systems are met is counted elsewhere.
      UPSTREAM_RETRIES: '0',
      CIRCUIT_FAILURES: '1000000',
      RECEEVE_URL: recorders.receeve.url,
      RECEEVE_CLIENT_ID: clientId,
      RECEEVE_API_CLIENT: 'receeve-client',
      RECEEVE_API_SECRET: 'receeve-secret',
      UCOLLECT_URL: recorders.ucollect.url,
      UCOLLECT_API_KEY: 'ucollect-key',
      UCOLLECT_LEDGER: 'Demo Company (NL)',
      UCOLLECT_USER: 'user@example.com',
      CM_URL: recorders.cm.url,
      CM_CLIENT_ID: 'cm-client',
      CM_CLIENT_SECRET: 'cm-secret',
      COLLECTMAXX_URL: `${recorders.collectmaxx.url}/v1`,
      COLLECTMAXX_API_KEY: 'collectmaxx-key',
      EVENTS_PATH: join(folder, 'events.db'),
      ...options.env,
    },
  });
  return {
    gateway,
    vendors,
    async ask(query, variables = {}, headers = {}) {
      const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query, variables }) });
      return (await response.json()) as GraphQLAnswer;
    },
    reset: () => names.forEach((name) => vendors[name].reset()),
    async close() {
      await gateway.close();
      await Promise.all(names.map((name) => recorders[name].close()));
      await rm(folder, { recursive: true, force: true });
      if (problems.length > 0) throw new Error(`Requests that do not fit their documents:\n${problems.join('\n')}`);
    },
  };
}

/** `problems` takes what does not fit the vendor's document; without it nothing is held against one. */
function vendorOf(name: VendorName, recorder: Recorder, problems: string[] | undefined): Vendor {
  let respond: Answer | Respond = { status: 500 };
  let requests: Recorded[] = [];
  recorder.answer(async (request) => {
    const body = request.body.toString('utf8');
    if (name === 'collectmaxx' && body.includes('__schema')) return { headers: { 'content-type': 'application/json' }, body: graphqlSync({ schema: snapshot, source: (JSON.parse(body) as { query: string }).query }) };
    if (problems) problems.push(...(await misfits(name, request)).map((problem) => `${name}: ${request.method} ${request.url}: ${problem}`));
    if (/^\/(?:v1\/oauth2|auth\/v1)\/token$/.test(request.url)) return token;
    requests.push(request);
    return typeof respond === 'function' ? respond(request) : respond;
  });
  return {
    get requests() {
      return requests;
    },
    only() {
      const [request, another] = requests;
      if (!request || another) throw new Error(`expected one request to ${name}, but there were ${requests.length}`);
      return request;
    },
    answer: (next) => void (respond = next),
    reset: () => void (requests = []),
  };
}

async function misfits(name: VendorName, request: Recorded): Promise<string[]> {
  if (name === 'collectmaxx') {
    const { query } = JSON.parse(request.body.toString('utf8')) as { query: string };
    return validate(snapshot, parse(query)).map(({ message }) => message);
  }
  const { problems } = await contracts[name].checkRequest({ method: request.method, url: request.url, headers: request.headers, body: request.body });
  return problems.map(describeProblem);
}
