/**
 * Serves the documentation of the graph: exactly the files that it is made of, under a policy that lets in
 * nothing from elsewhere. It is made when it is first asked for, and anew when the graph has changed.
 */
import { extname } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import type { Docs } from '../docs/main.ts';
import { send } from './answer.ts';
import type { Handler } from './http.ts';
import { Refusal } from './refusal.ts';
import { readSchemaFolder } from './schemaFolder.ts';

const contentTypes: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.json': 'application/json; charset=utf-8' };

const policy = ["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", 'img-src data:', "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"].join('; ');

export interface DocsOptions {
  /** As it is now; undefined until it is built. */
  schema: () => GraphQLSchema | undefined;
  /** The documents of the graph; `schema/` of the package if absent. */
  schemaFolder?: string | undefined;
}

/** Answers `/docs`, `/docs/` and what is below. */
export function docsHandler({ schema, schemaFolder }: DocsOptions): Handler {
  let made: { of: GraphQLSchema; docs: Docs } | undefined;
  return async (request, response) => {
    const path = (request.url ?? '').replace(/[?#].*$/s, '');
    if (path === '/docs') return send(request, response, { status: 308, headers: { location: '/docs/' }, body: '' });
    const now = schema();
    if (!now) throw new Refusal({ status: 503, code: 'NOT_READY', message: 'The graph is being built; its documentation follows it.', headers: { 'retry-after': '1' } });
    if (made?.of !== now) {
      // Loaded when it is wanted: most gateways document nothing.
      const { createDocs } = await import('../docs/main.ts');
      made = { of: now, docs: createDocs({ schema: now, documents: await readSchemaFolder(schemaFolder) }, '/graphiql') };
    }
    const name = path.slice('/docs/'.length) || 'index.html';
    const body = await made.docs.file(name.endsWith('/') ? `${name}index.html` : name);
    if (body === undefined) throw new Refusal({ status: 404, code: 'NOT_FOUND', message: 'The documentation has no such page.' });
    send(request, response, {
      status: 200,
      headers: { 'content-type': contentTypes[extname(name)] ?? 'text/html; charset=utf-8', 'content-security-policy': policy, 'cache-control': 'no-cache' },
      body,
    });
  };
}
