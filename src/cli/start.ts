/**
 * `collectgraph start`: runs the gateway until the process is asked to end. From then on it is not ready; for
 * DRAIN_MS it takes requests all the same, then those in flight finish, and it ends with 0. Asked twice, it ends at once.
 */
import { stopOnAccident } from '../server/accident.ts';
import { startGateway } from '../server/main.ts';
import { during } from './progress.ts';
import { paintFor } from './paint.ts';
import { addresses, summary } from './summary.ts';
import type { Terminal } from './terminal.ts';

export interface StartOptions extends Terminal {
  schemaDir: string | undefined;
  json: boolean;
}

export async function start(options: StartOptions): Promise<number> {
  const { env, stdout, ended, watched, schemaDir, json } = options;
  const gateway = await during(options, 'Building the graph', () => startGateway({ env, ...(schemaDir !== undefined && { schemaFolder: schemaDir }) }));
  stopOnAccident();
  stdout(json ? `${JSON.stringify(addresses(gateway))}\n` : summary(gateway, paintFor(env, watched?.stdout ?? false)));
  await ended;
  await gateway.close();
  return 0;
}
