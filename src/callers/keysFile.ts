/**
 * The file of API keys while the gateway runs: it is looked at again and again, and what it says counts
 * from then on. A mistake in it changes nothing but the log: the keys of before stay, so that a slip of the
 * keyboard shuts nobody out and lets nobody in.
 *
 * It is polled: a file that a volume swaps under its name, as Kubernetes does, tells no watcher.
 */
import { stat } from 'node:fs/promises';
import { openToOthers, readTextFile, TextFileError } from '../config/textFile.ts';
import { keysExpected, keysVariable, readApiKeys } from './apiKeys.ts';
import type { ApiKeys, KeyRules } from './apiKeys.ts';

export interface KeysFileOptions {
  file: string;
  rules: KeyRules;
  log: { info: (message: string) => void; warn: (message: string) => void };
  /** Between two looks at the file, in ms: 1000. */
  intervalMs?: number | undefined;
}

export interface KeysFile {
  /** As the file said last. */
  current(): ApiKeys;
  close(): void;
}

/** Rejects with a `TextFileError` with all that is wrong. */
export async function followKeysFile({ file, rules, log, intervalMs = 1000 }: KeysFileOptions): Promise<KeysFile> {
  // Before it is read: what is written in between is seen as a change.
  let seen = await stampOf(file);
  let text = await readTextFile(keysVariable, file, keysExpected);
  let keys = readApiKeys(text, rules);
  const open = await openToOthers(keysVariable, file);
  if (open !== undefined) log.warn(open);

  async function look(): Promise<void> {
    const stamp = await stampOf(file);
    if (stamp === seen) return;
    seen = stamp;
    try {
      const next = await readTextFile(keysVariable, file, keysExpected);
      if (next === text) return;
      text = next;
      keys = keys.following(next);
      log.info(`${keysVariable} was read again: ${keys.size} ${keys.size === 1 ? 'key' : 'keys'}.`);
    } catch (error) {
      if (!(error instanceof TextFileError)) throw error;
      for (const problem of error.problems) log.warn(`${problem} The keys of before stay.`);
    }
  }

  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void look()
      .catch(() => log.warn(`${keysVariable} could not be looked at. The keys of before stay.`))
      .finally(() => (looking = false));
  }, intervalMs);
  timer.unref();
  return {
    current: () => keys,
    close: () => clearInterval(timer),
  };
}

/** Changes whenever the file does. */
async function stampOf(file: string): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join(' ');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown error';
  }
}
