#!/usr/bin/env node
/** The command `collectgraph`, as it is installed. What it does stands in `cli/run.ts`. */
import { load } from './load.ts';

const { runHere } = load<typeof import('../cli/here.ts')>('cli');
await runHere();
