/**
 * The package as a page gets it: packed, unpacked into an empty Vite + React + TypeScript project, compiled,
 * bundled and opened in a browser. Nothing is asked of a registry: what it needs beside itself is this
 * repository's own, linked as npm would have put it there.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, request as ask } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Browser } from 'playwright-core';
import { startGateway } from '../../src/server/main.ts';
import type { Gateway } from '../../src/server/main.ts';
import { launchBrowser, visit } from '../support/browser.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const modules = join(root, 'node_modules');
const minutes = 60_000;
/** What `npm install` of the package and of a page's own libraries puts beside it. */
const beside = ['react', 'react-dom', 'scheduler', 'graphql', 'graphql-sse', 'rxjs', 'typescript', 'vite', 'csstype', '@apollo/client', '@tanstack/react-query', '@tanstack/query-core', '@types/react', '@types/react-dom', '@graphql-codegen/typescript-operations'];

let folder: string;
let gateway: Gateway;
let browser: Browser;
beforeAll(async () => {
  if (!existsSync(join(root, 'dist/client/main.d.ts'))) throw new Error('The package is not built: run "npm run build".');
  folder = await mkdtemp(join(tmpdir(), 'collectgraph-page-'));
  await cp(join(root, 'test/page'), folder, { recursive: true });
  await install();
  gateway = await startGateway({ env: { GATEWAY_MODE: 'sandbox', PORT: '0' }, log: pino({ level: 'silent' }) });
  browser = await launchBrowser();
}, 5 * minutes);
afterAll(async () => {
  await browser?.close();
  await gateway?.close();
  if (folder) await rm(folder, { recursive: true });
});

async function run(program: string, args: string[], cwd: string): Promise<{ code: number; said: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, { cwd, env: { PATH: process.env['PATH'], HOME: folder, NO_COLOR: '1' }, maxBuffer: 2 ** 26 });
    return { code: 0, said: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: stdout + stderr };
  }
}

const tool = (path: string, args: string[]): Promise<{ code: number; said: string }> => run(process.execPath, [join(modules, path), ...args], folder);

async function install(): Promise<void> {
  const packed = await run('npm', ['pack', '--ignore-scripts', '--offline', '--silent', '--pack-destination', folder], root);
  const tarball = packed.said.trim().split('\n').at(-1)!;
  const target = join(folder, 'node_modules/collectgraph');
  await mkdir(target, { recursive: true });
  expect(await run('tar', ['-xzf', join(folder, tarball), '-C', target, '--strip-components=1'], folder)).toEqual({ code: 0, said: '' });
  for (const name of beside) {
    await mkdir(dirname(join(folder, 'node_modules', name)), { recursive: true });
    await symlink(join(modules, name), join(folder, 'node_modules', name));
  }
}

describe('the packed client in an empty project', () => {
  it('makes typed hooks of an operation of the project itself', async () => {
    expect(await tool('@graphql-codegen/cli/esm/bin.js', ['--config', 'codegen.yml'])).toMatchObject({ code: 0 });
    const own = await readFile(join(folder, 'src/own.ts'), 'utf8');
    expect(own).toContain('export const useWhoseQuery = ');
    expect(own).toContain('from "collectgraph/client"');
  }, 3 * minutes);

  it('compiles in the strictest mode, and refuses what is wrong', async () => {
    expect(await tool('typescript/bin/tsc', ['-p', '.'])).toEqual({ code: 0, said: '' });
  }, 3 * minutes);

  it('brings declarations that are whole', async () => {
    await writeFile(join(folder, 'declarations.json'), JSON.stringify({ extends: './tsconfig.json', compilerOptions: { skipLibCheck: false, types: [] }, include: ['node_modules/collectgraph/dist/client/main.d.ts', 'node_modules/collectgraph/dist/client/reactQuery/main.d.ts', 'node_modules/collectgraph/dist/client/apollo/main.d.ts'], exclude: [] }));
    const { said } = await tool('typescript/bin/tsc', ['-p', 'declarations.json']);
    expect(said.split('\n').filter((line) => line.includes('node_modules/collectgraph/'))).toEqual([]);
  }, 3 * minutes);

  it('asks for no server, and costs a page that uses one question little', async () => {
    await writeFile(join(folder, 'one.js'), "import { createClient, ClaimBalanceDocument } from 'collectgraph/client';\nexport const ask = (url) => createClient({ url }).request(ClaimBalanceDocument, { accountReference: 'a', claimReference: 'c' });\n");
    expect(await tool('vite/bin/vite.js', ['build', '--config', await config('one.config.js', "{ build: { lib: { entry: 'one.js', formats: ['es'] }, outDir: 'one', minify: true } }")])).toMatchObject({ code: 0 });
    const [file] = (await readdir(join(folder, 'one'))).filter((name) => /\.m?js$/.test(name));
    const code = await readFile(join(folder, 'one', file!), 'utf8');
    expect(code).toContain('query ClaimBalance');
    for (const other of ['query DebtorOverview', 'mutation RequestPayment', 'useState', 'node:', 'ApolloServer', 'undici']) expect(code).not.toContain(other);
    expect(gzipSync(code).byteLength).toBeLessThan(8_000);
  }, 3 * minutes);

  it('shows typed data on a page, by TanStack Query and by Apollo Client', async () => {
    const built = await tool('vite/bin/vite.js', ['build']);
    expect(built).toMatchObject({ code: 0 });
    const page = await serve(join(folder, 'dist'), gateway.url);
    const { page: tab, complaints, foreign, close } = await visit(browser, page.url);
    await tab.waitForSelector('h1:has-text("Anouk Testema")');
    await tab.waitForSelector('ul li:has-text("€439.23")');
    await tab.waitForSelector('#currency:has-text("EUR")');
    await tab.waitForSelector('#whose:has-text("https://app.ucollect.biz"), #whose:has-text("http://127.0.0.1")');

    // Page by page, to the end.
    const claims = tab.locator('ol li');
    const settled = async (): Promise<string | null> => (await tab.waitForSelector('ol:not([data-state="loading"])')).getAttribute('data-state');
    for (let seen = 1; (await settled()) === 'more'; seen++) {
      expect(await claims.count()).toBe(seen);
      await tab.click('#more');
      await tab.waitForSelector(`ol li:nth-child(${seen + 1}), ol[data-state="all"]`);
    }
    expect(new Set(await claims.allInnerTexts()).size).toBe(await claims.count());
    expect(await claims.count()).toBeGreaterThan(1);

    // A write, and the same again.
    await tab.click('#ask');
    await tab.waitForSelector('output:has-text("CM OPEN")');
    await tab.click('#stop');
    await tab.waitForSelector('aside output:has-text("CLM-0136 true")');
    expect(complaints).toEqual([]);
    expect(foreign()).toEqual([]);
    await close();
    await page.close();
  }, 5 * minutes);
});

async function config(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), `export default ${text};\n`);
  return name;
}

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };

/** The built page and, under the same origin, the gateway: as a page's own server does it. */
async function serve(dist: string, upstream: string): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://page').pathname;
    if (path === '/graphql') {
      const passed = ask(`${upstream}/graphql`, { method: request.method, headers: { ...request.headers, host: new URL(upstream).host } }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      request.pipe(passed);
      return;
    }
    readFile(join(dist, path === '/' ? 'index.html' : path)).then(
      (body) => response.setHeader('content-type', types[extname(path)] ?? 'text/html').end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }),
  };
}
