/** `/graphiql`: the built GraphiQL, every asset from here. */
import { fileURLToPath } from 'node:url';
import { folderHandler } from './folder.ts';
import type { Handler } from './http.ts';

/** `dist/graphiql`, seen from `dist/server` and from `src/server` alike. */
export const builtGraphiQL = fileURLToPath(new URL('../../dist/graphiql/', import.meta.url));

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
export const graphiqlHandler = (folder: string = builtGraphiQL): Promise<Handler> => folderHandler({ folder, path: '/graphiql', name: 'GraphiQL', policy });
