/**
 * The doors and the log alone, as a process of their own that starts soon and can be killed often: the gateway's
 * webhooks over HTTP, and `/read?after=` for pages of the log. `node` runs this file as the process.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { createEvents } from '../../src/events/events.ts';
import { connectRedis } from '../../src/redis/connect.ts';
import { sendJSON } from '../../src/server/answer.ts';
import { listen } from '../../src/server/http.ts';
import { webhookRoutes } from '../../src/server/webhooks.ts';
import type { GatewayProcess } from './gatewayProcess.ts';

const self = fileURLToPath(import.meta.url);
const loader = new URL('./typescript.js', import.meta.url).href;

export interface DoorsEnv {
  EVENTS_PATH?: string;
  REDIS_URL?: string;
  SECRET: string;
}

/** Throws with what it said when it ends before it listens. */
export async function startDoorsProcess(env: DoorsEnv): Promise<GatewayProcess & { pid: number }> {
  const child = spawn(process.execPath, ['--no-warnings', '--import', loader, self], { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const gone = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), gone.then(() => [undefined])])) as [string | undefined];
  if (line === undefined) throw new Error(`The doors ended before they listened: ${said}`);
  return { url: line, kill: () => void child.kill('SIGKILL'), gone, pid: child.pid ?? 0 };
}

if (process.argv[1] === self) {
  const log = pino({ level: 'silent' });
  const { EVENTS_PATH: eventsPath, REDIS_URL: url, SECRET: collectmaxxSecret } = process.env;
  const redis = url === undefined ? undefined : connectRedis({ url, log });
  const events = createEvents({ settings: { eventsPath, eventsMaxAgeDays: 30, eventsMaxBytes: 2 ** 30, doors: { collectmaxxSecret } }, cm: undefined, redis, log });
  await events.start();
  const { url: address } = await listen({
    host: '127.0.0.1',
    port: 0,
    log,
    routes: [
      ...webhookRoutes({ ...events, maxBodyBytes: 2 ** 20 }),
      {
        path: '/read',
        methods: {
          GET: async (request, response) => {
            const after = new URL(request.url ?? '', 'http://here').searchParams.get('after') ?? undefined;
            sendJSON(request, response, 200, await (await events.log()).read({ tenant: undefined, first: 500, after }));
          },
        },
      },
    ],
  });
  process.stdout.write(`${address}\n`);
}
