/** A promise that nobody handled leaves the process in a state that nobody knows: better to be started anew. */
import { pino } from 'pino';
import { describeError } from './describeError.ts';

export function stopOnAccident(): void {
  const log = pino(pino.destination({ fd: 2, sync: true }));
  const stop = (error: unknown): void => {
    log.fatal({ error: describeError(error) }, 'unexpected error; the gateway stops');
    process.exit(1);
  };
  process.once('unhandledRejection', stop);
  process.once('uncaughtException', stop);
}
