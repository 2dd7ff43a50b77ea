/**
 * A schema from where somebody keeps it: a file in SDL, or a running gateway, which is asked by introspection.
 * Its address may hold a key, so messages name the host alone.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { buildClientSchema, buildSchema, getIntrospectionQuery } from 'graphql';
import type { GraphQLSchema, IntrospectionQuery } from 'graphql';

const timeoutMs = 30_000;

export const isAddress = (text: string): boolean => /^https?:\/\//i.test(text);

/** Throws an Error of one sentence. */
export async function schemaFile(file: string): Promise<{ schema: GraphQLSchema; text: string }> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(code === 'ENOENT' ? `There is no file ${basename(file)}.` : `${basename(file)} cannot be read: ${code}.`, { cause: error });
  }
  try {
    return { schema: buildSchema(text), text };
  } catch (error) {
    throw new Error(`${basename(file)} is no GraphQL schema: ${(error as Error).message.split('\n')[0]}`, { cause: error });
  }
}

/** `headers` as they are typed: `Name: value`. Throws an Error of one sentence. */
export async function schemaOf(address: string, headers: readonly string[]): Promise<GraphQLSchema> {
  if (!URL.canParse(address)) throw new Error('The address of the schema is no address: expected one like https://graph.example/graphql.');
  const { host } = new URL(address);
  const given = Object.fromEntries(headers.map(readHeader));
  let answer: { data?: IntrospectionQuery; errors?: { message: string }[] };
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { ...given, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query: getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true, specifiedByUrl: true, directiveIsRepeatable: true, oneOf: true }) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    answer = (await response.json()) as typeof answer;
  } catch (error) {
    throw new Error(`${host} does not answer as a GraphQL endpoint: ${reason(error)}.`, { cause: error });
  }
  if (!answer.data) throw new Error(`${host} does not tell its schema: ${answer.errors?.[0]?.message ?? 'the answer has no data'}`);
  return buildClientSchema(answer.data);
}

function readHeader(text: string): [string, string] {
  const at = text.indexOf(':');
  if (at < 1) throw new Error('A header is not understood: expected --header "Name: value".');
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

/** What went wrong, without the address. */
function reason(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  if (name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`;
  if (name === 'SyntaxError') return 'the answer is no JSON';
  return cause?.code ?? name ?? 'the connection failed';
}
