/**
 * The books of all writes: what the caller was told on one side, what the systems did on the other.
 *
 *   told done      done once
 *   told failed    not done
 *   told unknown   done once or not
 *   in any case    asked for once; again only after a 401, which says that nothing was done
 */
import type { RecordedCall } from '../../src/sandbox/main.ts';

export type Told = 'done' | 'failed' | 'unknown';

export interface Entry {
  /** Stands in the request that the write is, and in no other. */
  mark: string;
  kind: string;
  /** ms since the start. */
  askedAt: number;
  toldAt?: number;
  told?: Told;
  /** Code of the error that he got. */
  code?: string | undefined;
}

export type Arrival = Pick<RecordedCall, 'system' | 'operation' | 'status' | 'done' | 'failure'>;

/** What is wrong with one write; nothing where the books agree. */
export function checkEntry({ told }: Entry, arrivals: readonly Arrival[]): string[] {
  const done = arrivals.filter((arrival) => arrival.done === true).length;
  const asked = arrivals.filter(({ status, done: did }) => did === true || status !== 401).length;
  const problems: string[] = [];
  if (told === undefined) problems.push('its caller was told nothing');
  if (asked > 1) problems.push(`it was sent ${asked} times`);
  if (done > 1) problems.push(`it was done ${done} times`);
  if (told === 'done' && done === 0) problems.push('its caller was told that it was done, and it was not');
  if (told === 'failed' && done > 0) problems.push('its caller was told that it had failed, and it was done');
  return problems;
}

/** A claim for whose money one provider may have been asked through several requests, one after another. */
export interface Asked {
  kind: string;
  mark: string;
  /** How each request ended. */
  told: Told[];
}

export function checkAsked({ told }: Asked, arrivals: readonly Arrival[]): string[] {
  const done = arrivals.filter((arrival) => arrival.done === true).length;
  const problems: string[] = [];
  if (done > 1) problems.push(`its debtor was asked ${done} times`);
  if (told.includes('done') && done === 0) problems.push('a link was answered, and none was created');
  if (done === 1 && told.length > 0 && told.every((one) => one === 'failed')) problems.push('all requests were told to have failed, and a link was created');
  return problems;
}
