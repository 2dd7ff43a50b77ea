/** The gateway for a program that starts it itself. */
import { load } from './load.ts';

export const { startGateway } = load<typeof import('../server/main.ts')>('gateway');
