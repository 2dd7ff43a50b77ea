/**
 * `collectgraph start`: runs the gateway until the process is asked to end. From then on it is not ready; for
 * DRAIN_MS it takes requests all the same, then those in flight finish, and it ends with 0. Asked twice, it ends at once.
 */
import { pino } from 'pino';
import { describeError } from '../server/describeError.ts';
import { startGateway } from '../server/main.ts';
import { during } from './progress.ts';
import { paintFor } from './paint.ts';
import { addresses, summary } from './summary.ts';
import type { Terminal } from './terminal.ts';

export interface StartOptions extends Terminal {
  port: string | undefined;
  host: string | undefined;
  schemaDir: string | undefined;
  json: boolean;
}

export async function start(options: StartOptions): Promise<number> {
  const { env, stdout, ended, watched, port, host, schemaDir, json } = options;
  const gateway = await during(options, 'Building the graph', () =>
    startGateway({ env: { ...env, ...(port !== undefined && { PORT: port }), ...(host !== undefined && { HOST: host }) }, ...(schemaDir !== undefined && { schemaFolder: schemaDir }) }),
  );
  stopOnAccident();
  stdout(json ? `${JSON.stringify(addresses(gateway))}\n` : summary(gateway, paintFor(env, watched?.stdout ?? false)));
  await ended;
  await gateway.close();
  return 0;
}

/** A promise that nobody handled leaves the process in a state that nobody knows: better to be started anew. */
function stopOnAccident(): void {
  const log = pino(pino.destination({ fd: 2, sync: true }));
  const stop = (error: unknown): void => {
    log.fatal({ error: describeError(error) }, 'unexpected error; the gateway stops');
    process.exit(1);
  };
  process.once('unhandledRejection', stop);
  process.once('uncaughtException', stop);
}
