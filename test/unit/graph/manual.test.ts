/** The thirteen documents of the vendor's manual: exact request on the wire, documented answer to the caller. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, parse, print } from 'graphql';
import { startBench } from './fixture.ts';
import type { Bench } from './fixture.ts';

interface Documented {
  name: string;
  kind: 'query' | 'mutation';
  document: string;
  variables: Record<string, unknown>;
  data: Record<string, unknown>;
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const manual = JSON.parse(read('./manual.json')) as Documented[];
const snapshot = read('../../../schema/collectmaxx.graphql');

/** On the wire: the caller's document, on one line. */
const written: Record<string, string> = {
  addRecordsRows:
    'mutation addRecords($file: FileInput, $rows: [RowInput!]) { import { addRecords(file: $file, rows: $rows) { name action status records { scriptId status reference messages { context message level } } } } }',
  addRecordsFile: 'mutation addFile($file: FileInput, $rows: [RowInput!]) { import { addRecords(file: $file, rows: $rows) { name action status } } }',
  searchBatches:
    'query ImportSearch($filters: BatchFiltersInput) { import { batches(filters: $filters) { items { name action status } pagination { offset limit total } } } }',
  createPayLink: 'mutation createPayLink($payLink: PayLinkInput!) { payLink { create(payLink: $payLink) { attributes { id value } id shortUrl longUrl } } }',
  simplePayLinkSearch: 'query { payLink { payLinks { items { status id } pagination { offset limit total } } } }',
  singlePayLink:
    'query PayLinks($filters: PayLinkFiltersInput) { payLink { payLinks(filters: $filters) { items { id personName personGender status amountPaid createdOn updatedOn } } } }',
  payLinkByRecordIdentifier:
    'query PublicApiPayLinks($filters: PayLinkFiltersInput, $order: PayLinkOrderInput, $offset: Int, $limit: Int) { payLink { payLinks(filters: $filters, order: $order, offset: $offset, limit: $limit) { items { attributes { id value } id personName personGender status } } } }',
  advancedPayLinkSearch:
    'query PayLinks($filters: PayLinkFiltersInput, $order: PayLinkOrderInput, $offset: Int, $limit: Int) { payLink { payLinks(filters: $filters, order: $order, offset: $offset, limit: $limit) { items { id personName personGender status amountPaid createdOn updatedOn } pagination { offset limit total } } } }',
  createMandate: 'mutation createMandate($mandate: MandateInput!) { mandate { create(mandate: $mandate) { id reference shortUrl longUrl type } } }',
  simpleMandateSearch: 'query { mandate { mandates { items { status id } } } }',
  singleMandate: 'query Mandates($filters: MandateFiltersInput) { mandate { mandates(filters: $filters) { items { id personName status createdOn updatedOn } } } }',
  advancedMandateSearch:
    'query Mandates($filters: MandateFiltersInput, $order: MandateOrderInput, $offset: Int, $limit: Int) { mandate { mandates(filters: $filters, order: $order, offset: $offset, limit: $limit) { items { id personName status createdOn updatedOn } pagination { offset limit total } } } }',
  stopCalling: 'mutation stopCalling($scriptId: Int!, $reference: String!) { voice { stopCalling(scriptId: $scriptId, reference: $reference) } }',
};

let bench: Bench;
beforeAll(async () => {
  // Over a schema without resolvers the documented answer is its own root value.
  bench = await startBench(buildSchema(snapshot), { snapshot });
  bench.remote.answer = async ({ body }) => {
    const { graphql } = await import('graphql');
    const documented = manual.find(({ name }) => written[name] === body.query);
    return documented && body.operationName !== 'IntrospectionQuery'
      ? graphql({ schema: bench.remote.schema, source: body.query, variableValues: body.variables, rootValue: documented.data })
      : undefined;
  };
});
afterAll(() => bench.close());

describe('the documents of the manual', () => {
  it('are all thirteen', () => {
    expect(manual.map(({ name }) => name)).toEqual(Object.keys(written));
    expect(manual).toHaveLength(13);
  });

  it.each(manual)('$name', async ({ name, document, variables, data }) => {
    bench.remote.requests.length = 0;
    expect(await bench.ask(document, variables)).toEqual({ data, errors: [] });
    const [request, ...others] = bench.remote.requests;
    expect(others).toEqual([]);
    expect(request).toMatchObject({
      method: 'POST',
      url: '/v1',
      headers: { 'content-type': 'application/json', accept: 'application/json', 'x-auth-token': 'key-of-the-test' },
    });
    const operationName = /^\w+ (\w+)/.exec(document)?.[1];
    expect(request?.body).toEqual({
      query: written[name],
      ...(Object.keys(variables).length > 0 && { variables }),
      ...(operationName && { operationName }),
    });
    // Nothing but line breaks is different.
    expect(print(parse(request?.body.query ?? ''))).toBe(print(parse(document)));
  });
});
