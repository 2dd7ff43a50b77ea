/**
 * The vendors as several of their customers meet them: one host for all of them, and to each customer, told
 * by his credentials, his own data. The data are the same demo data for all, but that names say whose they
 * are. A request that shows the credentials of two customers, or none, is answered 403 and remembered.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, request as send } from 'undici';
import { startSandbox, type Sandbox } from '../../src/sandbox/main.ts';

export interface CustomerVendors {
  /** The variables of a gateway, or of a tenant of it. */
  env(customer: string): Record<string, string>;
  sandboxes: Record<string, Sandbox>;
  /** Requests of which it is not clear whose they are. */
  unclear: string[];
  /** Requests that came with the credentials of this customer, by vendor; those for tokens apart. */
  requests(customer: string): { calls: number; tokens: number };
  close(): Promise<void>;
}

/** Stands in the names of all persons and in the texts of links, and nowhere else: `acme_brand`. */
export const brandOf = (customer: string): string => `${customer}_brand`;

export async function startCustomerVendors(customers: readonly string[]): Promise<CustomerVendors> {
  const idOf = (customer: string): string => `5a4db0c5-0000-4000-8000-00000000000${customers.indexOf(customer) + 1}`;
  const sandboxes = Object.fromEntries(
    await Promise.all(
      customers.map(async (customer) => {
        const credentials = {
          receeveClientId: idOf(customer), receeveApiClient: `${customer}-receeve`, receeveApiSecret: `${customer}-receeve-secret`,
          ucollectApiKey: `${customer}-ucollect-key`, ucollectUser: `${customer}@example.com`, cmClientId: `${customer}-cm`, cmClientSecret: `${customer}-cm-secret`, collectmaxxApiKey: `${customer}-collectmaxx-key`,
        };
        const sandbox = await startSandbox({ validate: 'requests', credentials });
        mark(sandbox, brandOf(customer));
        return [customer, sandbox] as const;
      }),
    ),
  );
  const unclear: string[] = [];
  const counts = new Map(customers.map((customer) => [customer, { calls: 0, tokens: 0 }]));

  /** By each credential that the request shows. */
  function ownersOf(vendor: string, path: string, query: URLSearchParams, headers: IncomingMessage['headers'], body: string): (string | undefined)[] {
    const named = (text: unknown, suffix: string): string | undefined => customers.find((customer) => text === `${customer}${suffix}`);
    const ofToken = (text: string | undefined): string | undefined => customers.find((customer) => text?.startsWith(`${customer}.`));
    if (vendor === 'collectmaxx') return [named(headers['x-auth-token'], '-collectmaxx-key')];
    // Its statuses are asked for without a key, in the name of a user.
    if (vendor === 'ucollect') return [headers['apikey'] === undefined ? named(query.get('user'), '@example.com') : named(headers['apikey'], '-ucollect-key')];
    if (vendor === 'cm') {
      if (!path.endsWith('/token')) return [ofToken(headers.authorization?.replace(/^Bearer /, ''))];
      const form = new URLSearchParams(body);
      return [named(form.get('client_id'), '-cm'), named(form.get('client_secret'), '-cm-secret')];
    }
    if (path.endsWith('/token')) return customers.filter((customer) => headers.authorization === `Basic ${Buffer.from(`${customer}-receeve:${customer}-receeve-secret`).toString('base64')}`);
    return [ofToken(headers.authorization), customers.find((customer) => path.startsWith(`/v1/${idOf(customer)}/`))];
  }

  // A connection that its server closes just as a write is sent would break it off: this test is not about that.
  const agent = new Agent({ pipelining: 0 });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void forward(request, Buffer.concat(chunks)).then(
      ({ status, type, text }) => response.writeHead(status, { 'content-type': type }).end(text),
      () => response.destroy(),
    ));
  });

  async function forward({ method = 'GET', url = '', headers }: IncomingMessage, body: Buffer): Promise<{ status: number; type: string; text: string }> {
    const [, vendor = '', path = ''] = /^\/(\w+)(.*)$/.exec(url) ?? [];
    const { pathname, searchParams } = new URL(path, 'http://vendor');
    const [owner, ...others] = ownersOf(vendor, pathname, searchParams, headers, body.toString());
    if (owner === undefined || others.some((other) => other !== owner)) {
      unclear.push(`${vendor}: ${String(owner)} and ${others.join()}`);
      return { status: 403, type: 'text/plain', text: 'whose is this?' };
    }
    const isToken = pathname.endsWith('/token');
    counts.get(owner)![isToken ? 'tokens' : 'calls'] += 1;
    const kept = Object.entries(headers).filter(([name]) => !['host', 'connection', 'content-length', 'transfer-encoding'].includes(name)) as [string, string][];
    const sent = kept.map(([name, value]): [string, string] => [name, name === 'authorization' ? value.replace(`${owner}.`, '') : value]);
    const target = sandboxes[owner]!.systems[vendor as 'receeve'].url + path;
    const answer = await send(target, { method: method as 'GET', headers: Object.fromEntries(sent), body: body.length > 0 ? body : null, dispatcher: agent });
    const text = await answer.body.text();
    return {
      status: answer.statusCode,
      type: String(answer.headers['content-type'] ?? 'text/plain'),
      text: isToken ? text.replace(/("access_token":\s*")/, `$1${owner}.`) : text,
    };
  }

  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    sandboxes, unclear,
    requests: (customer) => counts.get(customer)!,
    env(customer) {
      const { env } = sandboxes[customer]!;
      const own = Object.fromEntries(Object.entries(env).filter(([name]) => /^(?:RECEEVE|UCOLLECT|CM|COLLECTMAXX)_/.test(name) && !name.includes('WEBHOOK')));
      return { ...own, RECEEVE_URL: `${base}/receeve`, UCOLLECT_URL: `${base}/ucollect`, CM_URL: `${base}/cm`, COLLECTMAXX_URL: `${base}/collectmaxx/v1` };
    },
    async close() {
      server.closeAllConnections();
      await agent.close();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all(Object.values(sandboxes).map((sandbox) => sandbox.close()));
    },
  };
}

function mark({ systems }: Sandbox, brand: string): void {
  const { receeve, ucollect, cm, collectmaxx } = systems;
  for (const { debtors } of receeve.state.accounts.values()) for (const debtor of debtors) debtor['lastName'] = `${String(debtor['lastName'])} ${brand}`;
  for (const { primaryDebtor } of receeve.state.claims.values()) if (!String(primaryDebtor['lastName']).endsWith(brand)) primaryDebtor['lastName'] = `${String(primaryDebtor['lastName'])} ${brand}`;
  for (const { gateways } of ucollect.state.organisations) for (const gateway of gateways) if (!gateway.name.endsWith(brand)) gateway.name += ` ${brand}`;
  for (const link of cm.state.links.values()) link.fields.invoice_reference = `${link.fields.invoice_reference ?? ''} ${brand}`;
  for (const link of collectmaxx.state.payLinks.values()) link.personName += ` ${brand}`;
}
