#!/usr/bin/env node
/** The command `collectgraph`. What it does stands in `cli/run.ts`; here it meets the process. */
import { run } from './cli/run.ts';

process.exitCode = await run({
  args: process.argv.slice(2),
  env: process.env,
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  watched: { stdout: process.stdout.isTTY === true, stderr: process.stderr.isTTY === true },
  ended: new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  }),
});
