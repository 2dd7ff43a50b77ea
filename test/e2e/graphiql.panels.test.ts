/** What GraphiQL has besides its editor: the calls of an operation as a waterfall, the explorer, headers that stay, subscriptions, and a sign that something takes long. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { startGateway } from '../../src/server/main.ts';
import type { Gateway } from '../../src/server/main.ts';
import { launchBrowser, screenshots, visit } from '../support/browser.ts';
import type { Visit } from '../support/browser.ts';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const long = 240_000;
const log = pino({ level: 'silent' });

let gateway: Gateway;
let browser: Browser;
beforeAll(async () => {
  gateway = await startGateway({ env: { GATEWAY_MODE: 'sandbox', PORT: '0' }, log });
  browser = await launchBrowser();
}, long);
afterAll(async () => {
  await browser?.close();
  await gateway?.close();
});

async function open(query?: string, { at = gateway.url, ...options }: { at?: string; colorScheme?: 'light' | 'dark' } = {}): Promise<Visit> {
  const visited = await visit(browser, `${at}/graphiql${query === undefined ? '' : `?query=${encodeURIComponent(query)}`}`, { viewport: { width: 1500, height: 900 }, ...options });
  await visited.page.waitForSelector('.graphiql-query-editor .view-line');
  return visited;
}

const run = (page: Page) => page.click('.graphiql-execute-button');
const panel = (page: Page) => page.click('button[aria-label="Show Upstream calls"]');

const overview = 'query Overview { debtor(debtorReference: "DEB-0148") { lastName contactStatus { status } accounts { claims { claimReference invoiceStatus { status } account { currency } paymentRequests { provider } } } } }';

describe('the upstream calls', () => {
  it.each(['light', 'dark'] as const)('of the last operation are drawn as a waterfall, with the total against the sum, in %s', async (colorScheme) => {
    const { page, complaints, foreign, close } = await open(overview, { colorScheme });
    await panel(page);
    await page.waitForSelector('.upstream-calls:has-text("Run an operation")');
    await run(page);
    await page.waitForSelector('.upstream-calls tbody tr');
    const text = await page.innerText('.upstream-calls');
    expect(text).toMatch(/Overview: \d+ calls in [\d.]+ ms; one after another they would have taken [\d.]+ ms\./);
    for (const part of ['Receeve', 'uCollect', 'Collectmaxx', 'debtorAccountsAndClaims', 'invoiceStatus', 'contactStatus', 'lookups in one']) expect(text).toContain(part);
    // Each bar lies within the track and begins where its call did.
    const bars = await page.locator('.upstream-calls .bar').evaluateAll((all: any[]) => all.map((bar) => ({ left: bar.getBoundingClientRect().left - bar.parentElement.getBoundingClientRect().left, width: bar.getBoundingClientRect().width, track: bar.parentElement.getBoundingClientRect().width })));
    expect(bars.length).toBeGreaterThan(4);
    for (const { left, width, track } of bars) {
      expect(left).toBeGreaterThanOrEqual(-0.5);
      expect(width).toBeGreaterThanOrEqual(2);
      expect(left + width).toBeLessThanOrEqual(track + 2.5);
    }
    expect(bars.map(({ left }) => left)).toEqual(bars.map(({ left }) => left).sort((a, b) => a - b));
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => (globalThis as any).axe.run('.upstream-calls'));
    expect(violations.map(({ id, nodes }: any) => `${id}: ${nodes[0].html}`)).toEqual([]);
    await page.screenshot({ path: join(screenshots, `graphiql-calls-${colorScheme}.png`) });
    expect(complaints).toEqual([]);
    expect(foreign()).toEqual([]);
    await close();
  }, long);

  it('that failed or were tried again say so', async () => {
    const heal = gateway.sandbox!.systems.ucollect.fail(({ n }) => (n % 2 === 1 ? { kind: 'status', status: 503 } : undefined));
    const broken = gateway.sandbox!.systems.cm.fail(() => ({ kind: 'status', status: 400 }));
    const { page, close } = await open('{ organisationStatus { status } paymentLink(reference: "x") { status } }');
    await panel(page);
    await run(page);
    await page.waitForSelector('.upstream-calls tr:has-text("organisationStatus"):has-text("2 attempts")');
    await page.waitForSelector('.upstream-calls tr.failed:has-text("paymentLink"):has-text("UPSTREAM_BAD_REQUEST")');
    heal();
    broken();
    await close();
  }, long);

  it('are none where none was made', async () => {
    const { page, close } = await open('query Nothing { __typename }');
    await panel(page);
    await run(page);
    await page.waitForSelector('.upstream-calls:has-text("Nothing made no call.")');
    await close();
  }, long);
});

describe('callers', () => {
  let folder: string;
  let closed: Gateway;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'collectgraph-graphiql-'));
    const key = (name: string, scopes: string[]) => ({ name, sha256: createHash('sha256').update(`${name}-key-0123456789abcdef0123456789abcdef`).digest('hex'), scopes });
    await writeFile(join(folder, 'keys.json'), JSON.stringify({ keys: [key('watcher', ['*', 'upstream:read']), key('reader', ['receeve:read'])] }));
    closed = await startGateway({ env: { GATEWAY_MODE: 'sandbox', PORT: '0', GATEWAY_API_KEYS_FILE: join(folder, 'keys.json') }, log });
  }, long);
  afterAll(async () => {
    await closed?.close();
    await rm(folder, { recursive: true });
  });

  async function typeKey(page: Page, name: string): Promise<void> {
    await page.click('button:text-is("Headers")');
    await page.click('.graphiql-editor-tool .graphiql-editor:not(.hidden) .view-lines');
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(`{ "X-API-Key": "${name}-key-0123456789abcdef0123456789abcdef" }`);
  }

  it.each([
    ['watcher', /one call in/],
    ['reader', /Its calls are shown to a caller with the scope upstream:read\./],
  ])('are known by the header that was typed in, and a %s sees the calls that it may see', async (name, told) => {
    const { page, close } = await open('query Mine { account(accountReference: "ACC-0015") { currency } }', { at: closed.url });
    await typeKey(page, name);
    await panel(page);
    await run(page);
    await page.waitForSelector('.graphiql-response .view-lines:has-text("EUR")');
    await page.waitForSelector('.upstream-calls [role="status"]:has-text("Mine")');
    expect(await page.innerText('.upstream-calls')).toMatch(told);
    await close();
  }, long);

  it('need not type their headers again after loading the page anew', async () => {
    const { page, close } = await open('query Mine { account(accountReference: "ACC-0015") { currency } }', { at: closed.url });
    await typeKey(page, 'reader');
    await page.waitForFunction(() => (globalThis as any).localStorage.getItem('graphiql:tabState')?.includes('reader-key'));
    await page.goto(`${closed.url}/graphiql`);
    await page.waitForSelector('.graphiql-query-editor .view-line:has-text("Mine")');
    expect(await page.locator('.graphiql-tab-button').allInnerTexts()).not.toContain('<untitled>');
    await run(page);
    await page.waitForSelector('.graphiql-response .view-lines:has-text("EUR")');
    // A link opens beside what was there, as the same caller.
    await page.goto(`${closed.url}/graphiql?query=${encodeURIComponent('query Linked { account(accountReference: "ACC-0017") { accountReference } }')}`);
    await page.waitForSelector('.graphiql-query-editor .view-line:has-text("Linked")');
    expect(await page.locator('.graphiql-tab-button').allInnerTexts()).toEqual(expect.arrayContaining(['Mine', 'Linked', 'DebtorOverview']));
    await run(page);
    await page.waitForSelector('.graphiql-response .view-lines:has-text("ACC-0017")');
    await close();
  }, long);
});

describe('GraphiQL', () => {
  it('builds a query by ticking fields in the explorer', async () => {
    const { page, complaints, foreign, close } = await open('query Mine { account(accountReference: "ACC-0015") { currency } }');
    await page.click('button[aria-label="Show GraphiQL Explorer"]');
    await page.waitForSelector('.graphiql-explorer-root');
    await page.click('.graphiql-explorer-root :text-is("accountReference") >> nth=-1');
    await page.waitForSelector('.graphiql-query-editor .view-lines:has-text("accountReference")');
    await page.screenshot({ path: join(screenshots, 'graphiql-explorer.png') });
    expect(complaints).toEqual([]);
    expect(foreign()).toEqual([]);
    await close();
  }, long);

  it('shows what a subscription tells, as it is told', async () => {
    const { page, complaints, close } = await open('subscription Paid { eventReceived(types: ["PaymentLinkStatusChanged"]) { type event { ... on PaymentLinkStatusChanged { ref paymentStatus } } } }');
    const [listening] = await Promise.all([page.waitForRequest((request) => request.postData()?.includes('subscription Paid') ?? false), run(page)]);
    expect((await listening.response())?.headers()['content-type']).toContain('text/event-stream');
    const asked = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: 'mutation { requestPayment(input: { accountReference: "ACC-0248", claimReference: "CLM-0764", provider: CM }) { paymentRequest { paymentRequestId } } }' }) });
    const { data } = (await asked.json()) as { data: { requestPayment: { paymentRequest: { paymentRequestId: string } } } };
    const ref = data.requestPayment.paymentRequest.paymentRequestId;
    gateway.sandbox!.systems.cm.pay(ref);
    await page.waitForSelector(`.graphiql-response .view-lines:has-text("${ref}")`);
    await page.waitForSelector('.graphiql-response .view-lines:has-text("PAID")');
    await run(page);
    expect(complaints).toEqual([]);
    await close();
  }, long);

  it('shows that an operation takes long, and no longer than it does', async () => {
    let answer: () => void = () => undefined;
    const waited = new Promise<void>((resolve) => (answer = resolve));
    const heal = gateway.sandbox!.systems.receeve.fail(({ operation }) => (/account$/i.test(operation) ? { kind: 'wait', until: waited } : undefined));
    const { page, close } = await open('query Slow { account(accountReference: "ACC-0015") { currency } }');
    await panel(page);
    await run(page);
    await page.waitForSelector('[role="progressbar"]:has-text("Slow …")');
    await page.waitForSelector('.upstream-calls:has-text("Slow is running")');
    await page.screenshot({ path: join(screenshots, 'graphiql-progress.png') });
    answer();
    await page.waitForSelector('.upstream-calls:has-text("one call")');
    await page.waitForSelector('[role="progressbar"]', { state: 'detached' });
    heal();
    await close();
  }, long);
});
