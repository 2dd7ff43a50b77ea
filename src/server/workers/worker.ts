/**
 * A worker: a whole gateway in a process of its own, on a port that it shares with the others. The primary forks this
 * file, tells it what to be, and when to end.
 *
 * Signals are the primary's: a terminal and some supervisors send them to every process of a program, and a worker
 * that went by itself would be replaced. A worker whose primary has died ends at once: turns of payment requests were
 * kept there, and whoever is started next keeps others.
 */
import cluster from 'node:cluster';
import { pino } from 'pino';
import { stopOnAccident } from '../accident.ts';
import { startGateway } from '../main.ts';
import type { Gateway } from '../main.ts';
import { openChannel } from './channel.ts';
import { createNeighbours } from './neighbours.ts';
import type { ToPrimary, ToWorker } from './protocol.ts';

process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
stopOnAccident();
cluster.worker?.once('disconnect', () => {
  pino(pino.destination({ fd: 2, sync: true })).fatal('The primary process is gone; this worker ends.');
  process.exit(1);
});

let gateway: Gateway | undefined;
let neighbours: ReturnType<typeof createNeighbours> | undefined;

const mine: ToWorker = {
  end: () => end(),
  isThere: () => undefined,
  news: () => neighbours?.heard(),
  numbers: async () => (await neighbours?.numbers?.()) ?? [],
};

const primary = openChannel<ToWorker, ToPrimary>(
  { send: (message) => void process.send?.(message, undefined, undefined, () => undefined), listen: (take) => void process.on('message', take) },
  mine,
  (error) => {
    throw error;
  },
);

async function end(): Promise<void> {
  await gateway?.close();
  process.exit(0);
}

async function begin(): Promise<void> {
  // Asked for, and not sent by itself: what comes before somebody listens is lost.
  const { env, schemaFolder, sandbox } = await primary.ask('begin');
  neighbours = createNeighbours({ primary, sandbox });
  try {
    gateway = await startGateway({ env, neighbours, ...(schemaFolder !== undefined && { schemaFolder }) });
    const { url, mode, graphiql, systems } = gateway;
    primary.tell('served', { url, mode, graphiql, systems });
  } catch (error) {
    const accident = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
    await primary.ask('failed', String(accident ? error.stack : (error as Error).message));
    process.exit(1);
  }
}

void begin();
