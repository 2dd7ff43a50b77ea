/**
 * Pages that a debtor would see behind a pay link or payment link: what is to be paid, and a button that pays it
 * without any money. They stand beside the API of a stand-in and are no calls of it.
 */
import type { IncomingMessage } from 'node:http';
import type { Answer } from './standIn.ts';

/** One link, as its page shows it. */
export interface Payable {
  title: string;
  /** With its currency: `EUR 12.34`. */
  amount: string;
  state: 'open' | 'paid' | 'closed';
  /** Pays all that is open. */
  pay: () => void;
  /** Somebody looks at it. */
  visited?: (() => void) | undefined;
}

export interface PageOptions {
  /** Pages stand below it: `/pay/`. */
  path: string;
  find: (code: string) => Payable | undefined;
}

/** The page that a request is for; undefined where it is for none. */
export function pageOf({ method, url = '' }: Pick<IncomingMessage, 'method' | 'url'>, { path, find }: PageOptions): Answer | undefined {
  const target = url.split('?', 1)[0] ?? '';
  if (!target.startsWith(path)) return undefined;
  const code = target.slice(path.length);
  const payable = find(code);
  if (payable === undefined) return page(404, 'There is no such payment', '<p>There is nothing to be paid here.</p>');
  if (method === 'POST') {
    if (payable.state === 'open') payable.pay();
    return { status: 303, headers: { location: target } };
  }
  if (method === 'GET' && payable.state === 'open') payable.visited?.();
  return page(200, payable.title, bodyOf(payable));
}

function bodyOf({ amount, state }: Payable): string {
  if (state === 'paid') return `<p class="amount">${escaped(amount)}</p><p role="status">Paid. Thank you.</p>`;
  if (state === 'closed') return '<p role="status">This payment is closed.</p>';
  return `<p class="amount">${escaped(amount)}</p><form method="post"><button>Pay ${escaped(amount)}</button></form>`;
}

function page(status: number, title: string, body: string): Answer {
  const text = `<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
  main { max-width: 26rem; margin: 12vh auto; padding: 2rem; border: 1px solid #8886; border-radius: 1rem }
  .amount { font-size: 2rem; margin: .5rem 0 }
  button { font: inherit; padding: .6rem 1.2rem; border: 0; border-radius: .5rem; background: #1d4ed8; color: #fff; cursor: pointer }
  small { opacity: .8 }
</style>
<main><h1>${escaped(title)}</h1>${body}<p><small>A demo page of a stand-in: nobody is asked for money here, and none moves.</small></p></main>
</html>
`;
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'", 'cache-control': 'no-store' },
    bytes: Buffer.from(text),
  };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
