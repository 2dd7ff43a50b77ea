/** GraphiQL in a real browser: it runs a query and shows the documentation, and nothing in it comes from elsewhere. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { builtGraphiQL } from '../../src/server/graphiql.ts';
import { startGateway } from '../../src/server/main.ts';
import type { Gateway } from '../../src/server/main.ts';

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
}, 60_000);
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
  }, 60_000);
});
