/** `/demo`: a page built with the client's hooks, in sandbox mode alone. */
import { fileURLToPath } from 'node:url';
import { folderHandler } from './folder.ts';
import type { Route } from './http.ts';

/** `dist/demo`, seen from `dist/server` and from `src/server` alike. */
export const builtDemo = fileURLToPath(new URL('../../dist/demo/', import.meta.url));

/** Messages of debtors are shown in frames of no origin, which inherit this and may run nothing. */
const policy = ["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", 'img-src data:', "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"].join('; ');

export async function demoRoutes(folder: string = builtDemo): Promise<Route[]> {
  const page = await folderHandler({ folder, path: '/demo', name: 'The demo', policy });
  const methods = { GET: page, HEAD: page };
  return [{ path: '/demo', methods }, { path: '/demo/', methods }];
}
