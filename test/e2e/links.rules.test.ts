/** LINKS_FILE: another reference means what it says, on the wire; a file that is wrong ends the start. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { startGateway } from '../../src/server/main.ts';
import { startRecordedGateway } from '../support/gateway.ts';
import { collectmaxx, ok, page, receeve, type Search } from '../support/links.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'links-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(text: string): Promise<string> {
  const path = join(folder, 'links.yaml');
  await writeFile(path, text);
  return path;
}

const start = (LINKS_FILE: string) => startGateway({ env: { PORT: '0', GATEWAY_MODE: 'sandbox', LINKS_FILE }, log: pino({ level: 'silent' }) });

it('claims that lead to the same search share it, and each has its links as its own', async () => {
  const graph = await startRecordedGateway({ env: { LINKS_FILE: await file('Claim.payLinks: { attribute: contract, equals: paymentReference }') } });
  try {
    receeve(graph, { get_account: {}, get_account_claims: [{ claimReference: 'C-1', paymentReference: 'P' }, { claimReference: 'C-2', paymentReference: 'P' }] });
    collectmaxx(graph, () => page([{ collectgraph_id: 'x', collectgraph_attributes: [{ id: 'contract', value: 'P' }], id: 'x' }]));
    const { data, errors } = await graph.ask('{ account(accountReference: "A") { claims { payLinks { id claimReference } } } }');
    expect(errors).toBeUndefined();
    expect(data.account.claims).toEqual([{ payLinks: [{ id: 'x', claimReference: 'C-1' }] }, { payLinks: [{ id: 'x', claimReference: 'C-2' }] }]);
    expect(graph.vendors.collectmaxx.requests).toHaveLength(1);
  } finally {
    await graph.close();
  }
});

it('a rule that is changed is followed, the others stand', async () => {
  const graph = await startRecordedGateway({
    env: { LINKS_FILE: await file('Claim.invoiceStatus: { invoiceId: meta.ledgerId }\nClaim.payLinks: { attribute: contract, equals: paymentReference }\nPaymentLink.claimReference: { field: invoiceReference }\nPayLink.claimReference: { attribute: claim }') },
  });
  try {
    receeve(graph, {
      get_account: {},
      get_account_claims: [
        { claimReference: 'C-1', paymentReference: 'P-1', meta: { ledgerId: 'L 1' } },
        { claimReference: 'C-2', meta: '{"ledgerId": 22}' },
        { claimReference: 'C-3' },
      ],
    });
    graph.vendors.ucollect.answer(ok('NOT ENABLED'));
    const searches: Search['filters'][] = [];
    collectmaxx(graph, ({ filters }) => {
      searches.push(filters);
      return page([{ collectgraph_id: 'x', collectgraph_attributes: [{ id: 'customer_contract', value: 'P-1' }], id: 'x' }]);
    });
    const { data, errors } = await graph.ask('{ account(accountReference: "A") { claims { invoiceStatus { status } payLinks { id claimReference } } } }');
    expect(errors).toBeUndefined();
    expect(data.account.claims).toEqual([
      { invoiceStatus: { status: 'NOT_ENABLED' }, payLinks: [{ id: 'x', claimReference: 'C-1' }] },
      // No payment reference: nothing to look for, and no invoice in the meta of the third: nothing to ask for.
      { invoiceStatus: { status: 'NOT_ENABLED' }, payLinks: [] },
      { invoiceStatus: null, payLinks: [] },
    ]);
    expect(searches).toEqual([{ attributes: [{ id: 'contract', equalTo: 'P-1' }] }]);
    expect(graph.vendors.ucollect.requests.map(({ url }) => new URL(url, 'http://u').searchParams.get('invoice_id')).sort()).toEqual(['22', 'L 1']);

    graph.vendors.cm.answer(ok({ ref: 'r', merchant_reference: 'M', invoice_reference: 'I' }));
    graph.vendors.collectmaxx.answer(ok({ data: { payLink: { payLinks: { items: [{ collectgraph_attributes: [{ id: 'reference', value: 'R' }, { id: 'customer_claim', value: 'C-9' }] }] } } } }));
    expect((await graph.ask('{ paymentLink(reference: "r") { claimReference } payLink { payLinks { items { claimReference } } } }')).data).toEqual({ paymentLink: { claimReference: 'I' }, payLink: { payLinks: { items: [{ claimReference: 'C-9' }] } } });
  } finally {
    await graph.close();
  }
});

it.each([
  ['Claim.weather: { sun: yes }', /^LINKS_FILE has the rule "Claim\.weather", which there is not: expected /],
  ['{', /^LINKS_FILE is no YAML \(line \d+, column \d+\): expected a mapping of link rules\.$/],
])('%j ends the start with a sentence', async (text, sentence) => {
  await expect(start(await file(text))).rejects.toThrow(sentence);
});

it('a file that is not there ends the start with a sentence', async () => {
  await expect(start(join(folder, 'none.yaml'))).rejects.toThrow('LINKS_FILE names a file that cannot be read (ENOENT): expected a YAML file of link rules.');
});
