/** No text of a caller leaves its place in a URL of Receeve: every String argument of every operation, derived from the schema. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { getNamedType, isNonNullType, isListType, isInputObjectType, type GraphQLArgument } from 'graphql';
import { startRecordedGateway, type RecordedGateway } from '../../support/gateway.ts';
import { sampleOf } from '../../support/inputs.ts';
import { json, operations, path, receeveSchema } from '../../support/receeve.ts';
import { upload } from '../../support/upload.ts';
import { wholeOperation } from '../../support/wholeAnswer.ts';

let graph: RecordedGateway;
beforeAll(async () => {
  // Bodies are samples made of types alone, which the document does not all allow.
  graph = await startRecordedGateway({ unchecked: ['receeve'] });
});
beforeEach(() => graph.reset());
afterAll(() => graph.close());

const texts = [
  'a/../b?c=1#d%2f é', '..', '.', '../../oauth2/token', 'a&accountReference=other', 'a=b;c', '+', '%', '%2F', 'a\r\nx-injected: 1', '"\\\'<>{}|^`[]', '\u0000\u007f', '💶 ﷽', 'e\u0301', ' lead and trail ', '',
];

/** Path on the wire by field: the operation's id without its `get`. */
const urls = new Map([...operations.values()].map(({ operationId, url }) => {
  const name = operationId.replace(/^get/, '');
  return [(name[0] ?? '').toLowerCase() + name.slice(1), url.replace('/v1/{clientId}', path)];
}));

const fields = [receeveSchema.getQueryType(), receeveSchema.getMutationType()].flatMap((root) => Object.values(root?.getFields() ?? {}));
const table = fields.flatMap((field) => field.args.filter(({ type }) => getNamedType(type).name === 'String').map((argument) => [field.name, argument.name] as const));

it('the table knows every operation of the document and its texts', () => {
  expect(fields.map(({ name }) => name).sort()).toEqual([...urls.keys()].sort());
  expect(fields).toHaveLength(33);
  expect(table.filter(([, name]) => name === 'triggerName')).toHaveLength(29);
  expect(table.filter(([, name]) => name !== 'triggerName').map((pair) => pair.join('.')).sort()).toEqual([
    'account.accountReference', 'accountClaims.accountReference', 'accountClaims.paginationId', 'accountMandates.accountReference', 'communicationMessageURLs.claimReference',
    'debtorAccountsAndClaims.debtorReference', 'events.eventType', 'landingPageURL.claimReference', 'message.messageURL',
  ]);
});

function requiredArgs(args: readonly GraphQLArgument[]): Record<string, unknown> {
  return Object.fromEntries(args.filter(({ type }) => isNonNullType(type)).map(({ name, type }) => [name, sampleOf(type)]));
}

async function send(field: string, argument: string, text: string) {
  const { args } = fields.find(({ name }) => name === field) ?? { args: [] };
  const variables: Record<string, unknown> = { ...requiredArgs(args), [argument]: text };
  const query = wholeOperation(receeveSchema, field, Object.keys(variables));
  if (field !== 'uploadFiles') return graph.ask(query, variables);
  return upload(graph, { query, at: 'variables.input.file', file: new File(['x'], 'a'), variables: { ...variables, input: { file: null, accountId: 'A' } } });
}

/** Name and value of each parameter, from the raw text of a query. */
function parametersOf(query: string): [string, string][] {
  return query.split('&').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    expect(value).toHaveLength(1);
    return [name, decodeURIComponent(value[0] ?? '')];
  });
}

describe.each(table)('%s(%s:)', (field, argument) => {
  it('keeps its place whatever it holds', async () => {
    graph.vendors.receeve.answer({ headers: field === 'message' ? { 'content-type': 'text/plain' } : json, body: field === 'message' ? 'Subject: s\r\n\r\ntext' : '{}' });
    for (const text of texts) {
      graph.reset();
      await send(field, argument, text);
      const { url, headers } = graph.vendors.receeve.only();
      expect(url).toMatch(/^[\x21\x23-\x3b\x3d\x3f-\x7e]+$/);
      const [target, query, ...more] = url.split('?');
      expect([target, more]).toEqual([urls.get(field), []]);
      expect(url).not.toContain('+');
      const parameters = parametersOf(query ?? '');
      expect(parameters.filter(([name]) => name === argument)).toEqual([[argument, text]]);
      const { args } = fields.find(({ name }) => name === field) ?? { args: [] };
      const others = args.filter(({ name, type }) => name !== argument && isNonNullType(type) && !isListType(type.ofType) && !isInputObjectType(type.ofType));
      expect(parameters.map(([name]) => name).sort()).toEqual([argument, ...others.map(({ name }) => name)].sort());
      expect(headers['x-injected']).toBeUndefined();
    }
  });

  it('that is half a character is refused before any call', async () => {
    const { errors } = await send(field, argument, 'a\ud800b');
    expect(errors?.[0]).toMatchObject({ message: expect.stringContaining(argument), extensions: { code: 'BAD_USER_INPUT' } });
    expect(graph.vendors.receeve.requests).toEqual([]);
  });
});
