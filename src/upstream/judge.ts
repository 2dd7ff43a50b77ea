/**
 * What an answer means: an answer to the call, or a failure with what the vendor lets us say about it.
 */
import type { UpstreamAnswer } from './call.ts';
import { decodeAnswer } from './decode.ts';
import { isAnswer } from './exchange.ts';
import { Failure, kindOfStatus } from './failure.ts';
import { readMessages } from './messages.ts';
import { readRetryAfter } from './retryAfter.ts';

export interface JudgeOptions {
  answer: UpstreamAnswer;
  accept: readonly number[];
  maxAnswerBytes: number;
  /** Texts that no message of the vendor may repeat; only asked for when there is a refusal. */
  secrets: () => string[];
}

/** The usual case, told without waiting: an answer, and nothing to decompress. */
export function isPlainAnswer({ status, headers }: UpstreamAnswer, accept: readonly number[]): boolean {
  return isAnswer(status, accept) && headers['content-encoding'] === undefined;
}

/** Resolves with 2xx or an accepted status, decompressed; rejects with a `Failure`. */
export async function judge(options: JudgeOptions): Promise<UpstreamAnswer> {
  const { answer, accept, maxAnswerBytes, secrets } = options;
  const { status, headers } = answer;
  if (isAnswer(status, accept)) return decodeAnswer(answer, maxAnswerBytes);
  const kind = kindOfStatus(status);
  throw new Failure(kind, {
    status,
    ...(kind === 'refused' && { messages: readMessages(await bodyOf(answer, maxAnswerBytes), secrets()) }),
    ...((kind === 'rateLimited' || kind === 'serverError') && { retryAfter: readRetryAfter(headers['retry-after']) }),
    ...(status >= 300 && status < 400 && { detail: 'a redirect, which is never followed' }),
  });
}

/** A refusal stands even if its body cannot be decompressed. */
async function bodyOf(answer: UpstreamAnswer, maxAnswerBytes: number): Promise<Buffer> {
  try {
    return (await decodeAnswer(answer, maxAnswerBytes)).body;
  } catch (error) {
    if (error instanceof Failure) return Buffer.alloc(0);
    throw error;
  }
}
