/** Pay links and payment links: which belong to a claim or an account, what is not believed, one interface over both. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Kind, parse, visit } from 'graphql';
import { startRecordedGateway, type RecordedGateway } from '../support/gateway.ts';
import { collectmaxx, json, ok, page, payLink, quiet, receeve, type Search } from '../support/links.ts';

let graph: RecordedGateway;
beforeAll(async () => {
  graph = await startRecordedGateway();
});
afterAll(() => graph.close());
beforeEach(() => quiet(graph));

describe('pay links', () => {
  const id = (n: number): string => `0c8a4f7e-0000-4000-8000-00000000000${n}`;
  const meta = { [`collectmaxxPayLink:C-1:${id(1)}`]: '2025-03-01T00:00:00Z', [`collectmaxxPayLink:C-2:${id(2)}`]: '2025-03-02T00:00:00Z', [`collectmaxxPayLink:C-1:intent`]: '2025-03-02T00:00:00Z', [`collectmaxxPayLink:C-1:${id(9)}`]: null };
  const query = '{ account(accountReference: "A") { payLinks { id claimReference } claims { claimReference payLinks { id claimReference } } } }';

  it('of a claim and of an account: by attribute and by what is remembered, each once, the oldest first', async () => {
    receeve(graph, { get_account: { meta }, get_account_claims: [{ claimReference: 'C-1' }, { claimReference: 'C-2' }] });
    const searches: Search['filters'][] = [];
    collectmaxx(graph, ({ filters }) => {
      searches.push(filters);
      const wanted = filters.id?.equalTo ?? filters.attributes?.[0]?.equalTo;
      if (wanted === id(1)) return page([payLink(id(1), '2025-03-01T10:00:00+00:00', 'C-1')]);
      if (wanted === id(2)) return page([payLink(id(2), '2025-03-01T10:30:00+01:00')]);
      if (wanted === 'C-1') return page([payLink(id(3), '2025-03-02T00:00:00+00:00', 'C-1'), payLink(id(1), '2025-03-01T10:00:00+00:00', 'C-1')]);
      if (wanted === 'A') return page([payLink(id(4), '2024-01-01T00:00:00+00:00', 'A')]);
      return page([]);
    });
    const { data, errors } = await graph.ask(query);
    expect(errors).toBeUndefined();
    expect(data.account.payLinks).toEqual([
      { id: id(4), claimReference: null },
      { id: id(2), claimReference: 'C-2' },
      { id: id(1), claimReference: 'C-1' },
    ]);
    expect(data.account.claims).toEqual([
      { claimReference: 'C-1', payLinks: [{ id: id(1), claimReference: 'C-1' }, { id: id(3), claimReference: 'C-1' }] },
      { claimReference: 'C-2', payLinks: [{ id: id(2), claimReference: 'C-2' }] },
    ]);
    // The same lookup for a claim and its account is one.
    expect(searches).toHaveLength(5);
    expect(graph.vendors.collectmaxx.requests).toHaveLength(1);
  });

  it('are all pages of a search, whatever the vendor says of its limit', async () => {
    receeve(graph, { get_account: {} });
    const all = Array.from({ length: 45 }, (_, index) => payLink(`id-${String(index).padStart(2, '0')}`, '2025-01-01T00:00:00Z', 'A'));
    const offsets: number[] = [];
    collectmaxx(graph, ({ offset, limit }) => {
      expect(limit).toBe(100);
      offsets.push(offset);
      return { items: all.slice(offset, offset + 20), pagination: { total: 45, limit: 0, offset: 0 } };
    });
    const { data } = await graph.ask('{ account(accountReference: "A") { payLinks { id } } }');
    expect(data.account.payLinks).toHaveLength(45);
    expect(offsets).toEqual([0, 20, 40]);
  });

  it.each([
    ['answers another claim\'s links', () => page([payLink('x', '', 'C-9')]), 'it answered a link that was not asked for'],
    ['answers all its links, as if there were no filter', () => page([payLink('x', '', 'A'), payLink('y', '')], 900), 'it answered a link that was not asked for'],
    ['repeats its first page for ever', () => page([payLink('x', '', 'A')], 900), 'its pages of links repeat'],
    ['has no list', () => ({ items: null, pagination: { total: 0 } }), 'there is no list of links'],
    ['has nothing', () => null, 'there is no list of links'],
    ['has a link that is null', () => page([null]), 'there is no list of links'],
  ])('of a remote that %s are not believed', async (_name, find, detail) => {
    receeve(graph, { get_account: { currency: 'EUR' } });
    collectmaxx(graph, find);
    const { data, errors } = await graph.ask('{ account(accountReference: "A") { currency payLinks { id } } }');
    expect(data).toEqual({ account: { currency: 'EUR', payLinks: null } });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({ path: ['account', 'payLinks'], message: `collectmaxx gave an answer that could not be read (${detail}).`, extensions: { code: 'UPSTREAM_INVALID_RESPONSE', system: 'collectmaxx', operation: 'payLink.payLinks' } });
  });

  it('that do not end are refused', async () => {
    receeve(graph, { get_account: {} });
    let n = 0;
    collectmaxx(graph, () => page([payLink(`x${n++}`, '', 'A')], 1_000_000));
    const { errors } = await graph.ask('{ account(accountReference: "A") { payLinks { id } } }');
    expect(errors?.[0]?.message).toBe('collectmaxx gave an answer that could not be read (its list of links does not end within 100 pages).');
    expect(graph.vendors.collectmaxx.requests).toHaveLength(100);
  });

  it('of one claim that fail leave the others\' alone', async () => {
    receeve(graph, { get_account: {}, get_account_claims: [{ claimReference: 'C-1' }, { claimReference: 'C-2' }] });
    collectmaxx(graph, ({ filters }) => (filters.attributes?.[0]?.equalTo === 'C-1' ? new Error('No such attribute') : page([payLink('x', '', 'C-2')])));
    const { data, errors } = await graph.ask('{ account(accountReference: "A") { claims { payLinks { id } } } }');
    expect(data.account.claims).toEqual([{ payLinks: null }, { payLinks: [{ id: 'x' }] }]);
    expect(errors?.map(({ path: at, extensions }) => [at, extensions['code'], extensions['messages']])).toEqual([[['account', 'claims', 0, 'payLinks'], 'UPSTREAM_BAD_REQUEST', ['No such attribute']]]);
  });

  it.each([['a list', [1]], ['text', 'no JSON']])('cannot be told where the account\'s meta is %s: what it may remember is not nothing', async (_name, odd) => {
    receeve(graph, { get_account: { currency: 'EUR', meta: odd } });
    collectmaxx(graph, () => page([]));
    const { data, errors } = await graph.ask('{ account(accountReference: "A") { currency payLinks { id } paymentLinks { ref } } }');
    expect(data).toEqual({ account: { currency: 'EUR', payLinks: null, paymentLinks: null } });
    expect(errors?.map(({ path: at, extensions }) => [at?.at(-1), extensions['code'], extensions['system']])).toEqual([['payLinks', 'UPSTREAM_INVALID_RESPONSE', 'receeve'], ['paymentLinks', 'UPSTREAM_INVALID_RESPONSE', 'receeve']]);
  });

  it('need the account of their claim, and its failure is theirs alone', async () => {
    graph.vendors.receeve.answer(({ url }) => (url.includes('get_account_claims') ? ok([{ claimReference: 'C', amount: 100, currency: 'EUR' }]) : url.includes('get_landing') ? ok({ URL: 'https://l/1' }) : { status: 403 }));
    collectmaxx(graph, () => page([]));
    const { data, errors } = await graph.ask('{ accountClaims(accountReference: "A") { items { total { decimal } landingPageURL payLinks { id } paymentLinks { ref } paymentRequests { provider } account { currency } } } }');
    expect(data.accountClaims.items).toEqual([{ total: { decimal: '1.00' }, landingPageURL: 'https://l/1', payLinks: null, paymentLinks: null, paymentRequests: null, account: null }]);
    expect(errors?.map(({ path: at, extensions }) => [at?.at(-1), extensions['code'], extensions['system'], extensions['operation']]).sort()).toEqual(
      ['account', 'payLinks', 'paymentLinks', 'paymentRequests'].map((field) => [field, 'UPSTREAM_FORBIDDEN', 'receeve', 'account']),
    );
    expect(graph.vendors.receeve.requests.filter(({ url }) => url.includes('get_account?'))).toHaveLength(1);
  });

  it('of an account that is unknown are those of its reference', async () => {
    graph.vendors.receeve.answer(({ url }) => (url.includes('get_account_claims') ? ok([{ claimReference: 'C' }]) : { status: 404, headers: json, body: '{"message":"Not found"}' }));
    collectmaxx(graph, () => page([payLink('x', '', 'C')]));
    const { data, errors } = await graph.ask('{ accountClaims(accountReference: "A") { items { payLinks { id } paymentLinks { ref } account { currency } } } }');
    expect(errors).toBeUndefined();
    expect(data.accountClaims.items).toEqual([{ payLinks: [{ id: 'x' }], paymentLinks: [], account: null }]);
  });

  it('take the caller\'s fragments, variables, aliases and conditions with them', async () => {
    receeve(graph, { get_account: {} });
    collectmaxx(graph, () => page([payLink('x', '', 'A', { short: 'https://s', state: 'paid', personName: 'Jo' })]));
    const { data, errors } = await graph.ask('query Q($yes: Boolean!, $no: Boolean!) { account(accountReference: "A") { payLinks { short: shortUrl ...F personName @skip(if: $no) amountPaid @include(if: $no) paymentStatus @include(if: $yes) } } } fragment F on PayLink { state: status ... on PaymentRequest { provider } }', { yes: true, no: false });
    expect(errors).toBeUndefined();
    expect(data.account.payLinks).toEqual([{ short: 'https://s', state: 'paid', personName: 'Jo', paymentStatus: 'OPEN', provider: 'COLLECTMAXX' }]);
    const { query: text, variables } = JSON.parse(graph.vendors.collectmaxx.only().body.toString()) as { query: string; variables: Record<string, unknown> };
    expect(text).toContain('personName @skip(if: $no)');
    expect(text).toContain('collectgraph_status: status @include(if: $yes)');
    expect(text).not.toMatch(/paymentStatus|provider/);
    expect(variables).toMatchObject({ yes: true, no: false });
  });

  it.each<{ selected: string; parameters?: string; fragment?: string; hidden: string[] }>([
    { selected: 'id createdOn', hidden: ['attributes'] },
    { selected: 'createdOn shortUrl', hidden: ['id', 'attributes'] },
    { selected: 'id createdOn attributes { id }', hidden: ['attributes'] },
    { selected: '...F', fragment: 'fragment F on PayLink { id createdOn }', hidden: ['id', 'attributes', 'createdOn'] },
    { selected: 'id: personName createdOn: updatedOn', hidden: ['id', 'attributes', 'createdOn'] },
    { selected: 'id @include(if: $yes) createdOn @skip(if: $no)', parameters: '($yes: Boolean = true, $no: Boolean = false)', hidden: ['id', 'attributes', 'createdOn'] },
  ])('are told apart and put in order by what is theirs, whatever stands under a key of the caller: { $selected }', async ({ selected, parameters = '', fragment = '', hidden }) => {
    receeve(graph, { get_account: {} });
    const link = (id: string, createdOn: string): Record<string, unknown> => ({
      id: hidden.includes('id') ? 'of the caller' : id,
      createdOn: hidden.includes('createdOn') ? '2020-01-01T00:00:00Z' : createdOn,
      ...(hidden.includes('id') && { collectgraph_id: id }),
      ...(hidden.includes('createdOn') && { collectgraph_createdOn: createdOn }),
      collectgraph_attributes: [{ id: 'reference', value: 'A' }],
      attributes: [{ id: 'of the caller' }],
      shortUrl: `https://${id}`,
      url: `https://${id}`,
    });
    collectmaxx(graph, () => page([link('late', '2024-02-02T00:00:00Z'), link('early', '2024-01-01T00:00:00Z'), link('late', '2024-02-02T00:00:00Z')]));
    const { data, errors } = await graph.ask(`query Q${parameters} { account(accountReference: "A") { payLinks { ${selected} url: shortUrl } } } ${fragment}`);
    expect(errors).toBeUndefined();
    expect((data.account.payLinks as { url: string }[]).map(({ url }) => url)).toEqual(['https://early', 'https://late']);
    const { query: text } = JSON.parse(graph.vendors.collectmaxx.only().body.toString()) as { query: string };
    const own = parse(text).definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value.startsWith('collectgraph_') ? definition.selectionSet.selections : []));
    expect(own.flatMap((node) => (node.kind === Kind.FIELD && node.alias?.value.startsWith('collectgraph_') ? [node.name.value] : [])).sort()).toEqual([...hidden].sort());
  });

  it('refuse an alias that the gateway needs itself', async () => {
    receeve(graph, { get_account: { currency: 'EUR' } });
    const { data, errors } = await graph.ask('{ account(accountReference: "A") { currency payLinks { collectgraph_id: shortUrl } } payLink { payLinks { items { collectgraph_status: personName } } } }');
    expect(data).toEqual({ account: { currency: 'EUR', payLinks: null }, payLink: null });
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
    expect(graph.vendors.collectmaxx.requests).toEqual([]);
  });
});

describe('a payment request', () => {
  it('is one shape at both providers, on the manual\'s own documents too', async () => {
    const items = [
      { id: 'p-1', collectgraph_id: 'p-1', collectgraph_status: 'partially_paid', collectgraph_shortUrl: 'https://s/1', collectgraph_longUrl: 'https://l/1', collectgraph_attributes: [{ id: 'reference', value: 'C-1' }] },
      { id: 'p-2', collectgraph_id: 'p-2', collectgraph_status: 'on fire', collectgraph_shortUrl: null, collectgraph_longUrl: 'https://l/2', collectgraph_attributes: null },
    ];
    graph.vendors.collectmaxx.answer(ok({ data: { payLink: { payLinks: { items } } } }));
    const fields = '__typename ... on PaymentRequest { paymentRequestId provider paymentStatus paymentURL claimReference }';
    const { data, errors } = await graph.ask(`{ payLink { payLinks { items { id ${fields} } } } }`);
    expect(errors).toBeUndefined();
    expect(data.payLink.payLinks.items).toEqual([
      { id: 'p-1', __typename: 'PayLink', paymentRequestId: 'p-1', provider: 'COLLECTMAXX', paymentStatus: 'PARTIALLY_PAID', paymentURL: 'https://s/1', claimReference: 'C-1' },
      { id: 'p-2', __typename: 'PayLink', paymentRequestId: 'p-2', provider: 'COLLECTMAXX', paymentStatus: 'UNKNOWN', paymentURL: 'https://l/2', claimReference: null },
    ]);
    const { query } = JSON.parse(graph.vendors.collectmaxx.only().body.toString()) as { query: string };
    const asked: string[] = [];
    visit(parse(query), { Field: ({ alias, name }) => void asked.push(alias ? `${alias.value}: ${name.value}` : name.value) });
    expect(asked).toEqual(['payLink', 'payLinks', 'items', 'id', 'collectgraph_id: id', 'collectgraph_status: status', 'collectgraph_shortUrl: shortUrl', 'collectgraph_longUrl: longUrl', 'collectgraph_attributes: attributes', 'id', 'value']);
  });

  it('is answered by a create call as well', async () => {
    graph.vendors.collectmaxx.answer(ok({ data: { payLink: { create: { id: 'p-1', collectgraph_status: 'ready' } } } }));
    graph.vendors.cm.answer({ status: 201, headers: json, body: '{"ref":"pml-1","amount":10.00,"currency_code":"EUR","merchant_reference":"C-1","status":"open","active":true,"uri":"https://cm/1"}' });
    const { data, errors } = await graph.ask('mutation { payLink { create(payLink: { personName: "Jo" }) { id paymentStatus } } createPaymentLink(input: { amount: 10.00, merchantReference: "C-1" }) { due { minorUnits decimal currency } paymentRequestId provider paymentStatus paymentURL claimReference } }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      payLink: { create: { id: 'p-1', paymentStatus: 'OPEN' } },
      createPaymentLink: { due: { minorUnits: 1000, decimal: '10.00', currency: 'EUR' }, paymentRequestId: 'pml-1', provider: 'CM', paymentStatus: 'OPEN', paymentURL: 'https://cm/1', claimReference: 'C-1' },
    });
  });

  it.each([
    [{ status: 'open', active: true }, 'OPEN'],
    [{ status: 'open' }, 'OPEN'],
    [{ status: 'open', active: false }, 'CANCELLED'],
    [{ status: 'paid', active: false }, 'PAID'],
    [{ status: 'expired', active: true }, 'UNKNOWN'],
    [{}, 'UNKNOWN'],
  ])('of CM with %j is %s', async (members, paymentStatus) => {
    graph.vendors.cm.answer(ok({ ref: 'pml-1', ...members }));
    expect(await graph.ask('{ paymentLink(reference: "pml-1") { paymentStatus } }')).toEqual({ data: { paymentLink: { paymentStatus } } });
  });

  it('of CM that is remembered: one call each, the oldest first, unknown ones left out', async () => {
    receeve(graph, { get_account: { meta: JSON.stringify({ 'cmPaymentLink:C:1:pml-b': '2025-03-02T00:00:00Z', 'cmPaymentLink:C:1:pml-a': '2025-03-01T00:00:00Z', 'cmPaymentLink:C-2:pml-c': '2025-01-01T00:00:00Z', 'cmPaymentLink:C-2:pml-gone': '2025-01-01T00:00:00Z', 'cmPaymentLink:C-2:intent': '2025-01-01T00:00:00Z' }) }, get_account_claims: [{ claimReference: 'C:1' }] });
    graph.vendors.cm.answer(({ url }) => (url.endsWith('gone') ? { status: 404 } : ok({ ref: url.slice(url.lastIndexOf('/') + 1), status: 'open' })));
    const { data, errors } = await graph.ask('{ account(accountReference: "A") { paymentLinks { ref claimReference } claims { paymentLinks { ref claimReference } } } }');
    expect(errors).toBeUndefined();
    expect(data.account.paymentLinks).toEqual([{ ref: 'pml-c', claimReference: 'C-2' }, { ref: 'pml-a', claimReference: 'C:1' }, { ref: 'pml-b', claimReference: 'C:1' }]);
    expect(data.account.claims).toEqual([{ paymentLinks: [{ ref: 'pml-a', claimReference: 'C:1' }, { ref: 'pml-b', claimReference: 'C:1' }] }]);
    expect(graph.vendors.cm.requests.map(({ url }) => url).sort()).toEqual(['a', 'b', 'c', 'gone'].map((ref) => `/paymentlink/v1/pml-${ref}`));
  });

  it('of CM that is not the one asked for is not believed', async () => {
    receeve(graph, { get_account: { currency: 'EUR', meta: { 'cmPaymentLink:C:pml-a': '2025-03-01T00:00:00Z' } } });
    graph.vendors.cm.answer(ok({ ref: 'pml-b', status: 'open' }));
    const { data, errors } = await graph.ask('{ account(accountReference: "A") { currency paymentLinks { ref } } }');
    expect(data).toEqual({ account: { currency: 'EUR', paymentLinks: null } });
    expect(errors?.[0]).toMatchObject({ path: ['account', 'paymentLinks'], extensions: { code: 'UPSTREAM_INVALID_RESPONSE', system: 'cm', operation: 'paymentLink' } });
  });
});
