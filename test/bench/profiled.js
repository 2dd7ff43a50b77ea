/**
 * The gateway as a child of `npm run bench -- --profile`: the modules as they were compiled, not the bundle,
 * so that each function is known by its folder. It is told when to begin and when to hand over.
 */
import { Session } from 'node:inspector/promises';
import { startGateway } from '../../dist/server/main.js';

/** Between two samples, in us: fine enough for what takes a hundredth of a request. */
const interval = 200;

const session = new Session();
session.connect();
process.on('message', async (wanted) => {
  if (wanted === 'begin') {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval });
    await session.post('Profiler.start');
    process.send({ begun: true });
  } else {
    process.send(await session.post('Profiler.stop'));
  }
});
process.on('disconnect', () => process.exit(0));

const gateway = await startGateway({ env: process.env });
process.send({ port: Number(new URL(gateway.url).port) });
