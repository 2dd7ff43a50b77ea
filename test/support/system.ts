/**
 * The least `System` that can send: no credentials, no retries. It keeps the one rule that others rely on:
 * 2xx and accepted statuses resolve, all else rejects with an `UpstreamError`.
 */
import { Pool } from 'undici';
import { UpstreamError, type ErrorCode } from '../../src/errors.ts';
import type { Multipart, System, UpstreamCall } from '../../src/upstream/call.ts';

export interface PlainSystem extends System {
  /** Calls that were handed over, as they were. */
  calls: UpstreamCall[];
  close(): Promise<void>;
}

export function plainSystem(options: { name: string; url: string; variables?: Record<string, string | undefined> }): PlainSystem {
  const { name, url, variables = {} } = options;
  const pool = new Pool(url, { connections: 32, pipelining: 1 });
  const calls: UpstreamCall[] = [];
  return {
    name,
    baseURL: url,
    variables,
    calls,
    async send(call) {
      calls.push(call);
      const parts = call.body !== undefined && typeof call.body === 'object' && !Buffer.isBuffer(call.body) ? await multipart(call.body) : undefined;
      const body = parts?.body ?? (call.body as string | Buffer | undefined) ?? null;
      const answer = await pool.request({ method: call.method, path: call.path, headers: { ...call.headers, ...parts?.headers }, body });
      const bytes = Buffer.from(await answer.body.arrayBuffer());
      const { statusCode: status } = answer;
      if ((status < 200 || status > 299) && !call.accept?.includes(status)) {
        throw new UpstreamError({ code: codes[status] ?? (call.read ? 'UPSTREAM_UNAVAILABLE' : 'OUTCOME_UNKNOWN'), system: name, operation: call.operation });
      }
      return { status, headers: answer.headers, body: bytes };
    },
    close: () => pool.close(),
  };
}

const codes: Record<number, ErrorCode> = { 400: 'UPSTREAM_BAD_REQUEST', 401: 'UPSTREAM_UNAUTHENTICATED', 403: 'UPSTREAM_FORBIDDEN', 404: 'UPSTREAM_NOT_FOUND', 429: 'UPSTREAM_RATE_LIMITED' };

async function multipart({ parts }: Multipart): Promise<{ headers: Record<string, string>; body: Buffer }> {
  const boundary = 'test-boundary';
  const chunks: Buffer[] = [];
  for (const part of parts) {
    chunks.push(Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${part.name}"`));
    if ('value' in part) {
      chunks.push(Buffer.from(`\r\n\r\n${part.value}\r\n`));
      continue;
    }
    chunks.push(Buffer.from(`; filename="${part.filename}"\r\ncontent-type: ${part.contentType}\r\n\r\n`));
    for await (const chunk of part.open()) chunks.push(Buffer.from(chunk as Uint8Array));
    chunks.push(Buffer.from('\r\n'));
  }
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
  return { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, body: Buffer.concat(chunks) };
}
