/** A gateway of several workers as a process, and who they are: what tests need to send them something, or to kill one. */
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startProgram, type Program } from './program.ts';

export const builtProgram = fileURLToPath(new URL('../../dist/bin/collectgraph.js', import.meta.url));

export interface WorkingProgram extends Program {
  /** Process ids of the workers that live. */
  workers(): number[];
  /** The one that has a connection, by the port of the client's end. */
  holderOf(port: number): number | undefined;
  /** Kills one of them, and resolves when another serves in its place. */
  replaced(pid: number): Promise<void>;
}

export async function startWorkers(env: Record<string, string>): Promise<WorkingProgram> {
  if (!existsSync(builtProgram)) throw new Error('The program is not built: run "npm run build".');
  const program = await startProgram({ command: [builtProgram], env: { PORT: '0', WORKERS: '2', ...env } });
  const pid = program.child.pid ?? 0;
  const serving = (): number => program.said.stderr.split('A new worker serves').length;
  const workers = (): number[] => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter((text) => text !== '').map(Number);
  return {
    ...program,
    workers,
    holderOf(port) {
      const ends = `:${hex(Number(new URL(program.url).port))} 0100007F:${hex(port)} `;
      const inode = readFileSync('/proc/net/tcp', 'utf8').split('\n').find((line) => line.includes(ends))?.trim().split(/ +/)[9];
      return workers().find((worker) => inode !== undefined && socketsOf(worker).includes(`socket:[${inode}]`));
    },
    async replaced(worker) {
      const before = serving();
      process.kill(worker, 'SIGKILL');
      await until(() => serving() > before);
    },
  };
}

const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');

function socketsOf(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return []; // Closed meanwhile.
    }
  });
}

/** Whether a process lives. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(10);
}

export interface Reply {
  status: number;
  body: any;
}

export interface Sent {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** Told the port of our end. */
  onConnect?: (port: number) => void;
  silentMs?: number;
}

/** Over a connection of its own, which goes to the worker whose turn it is. Rejects when that breaks, or stays silent for `silentMs`. */
export function send(url: string, { method = 'POST', body, headers = {}, onConnect, silentMs = 20_000 }: Sent = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const outgoing = request(url, { method, agent: false, headers: { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)), ...headers } }, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (part: string) => (answer += part));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: response.headers['content-type']?.includes('json') ? JSON.parse(answer) : answer }));
    });
    outgoing.on('socket', (socket) => socket.once('connect', () => onConnect?.(socket.localPort ?? 0)));
    outgoing.setTimeout(silentMs, () => outgoing.destroy(new Error('silent')));
    outgoing.on('error', reject);
    outgoing.end(text);
  });
}
