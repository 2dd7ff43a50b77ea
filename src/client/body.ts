/** The body of a request: JSON, or multipart/form-data where a variable holds a file (graphql-multipart-request-spec). */
import type { JSONValue } from './json.ts';

export interface Operation {
  query: string;
  variables?: object | undefined;
  operationName?: string | undefined;
}

export interface Body {
  headers: Record<string, string>;
  body: string | FormData;
}

export function bodyOf(operation: Operation): Body {
  const files: { file: Blob; path: string }[] = [];
  const variables = withoutFiles(operation.variables ?? {}, 'variables', files);
  const text = JSON.stringify({ ...operation, variables });
  if (files.length === 0) return { headers: { 'content-type': 'application/json' }, body: text };
  const form = new FormData();
  form.append('operations', text);
  form.append('map', JSON.stringify(Object.fromEntries(files.map(({ path }, index) => [index, [path]]))));
  files.forEach(({ file }, index) => form.append(String(index), file));
  // Says that no form of a foreign page sent this.
  return { headers: { 'apollo-require-preflight': 'true' }, body: form };
}

/** A copy with null for each file, as the specification asks. */
function withoutFiles(value: object, path: string, files: { file: Blob; path: string }[]): JSONValue {
  if (value instanceof Blob) {
    files.push({ file: value, path });
    return null;
  }
  if (Array.isArray(value)) return value.map((item: JSONValue | object, index) => (typeof item === 'object' && item !== null ? withoutFiles(item, `${path}.${index}`, files) : item));
  // A Date or the like says itself what it is in JSON.
  if ('toJSON' in value) return value as JSONValue;
  return Object.fromEntries(
    Object.entries(value as Record<string, JSONValue | object | undefined>).flatMap(([key, item]) => {
      if (item === undefined) return [];
      return [[key, typeof item === 'object' && item !== null ? withoutFiles(item, `${path}.${key}`, files) : item]];
    }),
  );
}
