/** What the stand-ins were asked, for tests that count and compare. Counts are exact; the calls themselves are kept for the last ten thousand. */
import type { Failure } from './failures.ts';
import type { SystemName } from './standIn.ts';

export interface RecordedCall {
  system: SystemName;
  operation: string;
  method: string;
  /** As on the wire, query included. */
  url: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Absent until it was read; a streamed file is never kept. */
  body?: Buffer | undefined;
  /** Absent while it is not answered, and for an answer that was broken off. */
  status?: number | undefined;
  /** Whether the system did what it was asked for, whatever became of its answer. */
  done?: boolean | undefined;
  /** What happened to it instead of, or with, its answer. */
  failure?: Failure | undefined;
}

export interface CallFilter {
  system?: SystemName | undefined;
  operation?: string | undefined;
}

export interface Calls {
  /** The last calls, oldest first. */
  list(filter?: CallFilter): RecordedCall[];
  count(filter?: CallFilter): number;
  /** By `<system>.<operation>`. */
  counts(): Record<string, number>;
  clear(): void;
}

const kept = 10_000;

export interface CallRecorder extends Calls {
  /** Its number among the calls of the operation, from 1, and the record to be filled in. */
  record(call: RecordedCall): number;
}

export function createCalls(options: { keep: boolean }): CallRecorder {
  let calls: RecordedCall[] = [];
  const counters = new Map<string, number>();
  const fits = (call: CallFilter, { system, operation }: CallFilter) =>
    (system === undefined || call.system === system) && (operation === undefined || call.operation === operation);
  return {
    record(call) {
      const key = `${call.system}.${call.operation}`;
      const n = (counters.get(key) ?? 0) + 1;
      counters.set(key, n);
      if (options.keep) {
        calls.push(call);
        if (calls.length >= kept * 2) calls = calls.slice(-kept);
      }
      return n;
    },
    list: (filter = {}) => calls.slice(-kept).filter((call) => fits(call, filter)),
    count(filter = {}) {
      let sum = 0;
      for (const [key, n] of counters) {
        const dot = key.indexOf('.');
        if (fits({ system: key.slice(0, dot) as SystemName, operation: key.slice(dot + 1) }, filter)) sum += n;
      }
      return sum;
    },
    counts: () => Object.fromEntries(counters),
    clear() {
      calls = [];
      counters.clear();
    },
  };
}
