import { request as httpRequest } from 'node:http';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from './support.ts';
import { start } from './support.ts';

let client: Client;
beforeEach(async () => {
  client = await start({ maxBodyBytes: 100_000 });
});

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const basic = (user: string, password: string) => ({ authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` });

describe('the token call', () => {
  const token = (headers: Record<string, string>, body?: string) => client.raw('RECEEVE', '/v1/oauth2/token', { method: 'POST', headers, body: body ?? null });
  const known = () => basic(client.env('RECEEVE_API_CLIENT'), client.env('RECEEVE_API_SECRET'));

  it.each([undefined, '', 'grant_type=client_credentials'])('answers a token for the form %j', async (body) => {
    const { status, json } = await token({ ...known(), ...form }, body);
    expect(status).toBe(200);
    expect(json).toEqual({ access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/), expires_in: 3600, token_type: 'Bearer' });
  });

  it('answers bad credentials with 400 and not 401', async () => {
    for (const headers of [basic('x', 'y'), basic(client.env('RECEEVE_API_CLIENT'), 'wrong'), {}, { authorization: 'Bearer x' }]) {
      expect(await token({ ...headers, ...form })).toMatchObject({ status: 400, json: { error: 'invalid_client' } });
    }
  });

  it('answers another content type with 405 and no body', async () => {
    for (const headers of [{ 'content-type': 'application/json' }, {}] as Record<string, string>[]) expect(await token({ ...known(), ...headers })).toMatchObject({ status: 405, text: '' });
  });

  it('takes no other grant', async () => {
    expect((await token({ ...known(), ...form }, 'grant_type=password')).status).toBe(400);
  });
});

describe('who may pass', () => {
  const path = () => `/v1/${client.env('RECEEVE_CLIENT_ID')}/get_account_mandates?accountReference=A`;
  const get = (headers: Record<string, string>, at = path()) => client.raw('RECEEVE', at, { headers });

  it('is who sends the token bare or as a bearer token', async () => {
    const token = await client.receeveToken();
    expect(await get({ authorization: token })).toMatchObject({ status: 200, json: [] });
    expect(await get({ authorization: `Bearer ${token}` })).toMatchObject({ status: 200, json: [] });
  });

  it('is nobody else', async () => {
    const token = await client.receeveToken();
    for (const headers of [{}, { authorization: 'Bearer' }, { authorization: 'nonsense' }, { authorization: `${token}x` }, basic(client.env('RECEEVE_API_CLIENT'), client.env('RECEEVE_API_SECRET'))]) {
      expect(await get(headers as Record<string, string>)).toMatchObject({ status: 401, json: { message: 'Unauthorized' } });
    }
  });

  it('is not who asks for another tenant', async () => {
    const at = '/v1/00000000-0000-4000-8000-000000000000/get_account?accountReference=A';
    expect(await get({ authorization: await client.receeveToken() }, at)).toMatchObject({ status: 403, json: { message: 'Access is denied' } });
  });

  it('is not who comes with an old token', async () => {
    const token = await client.receeveToken();
    client.sandbox.systems.receeve.expireTokens();
    expect((await get({ authorization: token })).status).toBe(401);
    expect((await get({ authorization: await client.receeveToken() })).status).toBe(200);
  });

  it('is told what is missing by the call for a message', async () => {
    expect(await get({}, `/v1/${client.env('RECEEVE_CLIENT_ID')}/get_message?messageURL=x`)).toMatchObject({ status: 400, json: { message: 'Missing required request parameters: [Authorization]' } });
  });
});

describe('a wrong path', () => {
  it.each(['/', '/v1', '/v1/x/get_nothing', '/v2/oauth2/token', '/v1/oauth2/token?x#', '/v1/%2e%2e/oauth2/token'])('%s is a 403 of AWS that repeats the token', async (path) => {
    const reply = await client.raw('RECEEVE', path, { headers: { authorization: 'abc' } });
    expect(reply.status).toBe(403);
    expect(reply.json.message).toMatch(/^Authorization header requires 'Credential' parameter\..* Authorization=abc$/);
  });

  it('is a 403 without a token, too', async () => {
    expect(await client.raw('RECEEVE', '/nowhere')).toMatchObject({ status: 403, json: { message: 'Missing Authentication Token' } });
  });
});

describe('what does not fit', () => {
  it.each([
    ['create_claims', { 'CLM-1': { amount: 1, accountReference: 'A', originalDueDate: '2024-01-01' } }, ["body/['CLM-1'] should have required property 'currentDueDate'"]],
    ['create_claims', { C: { amount: '1', accountReference: 'A', originalDueDate: '2024-01-01', currentDueDate: '2024-01-01' } }, [`body/['C'].amount should be integer, got "1"`]],
    ['update_account_meta', { A: 'text' }, [`body/['A'] should be object, got "text"`]],
    ['resolve_claims', [{ reason: 'CLAIM_SOLD' }], ["body/[0]. should have required property 'ref'"]],
    ['resolve_claims', [{ ref: 'C', reason: 'SOLD' }], [expect.stringMatching(/^body\/\[0\]\.reason should be one of "CLAIM_SOLD"/)]],
    ['add_account_debtors', [{ accountReference: 'A', contactInformation: {} }], ["body/[0].contactInformation should have required property 'country'"]],
    ['resolve_claims', {}, ['body/ should be array, got {}']],
    ['execute_custom_triggers?async=maybe', { C: 't' }, ['querystring/async should be boolean, got "maybe"']],
    ['get_events?eventType=x&date=2024-13-01', undefined, ['querystring/date should match format "date", got "2024-13-01"']],
    ['get_events?eventType=x&date=2024-01-01&limit=0', undefined, ['querystring/limit should be >= 1']],
    ['get_events?eventType=x&date=2024-01-01&limit=10001', undefined, ['querystring/limit should be <= 10000']],
    ['get_events?eventType=x&date=2024-01-01&page=0', undefined, ['querystring/page should be >= 1']],
    ['get_account_claims?accountReference=A&limit=0', undefined, ['querystring/limit should be >= 1']],
    ['get_account_claims?accountReference=A&status=OPEN', undefined, ['querystring/status should be one of "ACTIVE", "RESOLVED", got "OPEN"']],
    ['get_account_claims?accountReference=A&limit=5&paginationId=nonsense', undefined, ['querystring/paginationId should be a paginationId of an earlier answer']],
    ['get_communication_message_urls?claimReference=C&limit=0', undefined, ['querystring/limit should be >= 1']],
    ['get_account', undefined, ['querystring/accountReference is required']],
  ])('%s %j is a 400', async (path, body, messages) => {
    expect(await client.receeve(path, body)).toMatchObject({ status: 400, json: { success: false, messageIds: [], messages } });
  });

  it('is JSON that is none', async () => {
    const reply = await post('{"A": {');
    expect(reply.status).toBe(400);
    expect(reply.json).toEqual({ success: false, messageIds: [], messages: [expect.stringMatching(/^SyntaxError: /)] });
  });

  it('is another content type', async () => {
    expect((await post('{}', 'text/plain')).json.messages).toEqual(['content-type content type text/plain is not documented, expected application/json']);
  });

  it('is a body that is too large, whether it says so or not', async () => {
    expect(await post(JSON.stringify({ A: { x: 'x'.repeat(100_000) } }))).toMatchObject({ status: 413, json: { message: 'Request Too Long' } });
    expect(await chunked('x'.repeat(50_000), 4)).toBe(413);
    expect((await post('x'.repeat(200_000), 'multipart/form-data; boundary=b')).status).toBe(413);
  });

  const post = async (body: string, type = 'application/json') =>
    client.raw('RECEEVE', `/v1/${client.env('RECEEVE_CLIENT_ID')}/update_account_meta`, { method: 'POST', body, headers: { authorization: await client.receeveToken(), 'content-type': type } });

  async function chunked(part: string, times: number): Promise<number | undefined> {
    const authorization = await client.receeveToken();
    return new Promise((resolve, reject) => {
      const request = httpRequest(`${client.env('RECEEVE_URL')}/v1/${client.env('RECEEVE_CLIENT_ID')}/update_account_meta`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject);
      for (let n = 0; n < times; n += 1) request.write(part);
      request.end();
    });
  }
});

it('a key called __proto__ is a reference like any other', async () => {
  await client.receeve('create_accounts', JSON.parse('{"__proto__": {"currency": "EUR", "meta": {"__proto__": {"a": 1}}}}'));
  const { json } = await client.receeve('get_account?accountReference=__proto__');
  expect(JSON.stringify(json.meta)).toBe('{"__proto__":{"a":1}}');
});
