/**
 * Traces over OTLP/HTTP: one server span for each request to `/graphql`, one client span below it for each
 * upstream call, in the words of OpenTelemetry's semantic conventions for HTTP and GraphQL.
 *
 * A span says what was done, how long it took and how it ended. It never holds a document, a value, a URL
 * below the host, a header, a body, or who asked: spans leave the building. Of a caller's own words only the
 * name of the operation is kept, which is a GraphQL name. `traceparent` joins the caller's trace;
 * `tracestate` and baggage, which may say anything, are not read; nothing is sent on to the vendors.
 *
 * The libraries are loaded here and nowhere else, and only where somebody wants traces.
 */
import type { Attributes, Context, Span } from '@opentelemetry/api';
import type { SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { Logger } from 'pino';
import type { Systems } from '../upstream/call.ts';
import type { CallRecord } from '../upstream/observer.ts';
import { isCallersFault } from './blame.ts';
import type { OperationLabels } from './labels.ts';

export interface TracesOptions {
  /** Of the collector: `http://collector:4318`. */
  endpoint: string;
  headers: Readonly<Record<string, string>>;
  service: string;
  version: string;
  /** Share of the requests that are traced where the caller does not say, 0 to 1. */
  share: number;
  log: Logger;
}

export interface Traces {
  /** Undefined where this request is not traced. */
  begin(request: { method: string; traceparent: string | undefined; requestId: string }): RequestTrace | undefined;
  /** Sends what is left, for at most a few seconds: a collector that is away holds no end up. */
  close(): Promise<void>;
}

/** One request on its way. */
export interface RequestTrace {
  /** Of the trace, in hex. */
  id: string;
  operation(labels: OperationLabels, name: string | undefined): void;
  /** `codes` of the errors in the answer. */
  outcome(codes: readonly string[]): void;
  call(record: CallRecord, systems: Systems): void;
  /** Undefined: the client went away. */
  end(status: number | undefined): void;
}

/** For one batch of spans. */
const deliveryMs = 2_500;
/** For all that is left at the end, when somebody waits for it. */
const lastDeliveryMs = 4_000;
const longestName = 64;

export async function startTraces(options: TracesOptions): Promise<Traces> {
  const { endpoint, headers, service, version, share, log } = options;
  const [{ ROOT_CONTEXT, SpanKind, SpanStatusCode, trace }, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, headers: { ...headers }, timeoutMillis: deliveryMs });
  const provider = new sdk.BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.version': version }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(share) }),
    spanProcessors: [new sdk.BatchSpanProcessor(telling(exporter, log))],
  });
  const tracer = provider.getTracer('collectgraph', version);
  const hosts = new Map<string, Attributes>();

  function parentOf(traceparent: string | undefined): Context {
    const [, traceId, spanId, flags] = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(?:$|-)/.exec(traceparent ?? '') ?? [];
    if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
    return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: parseInt(flags, 16) & 1, isRemote: true });
  }

  function hostOf(baseURL: string): Attributes {
    let host = hosts.get(baseURL);
    if (!host) {
      const { hostname, port, protocol } = new URL(baseURL);
      host = { 'server.address': hostname, 'server.port': Number(port || (protocol === 'https:' ? 443 : 80)), 'url.scheme': protocol.slice(0, -1) };
      if (hosts.size < 1_000) hosts.set(baseURL, host);
    }
    return host;
  }

  function fail(span: Span, code: string): void {
    span.setAttribute('error.type', code);
    if (!isCallersFault(code)) span.setStatus({ code: SpanStatusCode.ERROR, message: code });
  }

  return {
    begin({ method, traceparent, requestId }) {
      const attributes = { 'http.request.method': method, 'http.route': '/graphql', 'url.path': '/graphql', 'collectgraph.request_id': requestId };
      const parent = parentOf(traceparent);
      const span = tracer.startSpan(`${method} /graphql`, { kind: SpanKind.SERVER, attributes, startTime: wallTime(performance.now()) }, parent);
      if (!span.isRecording()) return undefined;
      const below = trace.setSpan(parent, span);
      return {
        id: span.spanContext().traceId,
        operation({ type, field, fields }, name) {
          span.updateName(`${type} ${field}`);
          span.setAttributes({ 'graphql.operation.type': type, 'collectgraph.fields': fields.split(',') });
          if (name !== undefined) span.setAttribute('graphql.operation.name', name.slice(0, longestName));
        },
        outcome(codes) {
          const distinct = [...new Set(codes)];
          const worst = distinct.find((code) => !isCallersFault(code)) ?? distinct[0];
          if (worst === undefined) return;
          span.setAttribute('collectgraph.error_codes', distinct);
          fail(span, worst);
        },
        call(record, systems) {
          const { system, operation, status, code, attempts, lookups } = record;
          const baseURL = systems.get(system)?.baseURL;
          const child = tracer.startSpan(
            `${record.method} ${system}.${operation}`,
            {
              kind: SpanKind.CLIENT,
              startTime: wallTime(record.startedAt),
              attributes: {
                'http.request.method': record.method,
                ...(status !== undefined && { 'http.response.status_code': status }),
                ...(baseURL !== undefined && hostOf(baseURL)),
                ...(attempts > 1 && { 'http.request.resend_count': attempts - 1 }),
                'collectgraph.system': system,
                'collectgraph.operation': operation,
                ...(lookups !== undefined && { 'collectgraph.lookups': lookups }),
                ...(record.shared && { 'collectgraph.shared': true }),
                ...(record.sentAt !== undefined && { 'collectgraph.wait_ms': Math.round((record.sentAt - record.startedAt) * 10) / 10 }),
              },
            },
            below,
          );
          if (code !== 'OK') {
            child.setAttribute('error.type', code);
            child.setStatus({ code: SpanStatusCode.ERROR, message: code });
          }
          child.end(wallTime(record.endedAt));
        },
        end(status) {
          if (status !== undefined) span.setAttribute('http.response.status_code', status);
          if (status === undefined) fail(span, 'CLIENT_GONE');
          else if (status >= 500) fail(span, String(status));
          span.end(wallTime(performance.now()));
        },
      };
    },
    async close() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, lastDeliveryMs)));
      // What cannot be delivered has been said in the log; it is no reason not to end.
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
      clearTimeout(timer);
    },
  };
}

/** A time of `performance.now()` in ms since the epoch. */
function wallTime(at: number): number {
  return Date.now() - performance.now() + at;
}

/** Says once that spans are lost, and once that they arrive again; the library itself says nothing. */
function telling(exporter: SpanExporter, log: Logger): SpanExporter {
  let lost = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const failed = Number(result.code) !== 0;
        if (failed !== lost) {
          lost = failed;
          if (failed) log.warn({ spans: spans.length }, 'traces cannot be delivered to the collector');
          else log.info('traces are delivered to the collector again');
        }
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}
