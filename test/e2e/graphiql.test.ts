/** GraphiQL in a real browser: it runs queries, offers the questions and shows the documentation, and nothing in it comes from elsewhere. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { builtGraphiQL } from '../../src/server/graphiql.ts';
import { startGateway } from '../../src/server/main.ts';
import type { Gateway } from '../../src/server/main.ts';

const operations = fileURLToPath(new URL('../../src/client/operations/', import.meta.url));
const screenshots = fileURLToPath(new URL('screenshots/', import.meta.url));

function browserPath(): string {
  const path = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  if (!existsSync(path)) throw new Error(`There is no browser at ${path}: install chromium, or set CHROMIUM_PATH to one.`);
  return path;
}

let gateway: Gateway;
let browser: Browser;
beforeAll(async () => {
  if (!existsSync(join(builtGraphiQL, 'index.html'))) throw new Error('GraphiQL is not built: run "npm run build".');
  const executablePath = browserPath();
  mkdirSync(screenshots, { recursive: true });
  gateway = await startGateway({ env: { GATEWAY_MODE: 'sandbox', PORT: '0' }, log: pino({ level: 'silent' }) });
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  browser = await chromium.launch({ executablePath, args });
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await gateway?.close();
});

interface Visit {
  page: Page;
  requests: URL[];
  /** What the page complained about: errors, refused loads, violated policies. */
  complaints: string[];
}

async function visit(path: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  // A loaded machine takes its time to draw.
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  const requests: URL[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => requests.push(new URL(request.url())));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(gateway.url + path);
  await page.waitForSelector('.graphiql-query-editor .view-line');
  return { page, requests, complaints };
}

const foreign = (requests: URL[]): string[] => requests.filter(({ protocol, origin }) => protocol !== 'data:' && protocol !== 'blob:' && origin !== gateway.url).map(String);

describe('GraphiQL', () => {
  it.each(['/graphiql', '/graphiql/'])('at %s runs the query it opens with, explains the graph, and asks nobody else', async (path) => {
    const { page, requests, complaints } = await visit(path);

    await page.click('.graphiql-execute-button');
    await page.waitForSelector('.graphiql-response .view-lines:has-text("data")');
    const answer = await page.locator('.graphiql-response .view-lines').innerText();
    expect(answer).not.toContain('"errors"');
    expect(answer).toContain('CLM-0136');
    await page.screenshot({ path: join(screenshots, 'query.png') });

    await page.click('button[aria-label="Show Documentation Explorer"]');
    await page.waitForSelector('.graphiql-doc-explorer-content');
    await page.click('.graphiql-doc-explorer-type-name:has-text("Query")');
    await page.waitForSelector('.graphiql-doc-explorer-title:has-text("Query")');
    await page.click('.graphiql-doc-explorer-field-name:has-text("accountClaims")');
    // The vendor's own words.
    await page.waitForSelector('.graphiql-markdown-description:has-text("retrieves the claims from a given account")');
    await page.screenshot({ path: join(screenshots, 'docs.png') });

    expect(foreign(requests)).toEqual([]);
    expect(complaints).toEqual([]);
    // All three of the editor's threads came from here.
    const workers = requests.map(({ pathname }) => /\/(editor|json|graphql)\.worker-/.exec(pathname)?.[1]).filter(Boolean);
    expect(new Set(workers)).toEqual(new Set(['editor', 'json', 'graphql']));
    await page.context().close();
  }, 240_000);

  it('offers every question in a tab of its own with its variables, and answers the first of them', async () => {
    const questions = readdirSync(operations)
      .filter((name) => name.endsWith('.graphql'))
      .map((name) => /^(?:query|mutation) (\w+)/m.exec(readFileSync(join(operations, name), 'utf8'))![1]!);
    expect(questions).toHaveLength(10);
    const { page, requests, complaints } = await visit('/graphiql');

    const tabs = await tabNames(page);
    expect(tabs.slice(0, 2)).toEqual(['Overview', 'DebtorOverview']);
    expect(tabs.slice(1).sort()).toEqual([...questions].sort());

    await page.click('.graphiql-tab-button:text-is("DebtorOverview")');
    await page.waitForSelector('.graphiql-query-editor .view-line:has-text("debtorReference")');
    await page.waitForSelector('.graphiql-editor-tool .view-lines:has-text("DEB-0010")');
    // The editor draws only the lines in view, so the whole answer is read on its way.
    const [response] = await Promise.all([page.waitForResponse((candidate) => candidate.request().postData()?.includes('DebtorOverview') ?? false), page.click('.graphiql-execute-button')]);
    const { data, errors } = await response.json();
    expect(errors).toBeUndefined();
    expect(data.debtor).toMatchObject({ debtorReference: 'DEB-0010', accounts: expect.arrayContaining([expect.objectContaining({ currency: 'EUR' })]) });
    await page.waitForSelector('.graphiql-response .view-lines:has-text("contactStatus")');
    await page.screenshot({ path: join(screenshots, 'tabs.png') });

    expect(foreign(requests)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 240_000);

  it('runs the operation of the tab that was just opened, however soon', async () => {
    const { page } = await visit('/graphiql');
    // The editor reads the operation's name a moment after the tab's text: both clicks come before that.
    const [response] = await Promise.all([
      page.waitForResponse((candidate) => candidate.request().postData()?.includes('DebtorOverview') ?? false),
      page.evaluate(() => {
        const { document } = globalThis as any;
        [...document.querySelectorAll('.graphiql-tab-button')].find(({ textContent }: any) => textContent === 'DebtorOverview').click();
        document.querySelector('.graphiql-execute-button').click();
      }),
    ]);
    expect(JSON.parse(response.request().postData()!).operationName).toBe('DebtorOverview');
    const { errors } = await response.json();
    expect(errors).toBeUndefined();
    await page.context().close();
  }, 240_000);

  it('fills in variables that belong to their question', async () => {
    const { page } = await visit('/graphiql');
    const stored = await storedTabs(page);
    for (const name of readdirSync(operations).filter((file) => file.endsWith('.graphql'))) {
      const query = readFileSync(join(operations, name), 'utf8');
      const variables = JSON.parse(readFileSync(join(operations, name.replace(/graphql$/, 'variables.json')), 'utf8'));
      const tab = stored.find((candidate) => candidate.query === query);
      expect({ name, variables: JSON.parse(tab?.variables ?? 'null') }).toEqual({ name, variables });
    }
    await page.context().close();
  }, 240_000);

  it('leaves a returning visitor the tabs of the last visit', async () => {
    const { page } = await visit('/graphiql');
    await storedTabs(page);
    await page.hover('.graphiql-tab:has-text("ImportStatus")');
    await page.click('.graphiql-tab:has-text("ImportStatus") .graphiql-tab-close');
    await page.waitForSelector('.graphiql-tab:has-text("ImportStatus")', { state: 'detached' });
    const left = await tabNames(page);
    expect(left).toHaveLength(10);
    await page.waitForFunction(() => JSON.parse((globalThis as any).localStorage.getItem('graphiql:tabState')).tabs.length === 10);
    await page.reload();
    await page.waitForSelector('.graphiql-query-editor .view-line');
    expect(await tabNames(page)).toEqual(left);
    await page.context().close();
  }, 240_000);
});

const tabNames = (page: Page): Promise<string[]> => page.locator('.graphiql-tab-button').allInnerTexts();

/** What GraphiQL remembers of its tabs, as soon as it does. */
async function storedTabs(page: Page): Promise<{ query: string; variables: string | null }[]> {
  // The first change of any tab makes it write them all.
  await page.click('.graphiql-tab-button:text-is("DebtorOverview")');
  await page.waitForFunction(() => (globalThis as any).localStorage.getItem('graphiql:tabState') !== null);
  return page.evaluate(() => JSON.parse((globalThis as any).localStorage.getItem('graphiql:tabState')).tabs);
}
