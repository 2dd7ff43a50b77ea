/** `collectgraph start` with several workers: the same gateway, from one process that looks after the others. */
import { stopOnAccident } from '../server/accident.ts';
import { startWorkers } from '../server/workers/main.ts';
import { during } from './progress.ts';
import { paintFor } from './paint.ts';
import type { StartOptions } from './start.ts';
import { addresses, summary } from './summary.ts';

export async function startSeveral(options: StartOptions): Promise<number> {
  const { env, stdout, ended, watched, schemaDir, json } = options;
  const gateway = await during(options, 'Building the graph', () => startWorkers({ env, schemaFolder: schemaDir }));
  stopOnAccident();
  stdout(json ? `${JSON.stringify(addresses(gateway))}\n` : summary(gateway, paintFor(env, watched?.stdout ?? false)));
  await ended;
  await gateway.close();
  return 0;
}
