/** The command `collectgraph` in this process: its arguments, streams and signals. What it does stands in `run.ts`. */
import { run } from './run.ts';

export { run };

export async function runHere(): Promise<void> {
  process.exitCode = await run({
    args: process.argv.slice(2),
    env: process.env,
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    watched: { stdout: process.stdout.isTTY === true, stderr: process.stderr.isTTY === true },
    ended: new Promise((resolve) => {
      let asked = false;
      const end = (number: number): void => {
        // Whoever asks twice does not want to wait. By hand: the first process of a container has no signals of its own.
        if (asked) process.exit(128 + number);
        asked = true;
        resolve();
      };
      process.on('SIGINT', () => end(2));
      process.on('SIGTERM', () => end(15));
    }),
  });

  // Everything was let go of. What holds the process up all the same was left open behind our back.
  setTimeout(() => process.exit(), 3_000).unref();
}
