/** Numbers are kept without being printed, bounded whatever is counted, and printed as Prometheus reads them. */
import { describe, expect, it } from '@jest/globals';
import { parse, Kind, type OperationDefinitionNode } from 'graphql';
import { labelsOf } from '../../../src/telemetry/labels.ts';
import { createMetrics } from '../../../src/telemetry/metrics.ts';
import { createPage } from '../../../src/telemetry/page.ts';
import { Counter, Histogram } from '../../../src/telemetry/series.ts';

describe('a series', () => {
  it('is one for each combination of label values', () => {
    const counter = new Counter({ name: 'a_total', help: 'A.', labels: ['x', 'y'] });
    counter.of('1', '2').value += 1;
    counter.of('1', '2').value += 1;
    counter.of('1', '').value += 1;
    expect(counter.samples()).toEqual([{ labels: { x: '1', y: '2' }, value: 2 }, { labels: { x: '1', y: '' }, value: 1 }]);
  });

  it('beyond the bound is counted under other', () => {
    const counter = new Counter({ name: 'a_total', help: 'A.', labels: ['x'], most: 3 });
    for (let i = 0; i < 1_000; i++) counter.of(`caller ${i}`).value += 1;
    expect(counter.samples()).toHaveLength(4);
    expect(counter.of('another')).toBe(counter.of('other'));
    expect(counter.of('other').value).toBe(997);
    expect(counter.of('caller 0').value).toBe(1);
  });

  it('of a histogram holds each value in its bucket and all above', () => {
    const histogram = new Histogram({ name: 'a_seconds', help: 'A.', labels: ['x'], bounds: [0.1, 1] });
    for (const value of [0.1, 0.05, 0.5, 1, 7]) histogram.of('1').observe(value);
    expect(histogram.samples().map(({ suffix, labels, value }) => [suffix, labels['le'], Math.round(value * 100) / 100])).toEqual([['_bucket', '0.1', 2], ['_bucket', '1', 4], ['_bucket', '+Inf', 5], ['_sum', undefined, 8.65], ['_count', undefined, 5]]);
  });
});

describe('the page', () => {
  it('prints what is counted, in the format of Prometheus', async () => {
    const metrics = createMetrics();
    metrics.upstream.circuit({ system: 'receeve', state: 'open' });
    metrics.upstream.tokenRefreshed({ system: 'receeve', ok: false });
    metrics.errorTold({ extensions: {} });
    metrics.errorTold({ extensions: { code: 'UPSTREAM_TIMEOUT', system: 'a"b\\c\nd' } });
    metrics.measure({ name: 'collectgraph_open', help: 'Open.', read: () => 7 });
    const { contentType, body } = await createPage(metrics.families)();
    expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
    for (const line of [
      '# TYPE collectgraph_circuit_state gauge',
      'collectgraph_circuit_state{system="receeve",state="closed"} 0',
      'collectgraph_circuit_state{system="receeve",state="open"} 1',
      'collectgraph_token_refreshes_total{system="receeve",outcome="failed"} 1',
      'collectgraph_errors_total{code="INTERNAL_SERVER_ERROR",system=""} 1',
      'collectgraph_errors_total{code="UPSTREAM_TIMEOUT",system="a\\"b\\\\c\\nd"} 1',
      'collectgraph_open 7',
    ]) {
      expect(body.split('\n')).toContain(line);
    }
  });

  it('of two gateways in one process tells each its own', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.requestStarted();
    one.requestEnded('/graphql', 200, performance.now());
    const [ofOne, ofOther] = await Promise.all([one, other].map(({ families }) => createPage(families)()));
    expect(ofOne?.body).toContain('collectgraph_http_requests_total{path="/graphql",status="200"} 1');
    expect(ofOther?.body).not.toContain('collectgraph_http_requests_total{');
    for (const page of [ofOne, ofOther]) expect(page?.body).toContain('\nprocess_cpu_seconds_total ');
  });
});

describe('the labels of an operation', () => {
  const labels = (source: string) => {
    const document = parse(source);
    return labelsOf(document.definitions.find((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION)!, document);
  };

  it.each([
    ['{ account { a } }', { type: 'query', field: 'account', fields: 'account' }],
    ['query Jane { a: account { a } b: account { a } }', { type: 'query', field: 'account', fields: 'account' }],
    ['{ claim { a } debtor { a } }', { type: 'query', field: 'several', fields: 'claim,debtor' }],
    ['mutation { updateClaims { a } __typename }', { type: 'mutation', field: 'updateClaims', fields: 'updateClaims' }],
    ['{ __schema { types { name } } }', { type: 'query', field: 'introspection', fields: 'introspection' }],
    ['{ ...F ... { claim { a } } } fragment F on Query { ...G debtor { a } } fragment G on Query { ...F account { a } }', { type: 'query', field: 'several', fields: 'account,debtor,claim' }],
    ['{ ...Nowhere }', { type: 'query', field: 'introspection', fields: 'introspection' }],
    ['subscription { eventReceived { id } }', { type: 'subscription', field: 'eventReceived', fields: 'eventReceived' }],
  ])('%s are words of the schema', (source, expected) => {
    expect(labels(source)).toEqual(expected);
  });

  it('are few, however many fields there are', () => {
    expect(labels(`{ ${Array.from({ length: 500 }, (_, n) => `field${n}`).join(' ')} }`).fields.split(',')).toHaveLength(20);
  });
});
