/**
 * The file of API keys while the gateway runs: it is looked at again and again, and what it says counts
 * from then on. A mistake in it changes nothing but the log: the keys of before stay, so that a slip of the
 * keyboard shuts nobody out and lets nobody in.
 *
 * It is polled: a file that a volume swaps under its name, as Kubernetes does, tells no watcher.
 */
import { unwatchFile, watchFile } from 'node:fs';
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
  let text = await readTextFile(keysVariable, file, keysExpected);
  let keys = readApiKeys(text, rules);
  const open = await openToOthers(keysVariable, file);
  if (open !== undefined) log.warn(open);

  async function look(): Promise<void> {
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
  // One look after the other; what goes wrong in one is said and ends none of the next.
  let looking = Promise.resolve();
  const listener = (): void => {
    looking = looking.then(look).catch(() => log.warn(`${keysVariable} could not be looked at. The keys of before stay.`));
  };
  watchFile(file, { interval: intervalMs, persistent: false }, listener);
  return {
    current: () => keys,
    close: () => unwatchFile(file, listener),
  };
}
