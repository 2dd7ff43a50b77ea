/**
 * What the gateway tells about itself while it runs: numbers for Prometheus, traces for a collector.
 *
 *   main.ts      who is told what; nobody listens, nothing is counted
 *   labels.ts    what an operation is called; blame.ts which errors are the caller's own
 *   metrics.ts   the numbers; series.ts how they are kept; page.ts how they are printed, joined.ts those of several processes
 *   traces.ts    spans over OTLP
 *
 * No debtor's data, no caller's text and no address below the host comes in here, so none can leave.
 */
import type { DocumentNode, ExecutionResult, GraphQLError, OperationDefinitionNode } from 'graphql';
import type { Logger } from 'pino';
import type { CallRecord, UpstreamObserver } from '../upstream/observer.ts';
import type { RequestContext } from '../context.ts';
import { isCallersFault } from './blame.ts';
import type { OperationLabels } from './labels.ts';
import { labelsOf } from './labels.ts';
import type { LoadObserver, Metrics, Outcome } from './metrics.ts';
import { createMetrics } from './metrics.ts';
import type { Told } from './joined.ts';
import type { Page } from './page.ts';
import { createNumbers, createPage } from './page.ts';
import type { RequestTrace, Traces, TracesOptions } from './traces.ts';

export type { LoadObserver } from './metrics.ts';
export type { RequestTrace } from './traces.ts';

export interface TelemetryOptions {
  metrics: boolean;
  /** Absent: no traces. */
  traces?: Omit<TracesOptions, 'log'> | undefined;
  log: Logger;
}

/** One operation that is about to run. */
export interface OperationStart {
  operation: OperationDefinitionNode;
  document: DocumentNode;
  context: RequestContext;
}

export interface Telemetry {
  /** For the upstream clients; undefined where nobody counts. */
  upstream: UpstreamObserver | undefined;
  /** For the loaders of a request. */
  loads: LoadObserver | undefined;
  /** For the HTTP server. */
  requests: Pick<Metrics, 'requestStarted' | 'requestEnded'> | undefined;
  /** Adds a number that somebody else knows; does nothing where nobody counts. */
  measure: Metrics['measure'];
  /** What Prometheus reads. */
  page: (() => Promise<Page>) | undefined;
  /** The same, for a page of several processes. */
  numbers: (() => Promise<Told>) | undefined;
  /** Begins a trace of a request to `/graphql`; undefined where it is not traced. */
  trace: Traces['begin'] | undefined;
  /** What it answers is told the result; nothing where nothing was executed. */
  operation(start: OperationStart): (result: ExecutionResult) => void;
  /** Each error of an answer, whoever found it. */
  error(error: Pick<GraphQLError, 'extensions'>): void;
  close(): Promise<void>;
}

export async function startTelemetry({ metrics: counted, traces: wanted, log }: TelemetryOptions): Promise<Telemetry> {
  const metrics = counted ? createMetrics() : undefined;
  const traces = wanted && (await import('./traces.ts').then(({ startTraces }) => startTraces({ ...wanted, log })));
  return {
    upstream: metrics?.upstream,
    loads: metrics?.loads,
    requests: metrics,
    measure: (gauge) => metrics?.measure(gauge),
    page: metrics && createPage(metrics.families),
    numbers: metrics && createNumbers(metrics.families),
    trace: traces && ((request) => traces.begin(request)),
    operation: (start) => watch(start, { metrics, log }),
    error: (error) => metrics?.errorTold(error),
    close: async () => traces?.close(),
  };
}

function watch({ operation, document, context }: OperationStart, { metrics, log }: { metrics: Metrics | undefined; log: Logger }): (result: ExecutionResult) => void {
  const labels = labelsOf(operation, document);
  const startedAt = performance.now();
  context.trace?.operation(labels, operation.name?.value);
  return (result) => {
    const { data, errors } = result;
    // The variables did not fit: nothing ran, and it may be asked for once more to say so.
    if (data === undefined) return;
    const ms = performance.now() - startedAt;
    const outcome: Outcome = errors === undefined || errors.length === 0 ? 'ok' : data === null || Object.values(data).every((value) => value === null) ? 'failed' : 'partial';
    metrics?.operationEnded(operation, labels, outcome, ms);
    if (outcome !== 'ok' || log.isLevelEnabled('debug')) tell(labels, { context, errors, ms, log });
  };
}

/** One line for each operation: debug when it went well or the caller is to blame, warn when not. */
function tell({ type, fields }: OperationLabels, { context, errors = [], ms, log }: { context: RequestContext; errors: readonly GraphQLError[] | undefined; ms: number; log: Logger }): void {
  const codes = [...new Set(errors.map(({ extensions }) => String(extensions['code'])))];
  context.trace?.outcome(codes);
  const level = codes.every(isCallersFault) ? 'debug' : 'warn';
  if (!log.isLevelEnabled(level)) return;
  const { requestId, caller, trace } = context;
  log[level]({ requestId, caller: caller.name, type, fields, ms: Math.round(ms * 10) / 10, ...(codes.length > 0 && { codes }), ...(trace && { traceId: trace.id }) }, codes.length > 0 ? 'operation with errors' : 'operation');
}

/** The calls of a request that is traced, told beside whoever is told already. */
export function traceCalls(context: RequestContext, trace: RequestTrace): void {
  const { onCall } = context;
  context.trace = trace;
  context.onCall = (record: CallRecord) => {
    onCall?.(record);
    trace.call(record, context.systems);
  };
}
