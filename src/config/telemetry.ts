/** Where numbers and traces go, from the variables that say so. */
import { isLoopback } from './loopback.ts';
import type { GatewayValues } from './variables.ts';

export interface TelemetrySettings {
  /** `/metrics`: beside `/graphql`, on an address of its own, or nowhere, and then nothing is counted. */
  metrics: { at: 'main' } | { at: 'own'; host: string; port: number } | { at: 'nowhere' };
  /** Absent: no traces. */
  traces: { endpoint: string; headers: Record<string, string>; service: string; share: number } | undefined;
}

type Values = Pick<GatewayValues, 'host' | 'metrics' | 'metricsPort' | 'metricsHost' | 'otlpEndpoint' | 'otlpHeaders' | 'serviceName' | 'tracesShare'>;

/** What is contradictory goes to `problems`. Values that were refused are undefined here, and a problem already. */
export function telemetryOf(values: Partial<Values>, problems: string[]): TelemetrySettings {
  const { host = '127.0.0.1', metrics, metricsPort, metricsHost, otlpEndpoint, otlpHeaders, serviceName = 'collectgraph', tracesShare = 1 } = values;
  if (metricsHost !== undefined && metricsPort === undefined) problems.push('METRICS_HOST is set and METRICS_PORT is not: expected both, for an address of its own.');
  if (metrics === false && metricsPort !== undefined) problems.push('METRICS_PORT is set and GATEWAY_METRICS is "false": expected one of them alone.');
  // Numbers hold nobody's data, but they tell strangers how business goes.
  const wanted = metrics ?? (metricsPort !== undefined || isLoopback(host));
  return {
    metrics: !wanted ? { at: 'nowhere' } : metricsPort === undefined ? { at: 'main' } : { at: 'own', host: metricsHost ?? host, port: metricsPort },
    traces: otlpEndpoint === undefined ? undefined : { endpoint: otlpEndpoint, headers: otlpHeaders ?? {}, service: serviceName, share: tracesShare },
  };
}
