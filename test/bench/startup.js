/** From the start of a process to its first answer, which reads an account: ms, the median of some starts. */
import { once } from 'node:events';
import { median } from './children.js';
import { ask } from './equal.js';
import { startGateway } from './servers.js';
import { workloads } from './workloads.js';

export async function firstAnswer(base, starts = 5) {
  const times = [];
  for (let n = 0; n < starts; n += 1) {
    const began = performance.now();
    const gateway = await startGateway(base);
    const { data, errors } = await ask(gateway, gateway.request(workloads[0]));
    times.push(performance.now() - began);
    const exit = once(gateway.child, 'exit');
    gateway.child.disconnect();
    await exit;
    if (errors !== undefined || data.account === null) throw new Error('the first answer holds no account');
  }
  return median(times);
}
