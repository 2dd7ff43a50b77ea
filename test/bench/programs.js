/** Programs of somebody else's, as processes of the bench: on a core of their own, ended with it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { pin } from './children.js';

const running = new Set();

/** Once its port takes connections. What it prints is told only when it ends before that. */
export async function startProgram(command, args, { core, port, env = {}, cwd }) {
  const child = spawn(command, args, { cwd, env: { ...process.env, NODE_ENV: 'production', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  if (child.pid !== undefined) pin(child.pid, core);
  await Promise.race([listening(port), ended(child, command)]);
  return { child, port };
}

/** A program that does its work and ends. */
export async function runProgram(command, args, { env = {}, cwd }) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  await ended(child, command);
}

/** Resolves when it ends well; rejects with what it said last. */
function ended(child, command) {
  const name = command.split('/').at(-1);
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => printed.push(chunk) > 50 && printed.shift());
  running.add(child);
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`${name} does not start: ${error.message}`)));
    child.once('close', (code, signal) => {
      running.delete(child);
      if (code === 0) resolve();
      else reject(new Error(`${name} ended with ${code ?? signal}: ${lastWords(Buffer.concat(printed).toString())}`));
    });
  });
}

/** What a program said of its end, on one line, without colours. */
const lastWords = (text) => text.replaceAll(/\u001b\[[\d;]*m/g, '').trim().split('\n').slice(-3).join(' ').replaceAll(/\s+/g, ' ').slice(0, 300) || 'it said nothing';

async function listening(port) {
  const until = Date.now() + 30_000;
  while (Date.now() < until) {
    const socket = connect({ port, host: '127.0.0.1' });
    const taken = await once(socket, 'connect').then(() => true, () => false);
    socket.destroy();
    if (taken) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it took no connection within 30 s');
}

/** A port that was free a moment ago, for programs that cannot report theirs. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

export function stopPrograms() {
  for (const child of running) child.kill('SIGKILL');
}

// Unlike modules they do not notice that the bench is gone.
process.once('exit', stopPrograms);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
