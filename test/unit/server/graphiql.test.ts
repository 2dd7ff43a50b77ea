import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { raw, startFixture } from './fixture.ts';
import type { Fixture } from './fixture.ts';

let folder: string;
let fixture: Fixture;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'graphiql-'));
  const built = join(folder, 'built');
  mkdirSync(join(built, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(built, 'index.html'), '<!doctype html>ä');
  writeFileSync(join(built, 'assets', 'index-abc.js'), 'code()');
  writeFileSync(join(built, 'assets', 'codicon-abc.ttf'), Buffer.from([0, 1, 2, 255]));
  symlinkSync(join(folder, 'secret.txt'), join(built, 'assets', 'link.txt'));
  fixture = await startFixture({ graphiql: true, graphiqlFolder: built });
});
afterAll(async () => {
  await fixture.close();
  rmSync(folder, { recursive: true });
});

describe('GraphiQL', () => {
  it.each(['/graphiql', '/graphiql/', '/graphiql/index.html', '/graphiql?query=x', '/graphiql/?query=..%2f'])('%s is the page, checked for news each time', async (path) => {
    const reply = await fetch(fixture.url + path);
    expect(await reply.text()).toBe('<!doctype html>ä');
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(reply.headers.get('cache-control')).toBe('no-cache');
  });

  it('lets the page load code and talk to this origin alone, in no frame', async () => {
    const { headers } = await fetch(`${fixture.url}/graphiql`);
    const policy: Record<string, string> = Object.fromEntries(headers.get('content-security-policy')!.split('; ').map((line) => [line.split(' ', 1)[0]!, line.replace(/^\S+ /, '')] as const));
    expect(policy).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'worker-src': "'self'",
      'style-src': "'self' 'unsafe-inline'",
      'font-src': "'self' data:",
      'img-src': "'self' data:",
      'connect-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    });
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('keeps what has a hash in its name for ever, with its type and exact bytes', async () => {
    const code = await fetch(`${fixture.url}/graphiql/assets/index-abc.js`);
    expect(await code.text()).toBe('code()');
    expect(code.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(code.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const font = await fetch(`${fixture.url}/graphiql/assets/codicon-abc.ttf`);
    expect(Buffer.from(await font.arrayBuffer())).toEqual(Buffer.from([0, 1, 2, 255]));
    expect(font.headers.get('content-type')).toBe('font/ttf');
  });

  it('HEAD tells the length and sends nothing', async () => {
    const reply = await fetch(`${fixture.url}/graphiql/assets/index-abc.js`, { method: 'HEAD' });
    expect(reply.headers.get('content-length')).toBe('6');
    expect(await reply.text()).toBe('');
  });

  it.each([
    '/graphiql/../secret.txt',
    '/graphiql/assets/../../secret.txt',
    '/graphiql/..%2fsecret.txt',
    '/graphiql/%2e%2e/secret.txt',
    '/graphiql/assets/..%5c..%5csecret.txt',
    '/graphiql//etc/passwd',
    '/graphiql/assets/link.txt',
    '/graphiql/assets/',
    '/graphiql/assets',
    '/graphiql/__proto__',
    '/graphiql/%00',
  ])('%s is not there', async (path) => {
    // Raw: a client would tidy the path up.
    const reply = await raw(fixture.url, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(reply).toMatch(/^HTTP\/1\.1 404 /);
    expect(reply).not.toContain('secret');
  });

  it('is not written to', async () => {
    const reply = await fetch(`${fixture.url}/graphiql`, { method: 'POST', body: 'x' });
    expect(reply.status).toBe(405);
    expect(reply.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  });

  it('is nowhere when it is switched off', async () => {
    const off = await startFixture({ graphiql: false });
    try {
      expect((await fetch(`${off.url}/graphiql`)).status).toBe(404);
    } finally {
      await off.close();
    }
  });

  it('says how to get it when it is not built', async () => {
    const unbuilt = await startFixture({ graphiql: true, graphiqlFolder: join(folder, 'nowhere') });
    try {
      const reply = await fetch(`${unbuilt.url}/graphiql`);
      expect(reply.status).toBe(404);
      expect(await reply.json()).toMatchObject({ errors: [{ message: 'GraphiQL is not built: run "npm run build".' }] });
    } finally {
      await unbuilt.close();
    }
  });
});
