/** Journeys and custom triggers of Receeve through the whole gateway. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRecordedGateway, type RecordedGateway } from '../../support/gateway.ts';
import { documentedAnswer, documentedRequest, done, exchange, holds, operations } from '../../support/receeve.ts';

let graph: RecordedGateway;
beforeAll(async () => {
  graph = await startRecordedGateway();
});
beforeEach(() => graph.reset());
afterAll(() => graph.close());

const claimReference = 'CLAIM_REF_002';

describe.each([
  ['pauseJourneys', '/pause_journeys', {}],
  ['resumeJourneys', '/resume_journeys', {}],
  ['stopJourneys', '/stop_journeys', { reason: 'CLAIM_PAID', description: 'Direct bank transfer received' }],
])('%s', (field, url, more) => {
  const call = { field, body: documentedRequest(field), answer: documentedAnswer(field, claimReference), expected: [{ claimReference, ...done }] };
  const input = [{ claimReference, ...more }];

  it("sends the document's reference and reads its answer", () => holds(graph, { ...call, args: { input }, url }));

  it('sends the three options as they are given', () =>
    holds(graph, { ...call, args: { input, async: false, sequential: true, triggerName: 'T' }, url: `${url}?triggerName=T&sequential=true&async=false` }));
});

describe('executeCustomTriggers', () => {
  it("sends the document's bare names and reads its answer", () =>
    holds(graph, {
      field: 'executeCustomTriggers', args: { input: ['property1', 'property2'].map((key) => ({ claimReference: key, triggerName: 'callDebtor' })) },
      url: '/execute_custom_triggers', body: documentedRequest('executeCustomTriggers'), answer: documentedAnswer('executeCustomTriggers'),
      expected: ['property1', 'property2'].map((key) => ({ claimReference: key, ...done })),
    }));

  it('sends an object where there is a context, an empty one too', async () => {
    const { errors, request } = await exchange(graph, {
      field: 'executeCustomTriggers', answer: {},
      args: {
        input: [
          { claimReference: 'bare', triggerName: 'call "now"' },
          { claimReference: 'context', triggerName: 'call', triggerContext: { by: ['a', 1] } },
          { claimReference: 'empty', triggerName: 'call', triggerContext: {} },
        ],
        sequential: true, async: false,
      },
    });
    expect(errors).toBeUndefined();
    expect(request.url).toMatch(/\/execute_custom_triggers\?sequential=true&async=false$/);
    expect(request.body.toString()).toBe('{"bare":"call \\"now\\"","context":{"triggerName":"call","triggerContext":{"by":["a",1]}},"empty":{"triggerName":"call","triggerContext":{}}}');
  });
});

it('what the document deprecates is deprecated in the graph, and no other write of Receeve', () => {
  const fields = graph.gateway.graph.schema.getMutationType()?.getFields() ?? {};
  const graphName = (id: string) => (id[0] ?? '').toLowerCase() + id.slice(1);
  const writes = [...operations.values()].filter(({ method }) => method === 'POST');
  expect(writes).toHaveLength(25);
  const deprecated = writes.filter(({ deprecated: old }) => old).map(({ operationId }) => operationId);
  expect(deprecated).toEqual(['pauseJourneys', 'resumeJourneys', 'stopJourneys']);
  for (const { operationId } of writes) {
    const { deprecationReason } = fields[graphName(operationId)] ?? {};
    if (deprecated.includes(operationId)) expect(deprecationReason).toMatch(/DEPRECATED/i);
    else expect([operationId, deprecationReason]).toEqual([operationId, undefined]);
  }
});
