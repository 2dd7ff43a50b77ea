/**
 * Serves the built GraphiQL: the files that stood in its folder at the start, by exact name, and
 * nothing else, so that no path can climb out. No asset comes from another host.
 */
import { readFile, readdir } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { send } from './answer.ts';
import type { Handler } from './http.ts';
import { Refusal } from './refusal.ts';

/** `dist/graphiql`, seen from `dist/server` and from `src/server` alike. */
export const builtGraphiQL = fileURLToPath(new URL('../../dist/graphiql/', import.meta.url));

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** The editor writes its themes into style elements, and some fonts and images stand in the style sheet; all code comes from files here. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Answers `/graphiql`, `/graphiql/` and what is below. */
export async function graphiqlHandler(folder: string = builtGraphiQL): Promise<Handler> {
  const files = await listFiles(folder);
  return async (request, response) => {
    const path = (request.url ?? '').replace(/\?.*$/s, '').replace(/^\/graphiql\/?/, '') || 'index.html';
    const file = files.get(path);
    if (file === undefined) throw notThere(files.size > 0);
    const hashed = path.startsWith('assets/');
    send(request, response, {
      status: 200,
      headers: {
        'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
        'content-security-policy': policy,
        // A hashed name never means another content; the page that names them may change with every build.
        'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      },
      body: await readFile(file),
    });
  };
}

function notThere(built: boolean): Refusal {
  const message = built ? 'GraphiQL has no such file.' : 'GraphiQL is not built: run "npm run build".';
  return new Refusal({ status: 404, code: 'NOT_FOUND', message });
}

/** Path in the URL -> path on disk; empty if there is no build. */
async function listFiles(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(folder, file).split(sep).join('/'), file]),
  );
}
