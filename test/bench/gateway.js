/** The gateway as a child of the bench: the built product, started as `npm start` does, reporting its port. */
import { startGateway } from '../../dist/bin/gateway.js';

const gateway = await startGateway({ env: process.env });
process.send({ port: Number(new URL(gateway.url).port) });
process.on('disconnect', () => process.exit(0));
