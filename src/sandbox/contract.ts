/**
 * An OpenAPI document as a judge: which operation a request is, and what is wrong with it or its answer.
 *
 *   contract/document.ts    the document as a table of operations
 *   contract/route.ts       method and raw URL -> operation
 *   contract/parameters.ts  path, query and header parameters: typed, checked, nothing undeclared
 *   contract/body.ts        bytes -> value, by content type; multipart.ts for files
 *   contract/validators.ts  Ajv, compiled when first needed
 *   contract/problem.ts     what Ajv says, in sentences
 *
 * It knows no server and no stand-in: the same judge looks at what the gateway sends. It repairs nothing
 * and fills in no default.
 */
import type { Readable } from 'node:stream';
import type { OpenApiDocument, Operation } from './contract/document.ts';
import { readDocument, readOperations } from './contract/document.ts';
import type { BodyValue } from './contract/body.ts';
import { mediaTypeOf, readBody } from './contract/body.ts';
import { readMultipart } from './contract/multipart.ts';
import { checkParameters, formTypes } from './contract/parameters.ts';
import type { Problem } from './contract/problem.ts';
import { createRouter } from './contract/route.ts';
import type { Match } from './contract/route.ts';
import { createValidators } from './contract/validators.ts';

export type { Operation } from './contract/document.ts';
export type { Match } from './contract/route.ts';
export type { Problem } from './contract/problem.ts';
export { describeProblem } from './contract/problem.ts';

export interface ContractRequest {
  method: string;
  /** As on the wire: below the host, percent-encoded, with its query. */
  url: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** A stream is read to its end. */
  body?: Buffer | Readable | undefined;
}

export interface RequestCheck {
  /** Absent where the document has no such operation; `problems` says so too. */
  match?: Match | undefined;
  /** Path, query and header parameters by name, typed as the document types them. */
  parameters: Record<string, unknown>;
  /** The body as a value; files of a multipart body are `{ filename, contentType, bytes, sha256 }`. */
  body?: unknown;
  problems: Problem[];
}

export interface ContractAnswer {
  status: number;
  contentType?: string | undefined;
  /** The parsed value of a JSON body, the text of any other; absent where there is no body. */
  value?: unknown;
}

export interface Contract {
  operations(): readonly Operation[];
  match(method: string, url: string): Match | undefined;
  checkRequest(request: ContractRequest): Promise<RequestCheck>;
  checkAnswer(operation: Operation, answer: ContractAnswer): Problem[];
}

export interface ContractOptions {
  /** Path or `file:` URL of an OpenAPI 3.1 document in YAML or JSON. Read when the contract is first used. */
  file: string | URL;
  /** What the vendor does beside its document, written into a copy of it. */
  amend?: ((document: OpenApiDocument) => void) | undefined;
}

export function loadContract(options: ContractOptions): Contract {
  let loaded: Contract | undefined;
  const contract = () => (loaded ??= contractOf(readDocument(options)));
  return {
    operations: () => contract().operations(),
    match: (method, url) => contract().match(method, url),
    checkRequest: (request) => contract().checkRequest(request),
    checkAnswer: (operation, answer) => contract().checkAnswer(operation, answer),
  };
}

function contractOf(document: OpenApiDocument): Contract {
  const operations = readOperations(document);
  const match = createRouter(operations);
  const validators = createValidators(document);

  async function checkRequest(request: ContractRequest): Promise<RequestCheck> {
    const found = match(request.method, request.url);
    if (found === undefined) {
      const path = request.url.split('?', 1)[0] ?? '';
      return { parameters: {}, problems: [{ place: 'path', at: [], message: `no operation is documented for ${request.method} ${path}` }] };
    }
    const { operation } = found;
    const { parameters, problems } = checkParameters({ match: found, headers: request.headers, validators });
    const read = await bodyOf(request, operation);
    problems.push(...read.problems);
    if (read.pointer !== undefined && read.problems.length === 0) {
      problems.push(...validators.check(read.pointer, read.checked ?? read.value, 'body'));
    }
    return { match: found, parameters, ...(read.value !== undefined && { body: read.value }), problems };
  }

  async function bodyOf(request: ContractRequest, operation: Operation): Promise<BodyValue> {
    const { body } = request;
    const header = request.headers['content-type'];
    const contentType = Array.isArray(header) ? header[0] : header;
    const pointer = operation.body && findContent(operation.body.content, contentType);
    if (body !== undefined && pointer !== undefined && mediaTypeOf(contentType) === 'multipart/form-data') {
      return { ...(await readMultipart(contentType ?? '', body)), pointer };
    }
    const bytes = body === undefined || Buffer.isBuffer(body) ? body : await collect(body);
    const empty = bytes === undefined || bytes.length === 0;
    if (operation.body === undefined) {
      return { problems: empty ? [] : [{ place: 'body', at: [], message: 'no body is documented for this operation' }] };
    }
    // Where nothing is required and nothing was sent, an absent content type harms nobody.
    if (empty && !operation.body.required && contentType === undefined) return { problems: [] };
    if (contentType === undefined || pointer === undefined) {
      const expected = [...operation.body.content.keys()].join(' or ');
      const message = contentType === undefined ? `no content type was given, expected ${expected}` : `content type ${contentType} is not documented, expected ${expected}`;
      return { problems: [{ place: 'content-type', at: [], message }] };
    }
    if (empty && operation.body.required) return { problems: [{ place: 'body', at: [], message: 'a body is required' }] };
    if (empty) return { problems: [] };
    return { ...readBody(contentType, bytes, () => formTypes(document, pointer)), pointer };
  }

  function checkAnswer(operation: Operation, answer: ContractAnswer): Problem[] {
    const documented = operation.answers.get(String(answer.status)) ?? operation.answers.get('default');
    if (documented === undefined) {
      return [{ place: 'status', at: [], message: `status ${answer.status} is not documented for ${operation.id}` }];
    }
    if (documented.size === 0) {
      return answer.value === undefined ? [] : [{ place: 'answer', at: [], message: `no body is documented for status ${answer.status}` }];
    }
    const pointer = findContent(documented, answer.contentType);
    if (pointer === undefined) {
      return [{ place: 'content-type', at: [], message: `content type ${answer.contentType ?? '(none)'} is not documented for status ${answer.status}` }];
    }
    return validators.check(pointer, answer.value, 'answer');
  }

  return { operations: () => operations, match, checkRequest, checkAnswer };
}

/** Pointer of the schema that a content type has; `application/*` and `*` of a document count. */
function findContent(content: ReadonlyMap<string, string>, contentType: string | undefined): string | undefined {
  const media = mediaTypeOf(contentType);
  return content.get(media) ?? content.get(`${media.split('/', 1)[0]}/*`) ?? content.get('*/*');
}

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
