/**
 * What is counted: requests, operations, upstream calls, circuits, tokens, loads. Labels are words of the
 * schema, the configuration and the error catalogue; never an address, a caller or a value.
 *
 * On the way of a request this is a handful of additions to numbers that are at hand. `page.ts` prints them.
 */
import type { GraphQLError, OperationDefinitionNode } from 'graphql';
import type { ErrorCode } from '../errors.ts';
import type { CallRecord, CircuitState, UpstreamObserver } from '../upstream/observer.ts';
import type { OperationLabels } from './labels.ts';
import type { Count, Distribution, Family } from './series.ts';
import { Counter, Gauge, Histogram } from './series.ts';

/** Seconds: from what a cached lookup takes to what a deadline allows. */
const durations = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Pieces that travel together. */
const sizes = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];

/** Told by the loaders of a request. */
export interface LoadObserver {
  /** A field asks for a read. */
  asked(system: string): void;
  /** So many different reads leave together. */
  sent(system: string, together: number): void;
}

export interface Metrics {
  families: readonly Family[];
  upstream: Required<UpstreamObserver>;
  loads: LoadObserver;
  requestStarted(): void;
  /** `path` is one of the server's own, `status` undefined where the client went away before its answer. */
  requestEnded(path: string, status: number | undefined, startedAt: number): void;
  operationEnded(operation: OperationDefinitionNode, labels: OperationLabels, outcome: Outcome, ms: number): void;
  /** A number that somebody else knows, read when it is asked for. */
  measure(gauge: { name: string; help: string; read: () => number }): void;
  /** Each error of an answer, whoever found it. */
  errorTold(error: Pick<GraphQLError, 'extensions'>): void;
}

/** `ok`: no error. `partial`: some data and some errors. `failed`: no data. */
export type Outcome = 'ok' | 'partial' | 'failed';

interface OperationSeries extends Record<Outcome, Count> {
  duration: Distribution;
}

interface CallSeries {
  duration: Distribution;
  ok: Count;
}

interface SystemSeries {
  inFlight: Count;
  waiting: Distribution;
  retries: Count;
  lookups: Distribution;
  calls: Map<string, CallSeries>;
}

interface LoadSeries {
  asked: Count;
  sent: Count;
  together: Distribution;
}

export function createMetrics(): Metrics {
  const requests = new Counter({ name: 'collectgraph_http_requests_total', help: 'Requests that were answered, by path and status.', labels: ['path', 'status'] });
  const requestSeconds = new Histogram({ name: 'collectgraph_http_request_duration_seconds', help: 'From a request\'s headers to the end of its answer.', labels: ['path'], bounds: durations });
  const requestsInFlight = new Gauge({ name: 'collectgraph_http_requests_in_flight', help: 'Requests that are being answered.' });
  const operations = new Counter({ name: 'collectgraph_operations_total', help: 'Operations that were executed, by kind, root field and outcome.', labels: ['type', 'field', 'outcome'] });
  const operationSeconds = new Histogram({ name: 'collectgraph_operation_duration_seconds', help: 'Execution of an operation.', labels: ['type', 'field'], bounds: durations });
  const errors = new Counter({ name: 'collectgraph_errors_total', help: 'Errors in answers, by code and system.', labels: ['code', 'system'] });
  const calls = new Counter({ name: 'collectgraph_upstream_calls_total', help: 'Upstream calls that have ended, by code.', labels: ['system', 'operation', 'code'] });
  const callSeconds = new Histogram({ name: 'collectgraph_upstream_call_duration_seconds', help: 'An upstream call with all its attempts and its waits.', labels: ['system', 'operation'], bounds: durations });
  const waitSeconds = new Histogram({ name: 'collectgraph_upstream_wait_seconds', help: 'What a call waits for its turn and its token before it is sent.', labels: ['system'], bounds: durations });
  const sharedCalls = new Counter({ name: 'collectgraph_upstream_shared_total', help: 'Reads that were answered by a call of another request; no call was made for them.', labels: ['system', 'operation'] });
  const callsInFlight = new Gauge({ name: 'collectgraph_upstream_calls_in_flight', help: 'Upstream calls that have not ended.', labels: ['system'] });
  const retries = new Counter({ name: 'collectgraph_upstream_retries_total', help: 'Requests on the wire beyond the first of each call.', labels: ['system'] });
  const circuit = new Gauge({ name: 'collectgraph_circuit_state', help: '1 at the state that the circuit of a system is in.', labels: ['system', 'state'], join: 'max' });
  const tokens = new Counter({ name: 'collectgraph_token_refreshes_total', help: 'Token calls, by outcome.', labels: ['system', 'outcome'] });
  const lookupSizes = new Histogram({ name: 'collectgraph_lookups_per_call', help: 'Lookups that travelled in one call of the remote GraphQL.', labels: ['system'], bounds: sizes });
  const loads = new Counter({ name: 'collectgraph_loads_total', help: 'Reads that fields asked for.', labels: ['system'] });
  const sent = new Counter({ name: 'collectgraph_loads_sent_total', help: 'Reads that left; what was asked for beyond them was answered by a read of the same request.', labels: ['system'] });
  const batchSizes = new Histogram({ name: 'collectgraph_loader_batch_size', help: 'Different reads of one loader that left together.', labels: ['system'], bounds: sizes });

  const byOperation = new WeakMap<OperationDefinitionNode, OperationSeries>();
  const bySystem = new Map<string, SystemSeries>();
  const byLoads = new Map<string, LoadSeries>();
  const byPath = new Map<string, { ok: Count; duration: Distribution }>();
  const inFlight = requestsInFlight.of();

  function ofOperation(operation: OperationDefinitionNode, { type, field }: OperationLabels): OperationSeries {
    let series = byOperation.get(operation);
    if (!series) {
      series = { ok: operations.of(type, field, 'ok'), partial: operations.of(type, field, 'partial'), failed: operations.of(type, field, 'failed'), duration: operationSeconds.of(type, field) };
      byOperation.set(operation, series);
    }
    return series;
  }

  function ofSystem(system: string): SystemSeries {
    let series = bySystem.get(system);
    if (!series) {
      series = { inFlight: callsInFlight.of(system), waiting: waitSeconds.of(system), retries: retries.of(system), lookups: lookupSizes.of(system), calls: new Map() };
      bySystem.set(system, series);
    }
    return series;
  }

  function ofCall(series: SystemSeries, system: string, operation: string): CallSeries {
    let call = series.calls.get(operation);
    if (!call) {
      call = { ok: calls.of(system, operation, 'OK'), duration: callSeconds.of(system, operation) };
      // The names of a remote's fields are bounded by its schema, and schemas change.
      if (series.calls.size < 1_000) series.calls.set(operation, call);
    }
    return call;
  }

  function ofLoads(system: string): LoadSeries {
    let series = byLoads.get(system);
    if (!series) byLoads.set(system, (series = { asked: loads.of(system), sent: sent.of(system), together: batchSizes.of(system) }));
    return series;
  }

  const families: Family[] = [
    requests, requestSeconds, requestsInFlight, operations, operationSeconds, errors,
    calls, sharedCalls, callSeconds, waitSeconds, callsInFlight, retries, circuit, tokens, lookupSizes, loads, sent, batchSizes,
  ];

  return {
    families,
    measure: ({ name, help, read }) => void families.push({ name, help, type: 'gauge', samples: () => [{ labels: {}, value: read() }] }),
    upstream: {
      callStarted({ system }) {
        ofSystem(system).inFlight.value += 1;
        return undefined;
      },
      callEnded(record: CallRecord) {
        const { system, operation, code } = record;
        const series = ofSystem(system);
        series.inFlight.value -= 1;
        if (record.sentAt !== undefined) series.waiting.observe((record.sentAt - record.startedAt) / 1_000);
        if (record.attempts > 1) series.retries.value += record.attempts - 1;
        if (record.lookups !== undefined) series.lookups.observe(record.lookups);
        const call = ofCall(series, system, operation);
        call.duration.observe((record.endedAt - record.startedAt) / 1_000);
        if (code === 'OK') call.ok.value += 1;
        else calls.of(system, operation, code).value += 1;
      },
      callShared({ system, operation }) {
        sharedCalls.of(system, operation).value += 1;
      },
      circuit({ system, state }) {
        for (const one of ['closed', 'half-open', 'open'] satisfies CircuitState[]) circuit.of(system, one).value = one === state ? 1 : 0;
      },
      tokenRefreshed({ system, ok }) {
        tokens.of(system, ok ? 'ok' : 'failed').value += 1;
      },
    },
    loads: {
      asked(system) {
        ofLoads(system).asked.value += 1;
      },
      sent(system, together) {
        const series = ofLoads(system);
        series.sent.value += together;
        series.together.observe(together);
      },
    },
    requestStarted() {
      inFlight.value += 1;
    },
    requestEnded(path, status, startedAt) {
      inFlight.value -= 1;
      let series = byPath.get(path);
      if (!series) byPath.set(path, (series = { ok: requests.of(path, '200'), duration: requestSeconds.of(path) }));
      series.duration.observe((performance.now() - startedAt) / 1_000);
      if (status === 200) series.ok.value += 1;
      else requests.of(path, status === undefined ? 'gone' : String(status)).value += 1;
    },
    operationEnded(operation, labels, outcome, ms) {
      const series = ofOperation(operation, labels);
      series.duration.observe(ms / 1_000);
      series[outcome].value += 1;
    },
    errorTold({ extensions }) {
      const { code, system } = extensions as { code?: ErrorCode; system?: string };
      errors.of(String(code ?? 'INTERNAL_SERVER_ERROR'), system ?? '').value += 1;
    },
  };
}
