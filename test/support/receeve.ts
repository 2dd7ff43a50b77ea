/**
 * Receeve's document as the source of tests: its operations, the requests and answers it shows, and one
 * helper that holds a whole exchange against them.
 */
import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { parse } from 'yaml';
import { buildRestSchema } from '../../src/rest/main.ts';
import { clientId, type GraphQLAnswer, type RecordedGateway } from './gateway.ts';
import type { Recorded } from './recorder.ts';
import { wholeOperation, withoutNulls } from './wholeAnswer.ts';

interface Operation { operationId: string; deprecated?: boolean; requestBody?: { content: Record<string, Media> }; responses: Record<string, { content?: Record<string, Media> }> }
interface Media { example?: unknown }

const read = (name: string): string => readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8');
const { paths } = parse(read('receeve.openapi.yaml')) as { paths: Record<string, Record<string, Operation>> };

/** The SDL of Receeve, with its directives. */
export const receeveSDL = read('receeve.graphql');
/** Receeve's types alone, without what other systems add to them. */
export const receeveSchema = buildRestSchema([{ name: 'receeve.graphql', sdl: receeveSDL }]);
export const json = { 'content-type': 'application/json' };
export const path = `/v1/${clientId}`;

/** Operations of the document by their ids, less the token call. */
export const operations = new Map(
  Object.entries(paths)
    .flatMap(([url, methods]) => ['get', 'post'].flatMap((method) => (methods[method] ? [{ url, method: method.toUpperCase(), ...methods[method] }] : [])))
    .filter(({ operationId }) => operationId !== 'getOauth2Token')
    .map((operation) => [operation.operationId, operation]),
);

function operation(id: string) {
  const found = operations.get(id);
  if (!found) throw new Error(`The document has no operation ${id}.`);
  return found;
}

/** The body that the document shows. */
export function documentedRequest(id: string): unknown {
  return structuredClone(operation(id).requestBody?.content['application/json']?.example);
}

/** The answer that the document shows; its stand-in keys property1 and property2 become `references`, one each. */
export function documentedAnswer(id: string, ...references: string[]): any {
  const example = structuredClone(Object.values(operation(id).responses['200']?.content ?? {})[0]?.example);
  if (example === undefined) throw new Error(`The document shows no answer of ${id}.`);
  if (references.length === 0) return example;
  const { property1, property2 } = example as Record<string, unknown>;
  if (references.length > 2 || property1 === undefined || property2 === undefined) throw new Error(`The answer of ${id} has no two stand-in keys.`);
  return Object.fromEntries(references.map((reference, index) => [reference, index === 0 ? property1 : property2]));
}

export interface Exchange {
  field: string;
  args?: Record<string, unknown>;
  /** Below the tenant's path, with its query: `/get_account?accountReference=ACC`. */
  url: string;
  /** As JSON on the wire; absent: a GET without a body. */
  body?: unknown;
  answer: unknown;
  /** Without nulls. */
  expected: unknown;
}

/** One call asked for whole: what was sent and what came of it, both compared to the last member. */
export async function holds(graph: RecordedGateway, { field, args = {}, url, body, answer, expected }: Exchange): Promise<void> {
  const { request, data, errors } = await exchange(graph, { field, args, answer });
  expect(errors).toBeUndefined();
  expect(withoutNulls(data[field])).toEqual(expected);
  expect([request.method, request.url]).toEqual([body === undefined ? 'GET' : 'POST', path + url]);
  expect(request.headers.authorization).toBe('token-1');
  expect(request.headers['content-type']).toBe(body === undefined ? undefined : 'application/json');
  if (body === undefined) expect(request.body.length).toBe(0);
  else expect(JSON.parse(request.body.toString())).toEqual(body);
}

/** Asks for the whole answer of a field; `answer` is what Receeve says, as JSON. */
export async function exchange(graph: RecordedGateway, { field, args = {}, answer }: Pick<Exchange, 'field' | 'args' | 'answer'>): Promise<GraphQLAnswer & { request: Recorded }> {
  graph.vendors.receeve.answer({ headers: json, body: JSON.stringify(answer) });
  const { data, errors } = await graph.ask(wholeOperation(receeveSchema, field, Object.keys(args)), args);
  return { data, ...(errors && { errors }), request: graph.vendors.receeve.only() };
}

/** What most bulk answers of the document say of one key. */
export const done = { success: true, messages: ['Successfully processed action'], messageIds: ['e66d62ed-2331-4ced-8c03-5e729e984adc'] };

/** The debtor of the document's answers as the graph shows him: numbers of telephones and houses are text. */
export const documentedDebtor = {
  birthday: '1980-06-28',
  gender: 'M',
  firstName: 'John',
  lastName: 'White',
  middleName: 'Benedict',
  title: 'Doctor',
  companyName: 'Acme Brick Co.',
  debtorReference: 'EXTERNAL_DEBTOR_REF_002',
  ssn: 'AAA-GG-SSSS',
  type: 'NATURAL',
  contactInformation: {
    country: 'DE',
    city: 'Delbrück',
    mobileNumber: '495555555555',
    postalCode: '33129',
    houseNumber: '24A',
    addressLine1: 'Boikweg 24',
    addressLine2: 'c/o Acme',
    addressLine3: 'first floor',
    landLine: '495555555555',
    state: 'Dortmund',
    email: 'testEmail@example.com',
    additionalContactInformation: [{ __typename: 'EmailContact', email: 'testEmail@example.com' }],
  },
};

/** The claim of the document's answers, without what only some of them say. */
export const documentedClaim = {
  amount: 13025,
  currency: 'EUR',
  portfolioReference: 'EXTERNAL_PORTFOLIO_REFERENCE_002',
  productReference: 'PRODUCT_REFERENCE_1',
  creditorReference: 'string',
  totalFees: 13025,
  currentDueDate: '2019-06-28',
  originalDueDate: '2019-06-28',
  scores: [{ type: 'INTERNAL', value: 'risky', meta: { sourceSystem: 'system1' } }],
  reason: 'string',
  paymentReference: 'paymentReference1',
  accountNumber: 'string',
  accountReference: 'ACCOUNT_REFERENCE_002',
  meta: { sourceSystem: 'system1' },
  fees: [{ name: 'Interest', amount: 13025 }],
  primaryDebtor: documentedDebtor,
};
