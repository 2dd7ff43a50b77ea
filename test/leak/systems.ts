/**
 * The systems behind the gateway that is measured: the stand-ins, and in front of each a server that remembers what
 * they answered, so that a hundred thousand requests take minutes. What goes wrong with a call, and which schema
 * Collectmaxx publishes, is said by the scenarios.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { graphqlSync } from 'graphql';
import { Agent, request as ask } from 'undici';
import { startSandbox, type Sandbox, type SystemName } from '../../src/sandbox/main.ts';
import { collectmaxxSchema } from '../../src/sandbox/collectmaxx/schema.ts';

/** What becomes of one call; it answers, or leaves it unanswered, by itself. */
export type Trouble = (response: ServerResponse, answer: Answer) => void;

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

export interface Call {
  system: SystemName;
  method: string;
  url: string;
  body: string;
}

export interface Systems {
  sandbox: Sandbox;
  /** Variables of a gateway over these systems. */
  env: Record<string, string>;
  /** Asked for each call but those for tokens; undefined: all is well. */
  trouble: ((call: Call) => Trouble | undefined) | undefined;
  /** Calls that met trouble. */
  troubled: number;
  /** All connections are reset, and nobody listens until `mend`. */
  cut(): void;
  mend(): Promise<void>;
  /** What Collectmaxx publishes from now on: its schema with this added, or, where that is no SDL, whatever text it is. */
  publish(extra: { sdl: string } | { text: string } | undefined): void;
  /** Connections that the gateway holds open. */
  connections(): number;
  close(): Promise<void>;
}

const mostRemembered = 5_000;
/** Before a stretch is measured all connections have to be gone, in ms. */
const keepAliveTimeout = 2_000;
/** Headers of a connection, not of what is asked. */
const ours = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

export async function startSystems(): Promise<Systems> {
  const sandbox = await startSandbox({ validate: 'requests', record: 'counts' });
  const names = Object.keys(sandbox.systems) as SystemName[];
  const agent = new Agent({ connections: 16 });
  const remembered = new Map<string, Answer>();
  let introspection: ((query: string) => string) | undefined;
  let open = 0;

  async function answerOf(call: Call, headers: IncomingMessage['headers']): Promise<Answer> {
    const { system, method, url, body } = call;
    if (introspection && system === 'collectmaxx' && body.includes('__schema')) return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(introspection((JSON.parse(body) as { query: string }).query)) };
    const key = `${system} ${method} ${url} ${body}`;
    const known = remembered.get(key);
    if (known) return known;
    const given = Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && !ours.has(entry[0])));
    const response = await ask(sandbox.systems[system].url + url, { method: method as 'GET', headers: given, body: body === '' ? null : body, dispatcher: agent });
    const type = response.headers['content-type'];
    const answer: Answer = { status: response.statusCode, headers: typeof type === 'string' ? { 'content-type': type } : {}, body: Buffer.from(await response.body.arrayBuffer()) };
    if (!isRead(call)) return answer;
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(key, answer);
    return answer;
  }

  const all: Systems = {
    sandbox,
    env: {},
    trouble: undefined,
    troubled: 0,
    cut: () => servers.forEach(({ server }) => {
      if (server.listening) server.close();
      server.closeAllConnections();
    }),
    async mend() {
      await Promise.all(servers.map(({ server, port }) => listen(server, port)));
    },
    publish(extra) {
      if (extra === undefined) introspection = undefined;
      else if ('text' in extra) introspection = () => extra.text;
      else {
        const schema = collectmaxxSchema(extra.sdl);
        introspection = (query) => JSON.stringify(graphqlSync({ schema, source: query }));
      }
    },
    connections: () => open,
    async close() {
      servers.forEach(({ server }) => {
        server.close();
        server.closeAllConnections();
      });
      await agent.destroy();
      await sandbox.close();
    },
  };

  const servers = await Promise.all(names.map(async (system) => {
    const server = createServer({ keepAliveTimeout }, (request, response) => void serve(system, request, response));
    server.on('connection', (socket) => {
      open += 1;
      socket.on('close', () => (open -= 1));
    });
    const port = await listen(server, 0);
    all.env[`${system.toUpperCase()}_URL`] = `http://127.0.0.1:${port}${system === 'collectmaxx' ? '/v1' : ''}`;
    return { server, port };
  }));
  all.env = { ...sandbox.env, GATEWAY_MODE: 'live', PORT: '0', ...all.env };
  return all;

  async function serve(system: SystemName, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    response.on('error', () => undefined); // Whoever hangs up has his reasons.
    try {
      const call: Call = { system, method, url, body: await bodyOf(request) };
      const trouble = isToken(url) ? undefined : all.trouble?.(call);
      const answer = await answerOf(call, request.headers);
      if (trouble) {
        all.troubled += 1;
        return trouble(response, answer);
      }
      write(response, answer);
    } catch (error) {
      if (!request.destroyed || request.complete) response.destroy(error as Error);
    }
  }
}

export function write(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
}

function isToken(url: string): boolean {
  return /\/(?:oauth2|auth\/v1)\/token$/.test(url);
}

/** At Collectmaxx all calls look alike, but for what they hold. */
function isRead({ system, method, url, body }: Call): boolean {
  if (system === 'collectmaxx') return !body.startsWith('{"query":"mutation');
  return method === 'GET' && !isToken(url);
}

async function listen(server: Server, port: number): Promise<number> {
  if (!server.listening) {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  }
  return (server.address() as AddressInfo).port;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
