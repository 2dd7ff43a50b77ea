import { beforeEach, describe, expect, it } from '@jest/globals';
import PostalMime from 'postal-mime';
import type { Client } from './support.ts';
import { start } from './support.ts';

let client: Client;

describe('pages of claims', () => {
  beforeEach(async () => {
    client = await start();
    const claim = { amount: 1, originalDueDate: '2025-01-01', currentDueDate: '2025-01-01', accountReference: 'A' };
    await client.receeve('create_accounts', { A: { currency: 'EUR', debtors: [{ contactInformation: { country: 'NL' } }] } });
    await client.receeve('create_claims', Object.fromEntries(Array.from({ length: 7 }, (_, n) => [`C${n}`, claim])));
    await client.receeve('resolve_claims', [{ ref: 'C1' }, { ref: 'C4' }]);
  });

  it('are a bare list without a limit', async () => {
    expect((await get('')).map(ref)).toEqual(['C0', 'C1', 'C2', 'C3', 'C4', 'C5', 'C6']);
    expect((await get('&status=RESOLVED')).map(ref)).toEqual(['C1', 'C4']);
  });

  it('follow each other by an opaque id until it is null', async () => {
    const pages: string[][] = [];
    let paginationId: string | null = '';
    for (let calls = 0; paginationId !== null && calls < 10; calls += 1) {
      const page = await get(`&limit=3${paginationId && `&paginationId=${encodeURIComponent(paginationId)}`}`);
      expect(page).toMatchObject({ numberOfPages: 3, limit: 3 });
      pages.push(page.results.map(ref));
      paginationId = page.paginationId;
    }
    expect(pages).toEqual([['C0', 'C1', 'C2'], ['C3', 'C4', 'C5'], ['C6']]);
  });

  it('end where the last one is full', async () => {
    expect(await get('&limit=7')).toMatchObject({ paginationId: null, numberOfPages: 1 });
    expect(await get('&limit=5&status=ACTIVE')).toMatchObject({ paginationId: null, results: [{}, {}, {}, {}, {}] });
    expect(await get('&limit=5&status=RESOLVED')).toMatchObject({ paginationId: null, results: [{}, {}] });
  });

  const get = async (query: string) => (await client.receeve(`get_account_claims?accountReference=A${query}`)).json;
  const ref = ({ claimReference }: { claimReference: string }) => claimReference;
});

describe('what was sent', () => {
  beforeEach(async () => {
    client = await start({ demo: true });
  });

  const urls = async (query: string) => (await client.receeve(`get_communication_message_urls?claimReference=CLM-0001${query}`)).json;

  it('is listed by type, from a day on, in pages', async () => {
    const all = await urls('');
    expect(all).toMatchObject({ limit: 1000, page: 1, numberOfPages: 1 });
    expect(all.communicationMessageURLs.map((one: { communicationType: string }) => one.communicationType)).toEqual(['email', 'SMS', 'email', 'letter']);
    expect((await urls('&communicationType=SMS')).communicationMessageURLs).toHaveLength(1);
    const day = new Date(all.communicationMessageURLs[2].dateTime).toISOString().slice(0, 10);
    expect((await urls(`&startDate=${day}`)).communicationMessageURLs).toHaveLength(2);
    expect(await urls('&limit=3&page=2')).toMatchObject({ communicationMessageURLs: [{ communicationType: 'letter' }], limit: 3, page: 2, numberOfPages: 2 });
    expect((await urls('&limit=3&page=9')).communicationMessageURLs).toEqual([]);
    expect((await client.receeve('get_communication_message_urls?claimReference=NONE')).json).toMatchObject({ communicationMessageURLs: [], numberOfPages: 1 });
  });

  it('is mail that a mail program can read', async () => {
    const texts = await Promise.all((await urls('')).communicationMessageURLs.map(async ({ messageURL }: { messageURL: string }) => client.receeve(`get_message?messageURL=${encodeURIComponent(messageURL)}`)));
    const [reminder, sms, notice] = await Promise.all(texts.map(({ text }: { text: string }) => PostalMime.parse(text)));
    expect(texts[0].headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const [debtor] = client.sandbox.systems.receeve.state.accounts.get('ACC-0001')?.debtors ?? [];
    expect(reminder).toMatchObject({ subject: 'Herinnering: vordering CLM-0001 – nog niet betaald', from: { address: 'desk@example.com' }, to: [{ address: 'deb-0001@example.com', name: `${String(debtor?.['firstName'])} ${String(debtor?.['lastName'])}` }] });
    expect(reminder?.text).toMatch(/van € [\d.]+,\d\d had vóór \d{4}-\d\d-\d\d betaald/);
    expect(reminder?.html).toBeUndefined();
    expect(notice?.html).toContain('<p>Beste ');
    expect(notice?.text).toContain('€');
    expect(sms?.text).toMatch(/^Vordering CLM-0001: €/);
    expect(sms?.subject).toBeUndefined();
  });

  it('is mail throughout: no line is too long, nothing outside ASCII', () => {
    const messages = [...client.sandbox.systems.receeve.state.messages.values()].map((make) => make());
    expect(messages.length).toBeGreaterThan(1500);
    for (const message of messages) {
      expect(message).toMatch(/^[\x20-\x7e\r\n]*$/);
      expect(Math.max(...message.split('\r\n').map((line) => line.length))).toBeLessThan(200);
    }
  });

  it('is not found at an address that was made up', async () => {
    expect(await client.receeve('get_message?messageURL=/../etc/passwd')).toMatchObject({ status: 400, json: { message: 'Message not found' } });
  });
});

describe('events', () => {
  it('are those of one day and one type, in pages', async () => {
    client = await start({ demo: true });
    const { events } = client.sandbox.systems.receeve.state;
    const created = events.filter(({ type }) => type === 'event.claim.created');
    expect(created).toHaveLength(900);
    const day = created[100]?.printed.timestamp.slice(0, 10) ?? '';
    const ofDay = created.filter(({ printed }) => printed.timestamp.startsWith(day));
    const whole = (await client.receeve(`get_events?eventType=event.claim.created&date=${day}`)).json;
    expect(whole).toEqual({ events: ofDay.map(({ printed }) => printed), limit: 1000, page: 1, numberOfPages: 1 });
    const one = (await client.receeve(`get_events?eventType=event.claim.created&date=${day}&limit=1&page=${ofDay.length}`)).json;
    expect(one).toEqual({ events: [ofDay.at(-1)?.printed], limit: 1, page: ofDay.length, numberOfPages: ofDay.length });
    expect((await client.receeve(`get_events?eventType=event.claim.creat&date=${day}`)).json.events).toEqual([]);
  });
});

describe('what the vendor prints beside its description', () => {
  beforeEach(async () => {
    client = await start({ demo: true });
  });

  it('is numbers for texts, statuses in lower case, and metadata as text, in some claims', async () => {
    const seen = { phones: 0, status: 0, meta: 0, plain: 0 };
    for (const account of ['ACC-0001', 'ACC-0002', 'ACC-0003']) {
      for (const claim of (await client.receeve(`get_account_claims?accountReference=${account}`)).json) {
        if (typeof claim.primaryDebtor.contactInformation.mobileNumber === 'number') seen.phones += 1;
        if (claim.status === claim.status.toLowerCase()) seen.status += 1;
        if (typeof claim.meta === 'string') expect(JSON.parse(claim.meta)).toMatchObject({ accountReference: account, sourceSystem: 'demo-erp' });
        if (typeof claim.meta === 'string') seen.meta += 1;
        if (typeof claim.primaryDebtor.contactInformation.mobileNumber === 'string' && claim.status === 'ACTIVE') seen.plain += 1;
      }
    }
    expect(Object.values(seen).every((count) => count > 0)).toBe(true);
  });

  it('is there in pages and under debtors, too', async () => {
    const pages = (await client.receeve('get_account_claims?accountReference=ACC-0001&limit=10')).json;
    expect(pages.results.some((claim: { primaryDebtor: { contactInformation: { mobileNumber: unknown } } }) => typeof claim.primaryDebtor.contactInformation.mobileNumber === 'number')).toBe(true);
    const [[account]] = (await client.receeve('get_debtor_accounts_and_claims?debtorReference=DEB-0001')).json;
    expect(account.claims.some((claim: { primaryDebtor: { contactInformation: { mobileNumber: unknown } } }) => typeof claim.primaryDebtor.contactInformation.mobileNumber === 'number')).toBe(true);
  });

  it('is the metadata of some accounts as text', async () => {
    const { json } = await client.receeve('get_account?accountReference=ACC-0009');
    expect(JSON.parse(json.meta)).toMatchObject({ sourceSystem: 'demo-erp' });
    await client.receeve('update_account_meta', { 'ACC-0009': { added: 1 } });
    expect(JSON.parse((await client.receeve('get_account?accountReference=ACC-0009')).json.meta)).toMatchObject({ sourceSystem: 'demo-erp', added: 1 });
  });
});
