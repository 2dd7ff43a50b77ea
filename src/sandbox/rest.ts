/**
 * A stand-in of a REST API: which operation, who asks, does the request fit the document, do it,
 * does the answer fit the document. What a vendor answers in each of these cases is the vendor's own.
 */
import type { Contract, Match, Operation, Problem } from './contract.ts';
import { describeProblem } from './contract.ts';
import { isJson, mediaTypeOf } from './contract/body.ts';
import type { Answer, IncomingCall, StandIn, SystemName } from './standIn.ts';

export interface RestRequest {
  operation: Operation;
  /** Path, query and header parameters, typed. */
  parameters: Record<string, unknown>;
  body: unknown;
  /** Of the body, as it came. */
  bytes: Buffer;
  headers: IncomingCall['headers'];
}

export type Handler = (request: RestRequest) => Answer | Promise<Answer>;

export interface RestOptions {
  name: SystemName;
  contract: Contract;
  /** By operationId. */
  handlers: Readonly<Record<string, Handler>>;
  /** The path as the document knows it, where the vendor takes others too. */
  rewrite?: ((url: string) => string) | undefined;
  /** An answer that turns the caller away; nothing where the caller may pass. */
  admit(match: Match, headers: IncomingCall['headers']): Answer | undefined;
  /** For a path or method that the document does not have. */
  unknown(call: IncomingCall): Answer;
  /** For a request that does not fit the document. */
  refuse(problems: Problem[], match: Match): Answer;
  words: (status: number) => Answer;
  /** `all`: the stand-in's own answers are held against the document too. */
  validate: 'all' | 'requests';
  /** Told about answers of its own that do not fit. */
  problem: (text: string) => void;
}

export function createRestStandIn(options: RestOptions): StandIn {
  const { name, contract, handlers, rewrite = (url) => url, validate, words } = options;

  async function answer(call: IncomingCall): Promise<Answer> {
    const url = rewrite(call.url);
    const match = contract.match(call.method, url);
    const handler = match && handlers[match.operation.id];
    if (match === undefined || handler === undefined) return options.unknown(call);
    const { operation } = match;
    const turnedAway = options.admit(match, call.headers);
    if (turnedAway !== undefined) return checked(operation, turnedAway);
    // Only where files are expected does a body go around the limit, as a stream that nobody holds.
    const files = operation.body?.content.has('multipart/form-data') && mediaTypeOf(call.headers['content-type']) === 'multipart/form-data';
    const bytes = files ? Buffer.alloc(0) : await call.read();
    const { parameters, body, problems } = await contract.checkRequest({
      method: call.method,
      url,
      headers: call.headers,
      body: files ? call.stream() : bytes,
    });
    if (problems.length > 0) return checked(operation, options.refuse(problems, match));
    return checked(operation, await handler({ operation, parameters, body, bytes, headers: call.headers }));
  }

  function checked(operation: Operation, given: Answer): Answer {
    if (validate !== 'all') return given;
    const contentType = given.headers?.['content-type'] ?? (given.json !== undefined ? 'application/json' : given.text !== undefined ? 'text/plain' : undefined);
    const problems = contract.checkAnswer(operation, { status: given.status, contentType, value: valueOf(given, contentType) });
    if (problems.length === 0) return given;
    options.problem(`${name}: own answer to ${operation.id} does not fit: ${problems.map(describeProblem).join('; ')}`);
    return words(500);
  }

  return { name, operation: (method, url) => contract.match(method, rewrite(url))?.operation.id ?? 'unknown', answer, words };
}

function valueOf({ json, text, bytes }: Answer, contentType: string | undefined): unknown {
  if (json !== undefined) return json;
  const words = text ?? bytes?.toString();
  if (words === undefined || words === '') return undefined;
  return isJson(contentType) ? (JSON.parse(words) as unknown) : words;
}
