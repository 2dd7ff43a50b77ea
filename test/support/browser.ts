/** A real browser, what its pages asked for and what they complained about. */
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export const screenshots = fileURLToPath(new URL('../e2e/screenshots/', import.meta.url));

export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Error(`There is no browser at ${executablePath}: install chromium, or set CHROMIUM_PATH to one.`);
  mkdirSync(screenshots, { recursive: true });
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath, args });
}

export interface Visit {
  page: Page;
  requests: URL[];
  /** Errors, refused loads, violated policies. */
  complaints: string[];
  /** Requests to anyone but the page's own origin. */
  foreign: () => string[];
  close: () => Promise<void>;
}

export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
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
  await page.goto(url);
  const { origin } = new URL(url);
  return {
    page,
    requests,
    complaints,
    foreign: () => requests.filter((request) => !['data:', 'blob:'].includes(request.protocol) && request.origin !== origin).map(String),
    close: () => context.close(),
  };
}
