/** The documentation of the graph in a real browser: found by search, followed by links, read in light and dark and by everyone, and nothing in it comes from elsewhere. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { startGateway } from '../../src/server/main.ts';
import type { Gateway } from '../../src/server/main.ts';
import { launchBrowser, screenshots, visit } from '../support/browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const long = 240_000;

let gateway: Gateway;
let browser: Browser;
beforeAll(async () => {
  gateway = await startGateway({ env: { GATEWAY_MODE: 'sandbox', PORT: '0' }, log: pino({ level: 'silent' }) });
  browser = await launchBrowser();
}, long);
afterAll(async () => {
  await browser?.close();
  await gateway?.close();
});

/** Rules that the page breaks, each with an element. */
async function broken(page: Page): Promise<string[]> {
  // The page's own policy lets no script in, so it is evaluated from outside.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => (globalThis as any).axe.run());
  return violations.map(({ id, nodes }: any) => `${id}: ${nodes[0].html}`);
}

describe('the documentation', () => {
  it('finds a field by its name, and shows its system, its call, its cost and an example', async () => {
    const { page, complaints, foreign, close } = await visit(browser, `${gateway.url}/docs`);
    await page.waitForSelector('h1:has-text("The graph")');
    await page.keyboard.press('/');
    await page.keyboard.type('accountClaims');
    // Results follow each letter: these are those of the whole word.
    await page.waitForFunction(() => (globalThis as any).document.querySelector('#results a code')?.innerText === 'Query.accountClaims');
    await page.screenshot({ path: join(screenshots, 'docs-search.png') });
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/docs\/types\/Query\.html#accountClaims$/);
    const field = page.locator('#accountClaims');
    const text = await field.innerText();
    for (const part of ['Receeve', 'GET /v1/{clientId}/get_account_claims?', 'One for each set of arguments in an operation.', '11 of the limit', 'receeve:read', 'retrieves the claims']) expect(text).toContain(part);
    expect(await field.locator('details pre').innerText()).toContain('accountClaims(accountReference: "ACC-0015")');
    await page.screenshot({ path: join(screenshots, 'docs-field.png') });

    await field.locator('h3 .type a').click();
    await page.waitForURL(/\/docs\/types\/ClaimPage\.html$/);
    expect(complaints).toEqual([]);
    expect(foreign()).toEqual([]);
    await close();
  }, long);

  it('shows what is in the box, however long its index takes', async () => {
    const { page, close } = await visit(browser, `${gateway.url}/docs`);
    let asked = 0;
    let answer = (): void => undefined;
    const typed = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/*.json', async (route) => {
      asked += 1;
      await typed;
      await route.continue();
    });
    // A page that was open before has been seen to ask past the route, once: this one begins with it.
    await page.reload();
    await page.keyboard.press('/');
    await page.keyboard.type('accountClaims');
    answer();
    await page.waitForFunction(() => (globalThis as any).document.querySelector('#results a code')?.innerText === 'Query.accountClaims');
    expect(asked).toBe(1);
    await close();
  }, long);

  it('opens an example in GraphiQL, which waits to be told to run it', async () => {
    const { page, requests, close } = await visit(browser, `${gateway.url}/docs/types/Query.html#debtor`);
    await page.click('#debtor details a:has-text("Open in GraphiQL")');
    await page.waitForSelector('.graphiql-query-editor .view-line:has-text("debtor(debtorReference:")');
    expect(requests.some(({ pathname, search }) => pathname === '/graphiql' && search.startsWith('?query='))).toBe(true);
    expect(new URL(page.url()).search).toBe('');
    const [answer] = await Promise.all([page.waitForResponse((response) => response.request().postData()?.includes('debtorReference') ?? false), page.click('.graphiql-execute-button')]);
    expect(await answer.json()).toMatchObject({ data: { debtor: { debtorReference: 'DEB-0148' } } });
    await close();
  }, long);

  it('says of each error what happened, what to do and whether a retry is safe', async () => {
    const { page, close } = await visit(browser, `${gateway.url}/docs/errors/`);
    await page.screenshot({ path: join(screenshots, 'docs-errors.png') });
    await page.click('a:has-text("OUTCOME_UNKNOWN")');
    await page.waitForSelector('h1:has-text("OUTCOME_UNKNOWN")');
    const text = await page.innerText('main');
    for (const part of ['look before you try again', 'What happened', 'What to do', 'Is a retry safe?', 'a debtor may be asked, or charged, twice']) expect(text).toContain(part);
    await close();
  }, long);

  it('draws the links between types, each box with a way to its page', async () => {
    const { page, close } = await visit(browser, `${gateway.url}/docs/#picture`);
    expect(await page.locator('svg .box').count()).toBeGreaterThan(12);
    for (const link of ['paymentRequests', 'invoiceStatus', 'claims']) expect(await page.locator(`svg .row:text-is("${link}")`).count()).toBeGreaterThan(0);
    await page.locator('.picture').screenshot({ path: join(screenshots, 'docs-picture.png') });
    await page.click('svg .name:text-is("PayLink")');
    await page.waitForURL(/types\/PayLink\.html$/);
    await close();
  }, long);

  it.each(['light', 'dark'] as const)('can be read by everyone, in %s', async (colorScheme) => {
    for (const path of ['/docs/', '/docs/types/Claim.html', '/docs/types/ClaimStatus.html', '/docs/types/RequestPaymentInput.html', '/docs/types/PaymentRequest.html', '/docs/errors/', '/docs/errors/OUTCOME_UNKNOWN.html']) {
      const { page, close } = await visit(browser, gateway.url + path, { colorScheme });
      await page.fill('#search', 'claim');
      await page.waitForSelector('#results li');
      expect([path, await broken(page)]).toEqual([path, []]);
      if (path === '/docs/types/Claim.html') {
        await page.keyboard.press('Escape');
        await page.screenshot({ path: join(screenshots, `docs-type-${colorScheme}.png`) });
      }
      await close();
    }
  }, 3 * long);

  it('can be used by the keyboard alone', async () => {
    const { page, close } = await visit(browser, `${gateway.url}/docs/`);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).toBe('Skip to the content');
    await page.keyboard.press('/');
    await page.keyboard.type('payment');
    await page.waitForSelector('#results li');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('#results li:nth-child(2) a:focus').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await page.locator('#results').isHidden()).toBe(true);
    await page.keyboard.type('no such thing');
    await page.waitForSelector('#found:has-text("Nothing is called so.")');
    await close();
  }, long);
});

describe('the files', () => {
  const get = (path: string) => fetch(gateway.url + path, { redirect: 'manual' });

  it('lead nowhere else: every link of every page is answered', async () => {
    const seen = new Set<string>();
    const queue = ['/docs/index.html'];
    const lost: string[] = [];
    const anchors = new Map<string, Set<string>>();
    const wanted: [from: string, page: string, anchor: string][] = [];
    for (const path of queue) {
      if (seen.has(path)) continue;
      seen.add(path);
      const response = await get(path);
      if (response.status !== 200) {
        lost.push(path);
        continue;
      }
      const text = await response.text();
      anchors.set(path, new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!)));
      for (const [, href] of text.matchAll(/ (?:href|src)="([^"]+)"/g)) {
        if (href!.startsWith('data:') || href!.startsWith('/graphiql?')) continue;
        const url = new URL(href!.replaceAll('&amp;', '&'), `http://docs${path}`);
        expect(url.host).toBe('docs');
        queue.push(url.pathname);
        if (url.hash) wanted.push([path, url.pathname, url.hash.slice(1)]);
      }
    }
    expect(lost).toEqual([]);
    expect(wanted.filter(([, page, anchor]) => !anchors.get(page)?.has(anchor))).toEqual([]);
    expect(seen.size).toBeGreaterThan(200);
  }, long);

  it('are served under a policy that lets nothing in from elsewhere', async () => {
    const response = await get('/docs/');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  });

  it.each([['/docs/nothing.html', 404], ['/docs/types/', 404], ['/docs/types/Nothing.html', 404], ['/docs/../package.json', 404], ['/docs/%2e%2e/package.json', 404], ['/docs/types/__proto__.html', 404]])('%s is none of them', async (path, status) => expect((await get(path)).status).toBe(status));

  it('stand at /docs/', async () => {
    const response = await get('/docs');
    expect([response.status, response.headers.get('location')]).toEqual([308, '/docs/']);
  });
});

it('is not there where GraphiQL is not', async () => {
  const closed = await startGateway({ env: { GATEWAY_MODE: 'sandbox', GATEWAY_GRAPHIQL: 'false', PORT: '0' }, log: pino({ level: 'silent' }) });
  expect((await fetch(`${closed.url}/docs/`)).status).toBe(404);
  await closed.close();
}, long);
