/** Recorded vendors for tests of links: Receeve by the name of its operation, Collectmaxx search by search. */
import { Kind, parse, print } from 'graphql';
import { clientId, type RecordedGateway } from './gateway.ts';
import type { Answer, Recorded } from './recorder.ts';

/** Below which Receeve's paths lie. */
export const path = `/v1/${clientId}`;
export const json = { 'content-type': 'application/json' };
export const ok = (body: unknown): Answer => ({ headers: json, body: JSON.stringify(body) });
/** A reference that must change no path, and how it stands in one. */
export const nasty = 'a/../b?c=1#d%2f é';
export const encoded = 'a%2F..%2Fb%3Fc%3D1%23d%252f%20%C3%A9';

/** Nobody has an answer, until the test says one. */
export function quiet(graph: RecordedGateway): void {
  graph.reset();
  for (const vendor of Object.values(graph.vendors)) vendor.answer({ status: 500 });
}

/** Answers by the last part of the path, without its query: `get_account`. */
export function receeve(graph: RecordedGateway, answers: Record<string, unknown>): void {
  graph.vendors.receeve.answer(({ url }) => {
    const name = url.slice(path.length + 1).split('?')[0] ?? '';
    return Object.hasOwn(answers, name) ? ok(answers[name]) : { status: 500 };
  });
}

export interface Search {
  filters: { id?: { equalTo: string }; attributes?: { id: string; equalTo: string }[] };
  offset: number;
  limit: number;
}

/** Plays the remote: each search is answered by `find`; an Error is one of the remote's. */
export function collectmaxx(graph: RecordedGateway, find: (search: Search) => unknown): void {
  graph.vendors.collectmaxx.answer((request: Recorded) => {
    const { query, variables = {} } = JSON.parse(request.body.toString()) as { query: string; variables?: Record<string, Search['filters']> };
    const data: Record<string, unknown> = {};
    const errors: unknown[] = [];
    for (const definition of parse(query).definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      for (const root of definition.selectionSet.selections) {
        if (root.kind !== Kind.FIELD) continue;
        const [field] = root.selectionSet?.selections ?? [];
        if (field?.kind !== Kind.FIELD) continue;
        const args = Object.fromEntries((field.arguments ?? []).map(({ name, value }) => [name.value, value.kind === Kind.VARIABLE ? variables[value.name.value] : 'value' in value ? Number(value.value) : print(value)]));
        const key = (root.alias ?? root.name).value;
        const found = find(args as unknown as Search);
        data[key] = { payLinks: found instanceof Error ? null : found };
        if (found instanceof Error) errors.push({ message: found.message, path: [key, 'payLinks'] });
      }
    }
    return ok({ data, ...(errors.length > 0 && { errors }) });
  });
}

/** A link as the remote answers it to the gateway's own question. */
export function payLink(id: string, createdOn: string, reference?: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const attributes = [{ id: 'origin', value: 'api' }, ...(reference === undefined ? [] : [{ id: 'reference', value: reference }])];
  return { collectgraph_id: id, collectgraph_attributes: attributes, collectgraph_createdOn: createdOn, collectgraph_status: 'ready', id, ...more };
}

export const page = (items: unknown[], total = items.length): unknown => ({ items, pagination: { total } });
