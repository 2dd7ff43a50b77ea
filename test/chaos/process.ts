/** Starts the gateway under chaos, and notices everything that it should not do: end, warn, log an error. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface ChaosGateway {
  url: string;
  /** Bytes after a collection. */
  heap(): Promise<number>;
  /** What it should not have said or done. */
  complaints: string[];
  /** Resolves with its exit code; it has to end by itself. */
  close(): Promise<number | null>;
  kill(): void;
}

export async function startChaosGateway(env: Record<string, string>): Promise<ChaosGateway> {
  const complaints: string[] = [];
  const loader = new URL('../support/typescript.js', import.meta.url).href;
  const child = fork(fileURLToPath(new URL('gateway.ts', import.meta.url)), [], {
    execArgv: ['--expose-gc', '--trace-warnings', '--import', loader],
    env: { PATH: process.env['PATH'] ?? '', ...env, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  // Its log has errors alone, and a fault of its own is one; anything else there is a warning of Node.
  createInterface({ input: child.stderr! }).on('line', (line) => void (complaints.length < 100 && !/ExperimentalWarning|--trace-warnings|SQLite/.test(line) && complaints.push(`it said: ${line}`)));
  let closing = false;
  const exit = once(child, 'exit').then(([code, signal]) => {
    if (!closing) complaints.push(`it ended with ${String(code ?? signal)}`);
    return code as number | null;
  });
  const ask = async <T>(message: string): Promise<T> => {
    const answer = once(child, 'message') as Promise<[T]>;
    child.send(message);
    return (await answer)[0];
  };
  const [{ url }] = (await Promise.race([once(child, 'message'), exit.then(() => Promise.reject(new Error(`The gateway ended before it listened: ${complaints.join(' ')}`)))])) as [{ url: string }];
  return {
    url,
    complaints,
    heap: async () => (await ask<{ heapBytes: number }>('heap')).heapBytes,
    async close() {
      closing = true;
      if (child.connected) child.send('close');
      return exit;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
