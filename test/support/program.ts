/** `collectgraph start` as a process of its own, from its source: what it writes, and how it ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Program {
  url: string;
  child: ChildProcess;
  /** All that it has written so far. */
  said: { stdout: string; stderr: string };
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; stderr: string }>;
  close(): void;
}

export interface ProgramOptions {
  /** All of its environment. */
  env: Record<string, string>;
  /** Another program than the source. */
  command?: string[];
  cwd?: string;
  /** Whom it runs as, where this process may say so. */
  uid?: number;
}

const loader = new URL('./typescript.js', import.meta.url).href;
const source = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

/** Throws with what it said when it ends before it listens. */
export async function startProgram({ env, command = ['--no-warnings', '--import', loader, source], cwd, uid }: ProgramOptions): Promise<Program> {
  const child = spawn(process.execPath, [...command, 'start', '--json'], { env, cwd, ...(uid !== undefined && { uid, gid: uid }), stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  const ended = once(child, 'exit').then(([code, signal]) => ({ code: code as number | null, signal: signal as NodeJS.Signals | null, stderr: said.stderr }));
  await Promise.race([once(child.stdout, 'data'), ended]);
  const url = /"(http:\/\/127\.0\.0\.1:\d+)/.exec(said.stdout)?.[1];
  if (url === undefined) throw new Error(`The gateway ended before it listened: ${said.stderr}`);
  return { url, child, said, ended, close: () => void child.kill('SIGKILL') };
}
