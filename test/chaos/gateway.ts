/**
 * The gateway under chaos: a process of its own, which tells its address and, when asked, what is left on its
 * heap after a collection. An unhandled rejection ends it, as it would in production, and that is seen.
 */
import { startGateway } from '../../src/server/main.ts';

const { gc } = globalThis as { gc?: () => void };
const gateway = await startGateway();
process.send?.({ url: gateway.url });

process.on('message', (message) => {
  if (message === 'heap') {
    gc?.();
    gc?.();
    process.send?.({ heapBytes: process.memoryUsage().heapUsed });
  } else {
    // Nothing of it may keep the process alive after that.
    void gateway.close().then(() => process.disconnect());
  }
});
process.on('disconnect', () => setTimeout(() => process.exit(2), 20_000).unref());
