/**
 * The whole gateway as a process of its own, which a test can kill between any two of its steps.
 * `node` runs this file as the process; tests import `startGatewayProcess`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface GatewayProcess {
  url: string;
  /** SIGKILL: nothing of it runs any more when this returns to the event loop of the killed. */
  kill: () => void;
  /** When it is gone, with the signal. */
  gone: Promise<NodeJS.Signals | null>;
}

const self = fileURLToPath(import.meta.url);
const loader = new URL('./typescript.js', import.meta.url).href;

/** `env` is all of its environment. Throws with what it said when it ends before it listens. */
export async function startGatewayProcess(env: Record<string, string>): Promise<GatewayProcess> {
  const child = spawn(process.execPath, ['--no-warnings', '--import', loader, self], { env: { ...env, LOG_LEVEL: 'silent' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const gone = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), gone.then(() => [undefined])])) as [string | undefined];
  if (line === undefined) throw new Error(`The gateway ended before it listened: ${said}`);
  return { url: line, kill: () => void child.kill('SIGKILL'), gone };
}

if (process.argv[1] === self) {
  const { startGateway } = await import('../../src/server/main.ts');
  const { url } = await startGateway();
  process.stdout.write(`${url}\n`);
}
