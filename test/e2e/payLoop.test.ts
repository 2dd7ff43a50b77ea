/** The whole loop, watched in a browser: a payment is requested in GraphiQL, paid on its demo page, and a subscription tells of it. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Browser } from 'playwright-core';
import { startGateway } from '../../src/server/main.ts';
import type { Gateway } from '../../src/server/main.ts';
import { launchBrowser, screenshots, visit } from '../support/browser.ts';
import type { Visit } from '../support/browser.ts';

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
}, long);

async function open(query: string): Promise<Visit> {
  const visited = await visit(browser, `${gateway.url}/graphiql?query=${encodeURIComponent(query)}`, { viewport: { width: 1400, height: 900 } });
  await visited.page.waitForSelector('.graphiql-query-editor .view-line');
  return visited;
}

it.each([
  ['COLLECTMAXX', 'PayLinkPaid', '... on PayLinkPaid { transactionAmount payLink { status } }', '"status": "paid"'],
  ['CM', 'PaymentLinkStatusChanged', '... on PaymentLinkStatusChanged { status paymentLink { paymentStatus } }', '"paymentStatus": "PAID"'],
])('at %s', async (provider, type, members, proof) => {
  const { page: watching, complaints, ...watcher } = await open(`subscription Watch { eventReceived(types: ["${type}"]) { type event { ${members} } } }`);
  const [stream] = await Promise.all([watching.waitForResponse((response) => response.headers()['content-type']?.startsWith('text/event-stream') === true), watching.click('.graphiql-execute-button')]);
  expect(stream.status()).toBe(200);

  const { page: asking, ...asker } = await open(`mutation Ask { requestPayment(input: { accountReference: "ACC-0015", claimReference: "CLM-0133", provider: ${provider} }) { created paymentRequest { paymentURL } } }`);
  const [answer] = await Promise.all([asking.waitForResponse((response) => response.request().postData()?.includes('requestPayment') === true), asking.click('.graphiql-execute-button')]);
  const { data, errors } = await answer.json();
  expect(errors).toBeUndefined();
  const { paymentURL } = data.requestPayment.paymentRequest;
  await asker.close();

  const debtor = await visit(browser, paymentURL);
  await debtor.page.screenshot({ path: join(screenshots, `pay-${provider}.png`) });
  await debtor.page.click('button:has-text("Pay ")');
  await debtor.page.waitForSelector('[role=status]:has-text("Paid. Thank you.")');
  expect(debtor.foreign()).toEqual([]);
  await debtor.close();

  await watching.waitForSelector(`.graphiql-response .view-lines:has-text("${type}")`);
  await watching.waitForFunction((text) => (globalThis as any).document.querySelector('.graphiql-response .view-lines').innerText.replaceAll('\u00a0', ' ').includes(text), proof);
  await watching.screenshot({ path: join(screenshots, `subscription-${provider}.png`) });
  expect(complaints).toEqual([]);
  await watcher.close();
}, long);
