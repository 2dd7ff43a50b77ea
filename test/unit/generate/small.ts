/** Small documents for tests: what a test is about is written out, the rest is filled in. */
import { parse } from 'yaml';
import { generateFrom, GenerationError } from '../../../src/generate/main.ts';

/** A document around some paths and components, written as YAML. */
export function small(options: { version?: string; paths?: string; components?: string; root?: string }): Record<string, unknown> {
  const { version = '3.1.0', paths = '{}', components, root = '' } = options;
  return {
    openapi: version,
    info: { title: 'Small', version: '1' },
    paths: parse(paths) as unknown,
    ...(components !== undefined && { components: parse(components) as unknown }),
    ...(parse(root) as Record<string, unknown> | null),
  };
}

/** A document with one read, whose answer is this schema. */
export const answering = (schema: string, schemas?: string, version?: string): Record<string, unknown> =>
  small({
    paths: `/things: { get: { operationId: getThings, responses: { '200': { description: ok, content: { application/json: { schema: ${schema} } } } } } }`,
    ...(schemas !== undefined && { components: `schemas:\n${indent(schemas)}` }),
    ...(version !== undefined && { version }),
  });

/** A document with one write, whose body is this schema. */
export const taking = (schema: string, schemas?: string, media = 'application/json'): Record<string, unknown> =>
  small({
    paths: `/things: { post: { operationId: addThing, requestBody: { required: true, content: { ${media}: { schema: ${schema} } } }, responses: { '204': { description: ok } } } }`,
    ...(schemas !== undefined && { components: `schemas:\n${indent(schemas)}` }),
  });

/** A document with one read that takes this parameter. */
export const asking = (parameter: string, path = '/things'): Record<string, unknown> =>
  small({ paths: `${path}: { get: { operationId: getThings, parameters: [ ${parameter} ], responses: { '204': { description: ok } } } }` });

const indent = (text: string): string => text.replace(/^/gm, '  ');

export interface Overlay {
  target: string;
  update?: unknown;
  remove?: boolean;
}

export const overlay = (...actions: Overlay[]): unknown => ({ overlay: '1.0.0', info: { title: 'o', version: '1' }, actions });

/** The schema of a document, less its header and source. */
export async function sdlOf(document: unknown, ...actions: Overlay[]): Promise<string> {
  const sdl = await generateFrom({ document, name: 'small', ...(actions.length > 0 && { overlay: overlay(...actions) }) });
  return sdl.slice(sdl.search(/^(type|input)/m));
}

/** The sentences that a document is refused with; none where it is not. */
export async function refusalsOf(document: unknown, ...actions: Overlay[]): Promise<readonly string[]> {
  try {
    await generateFrom({ document, name: 'small', ...(actions.length > 0 && { overlay: overlay(...actions) }) });
    return [];
  } catch (error) {
    if (error instanceof GenerationError) return error.sentences;
    throw error;
  }
}
