/** `collectgraph sandbox`: the stand-ins alone, and what a gateway elsewhere needs to be pointed at them. */
import { startSandbox } from '../sandbox/main.ts';
import type { Terminal } from './terminal.ts';

export async function sandbox({ stdout, ended, json }: Terminal & { json: boolean }): Promise<number> {
  const running = await startSandbox({ pages: true });
  const lines = Object.entries(running.env).map(([name, value]) => `${name}=${value}`);
  stdout(json ? `${JSON.stringify({ env: running.env })}\n` : `# Stand-ins of all four systems; nothing here is real. A gateway with these variables talks to them:\n${lines.join('\n')}\n`);
  await ended;
  await running.close();
  return 0;
}
