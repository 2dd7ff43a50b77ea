/** An OpenAPI 3.1 document as a table of its operations. Schemas stay where they are and are named by pointer. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export type OpenApiDocument = { paths?: Record<string, Record<string, unknown>> } & Record<string, unknown>;

export interface Operation {
  id: string;
  /** In upper case. */
  method: string;
  /** As the document writes it, fixed query included: `/extension?method=invoice`. */
  path: string;
  parameters: Parameter[];
  body?: { required: boolean; content: Map<string, string> } | undefined;
  /** By status (or `default`): pointer of the schema by content type; an empty map is an answer without a body. */
  answers: Map<string, Map<string, string>>;
  /** Names of the security schemes of which one is needed; empty where anybody may call. */
  security: string[];
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  /** Pointer of its schema. */
  schema: string;
  /** As in JSON Schema; empty where the schema does not say. */
  types: string[];
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
/** OpenAPI says that parameters of these names are to be ignored: they belong to others. */
const reservedHeaders = ['accept', 'content-type', 'authorization'];

export function readDocument(options: { file: string | URL; amend?: ((document: OpenApiDocument) => void) | undefined }): OpenApiDocument {
  // The linter of the document's authors finds doubled keys; looking for them here takes a third of the time.
  const document = parse(readFileSync(options.file, 'utf8'), { uniqueKeys: false }) as OpenApiDocument;
  options.amend?.(document);
  return document;
}

export function readOperations(document: OpenApiDocument): Operation[] {
  const operations: Operation[] = [];
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    const at = `/paths/${token(path)}`;
    for (const method of methods) {
      const description = item[method] as Record<string, unknown> | undefined;
      if (description === undefined) continue;
      const own = parametersOf(document, description['parameters'], `${at}/${method}/parameters`);
      const shared = parametersOf(document, item['parameters'], `${at}/parameters`);
      const hidden = shared.filter((one) => !own.some((other) => other.name === one.name && other.in === one.in));
      operations.push({
        id: (description['operationId'] as string | undefined) ?? `${method} ${path}`,
        method: method.toUpperCase(),
        path,
        parameters: [...hidden, ...own],
        body: bodyOf(document, description['requestBody'], `${at}/${method}/requestBody`),
        answers: answersOf(document, description['responses'], `${at}/${method}/responses`),
        security: ((description['security'] ?? document['security'] ?? []) as Record<string, unknown>[]).flatMap((one) => Object.keys(one)),
      });
    }
  }
  return operations;
}

/** What a value is after its `$ref`, and where that stands. */
export function resolve(document: OpenApiDocument, value: unknown, pointer: string): { value: Record<string, unknown>; pointer: string } {
  let found = value as Record<string, unknown>;
  let at = pointer;
  for (let hops = 0; typeof found['$ref'] === 'string'; hops += 1) {
    const reference = found['$ref'];
    const next = reference.startsWith('#/') && hops < 50 ? valueAt(document, reference.slice(1)) : undefined;
    if (next === undefined) throw new Error(`${at}: cannot follow $ref ${reference}`);
    found = next as Record<string, unknown>;
    at = reference.slice(1);
  }
  return { value: found, pointer: at };
}

export function valueAt(document: unknown, pointer: string): unknown {
  const keys = pointer.slice(1).split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], document);
}

function parametersOf(document: OpenApiDocument, value: unknown, pointer: string): Parameter[] {
  return ((value ?? []) as unknown[]).flatMap((one, index) => {
    const found = resolve(document, one, `${pointer}/${index}`);
    const name = found.value['name'] as string;
    const place = found.value['in'] as string;
    if (place === 'cookie' || (place === 'header' && reservedHeaders.includes(name.toLowerCase()))) return [];
    const schema = resolve(document, found.value['schema'] ?? {}, `${found.pointer}/schema`);
    return [{ name, in: place as Parameter['in'], required: found.value['required'] === true, schema: schema.pointer, types: typesOf(schema.value) }];
  });
}

export function typesOf(schema: Record<string, unknown>): string[] {
  return [(schema['type'] ?? []) as string | string[]].flat();
}

function bodyOf(document: OpenApiDocument, value: unknown, pointer: string): Operation['body'] {
  if (value === undefined) return undefined;
  const found = resolve(document, value, pointer);
  return { required: found.value['required'] === true, content: contentOf(found) };
}

function answersOf(document: OpenApiDocument, value: unknown, pointer: string): Operation['answers'] {
  const answers = Object.entries((value ?? {}) as Record<string, unknown>);
  return new Map(answers.map(([status, answer]) => [status, contentOf(resolve(document, answer, `${pointer}/${token(status)}`))]));
}

function contentOf({ value, pointer }: { value: Record<string, unknown>; pointer: string }): Map<string, string> {
  const types = Object.keys((value['content'] ?? {}));
  return new Map(types.map((type) => [type.toLowerCase(), `${pointer}/content/${token(type)}/schema`]));
}

function token(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
