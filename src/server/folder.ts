/**
 * Serves a built page: the files that stood in its folder at the start, by exact name, and nothing else, so
 * that no path can climb out. No asset comes from another host.
 */
import { readFile, readdir } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { send } from './answer.ts';
import type { Handler } from './http.ts';
import { Refusal } from './refusal.ts';

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

export interface FolderOptions {
  folder: string;
  /** `/graphiql`: it and what is below. */
  path: string;
  /** What people call it. */
  name: string;
  /** Content-Security-Policy. */
  policy: string;
}

export async function folderHandler({ folder, path: base, name, policy }: FolderOptions): Promise<Handler> {
  const files = await listFiles(folder);
  return async (request, response) => {
    const path = (request.url ?? '').replace(/\?.*$/s, '').slice(base.length).replace(/^\//, '') || 'index.html';
    const file = files.get(path);
    if (file === undefined) throw new Refusal({ status: 404, code: 'NOT_FOUND', message: files.size > 0 ? `${name} has no such file.` : `${name} is not built: run "npm run build".` });
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
