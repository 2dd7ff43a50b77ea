/**
 * The gateway as a child of the bench, its event loop watched: how much later than it was due a timer comes.
 * `begin` over the channel starts a measurement, `end` hands it over, in ms.
 */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { startGateway } from '../../dist/bin/gateway.js';

/** Between two looks, in ms. */
const resolution = 5;
const delay = monitorEventLoopDelay({ resolution });
let before;

const gateway = await startGateway({ env: process.env });
process.send({ port: Number(new URL(gateway.url).port) });
process.on('disconnect', () => process.exit(0));
process.on('message', (wanted) => {
  if (wanted === 'begin') {
    before = performance.eventLoopUtilization();
    delay.reset();
    delay.enable();
    process.send({});
    return;
  }
  delay.disable();
  // What is recorded is the time between two looks.
  const ms = (ns) => Math.max(0, ns / 1e6 - resolution);
  process.send({ p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max), busy: performance.eventLoopUtilization(before).utilization });
});
