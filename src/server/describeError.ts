/**
 * An unexpected error as a log line may show it: kind, code and stack frames. Its message only
 * where it is known to speak of the program: messages of parsers and serialisers quote the data
 * they choke on, and no debtor's data goes into a log.
 */

import { framesOf } from '../privacy/frames.ts';

export interface ErrorDescription {
  name: string;
  message: string;
  code?: string;
  /** Frames only, without the message that V8 puts in front. */
  stack: string[];
  cause?: ErrorDescription;
}

const withheld = '(withheld: it may quote data)';

export function describeError(value: unknown, depth = 0): ErrorDescription {
  if (!(value instanceof Error)) return { name: typeof value, message: withheld, stack: [] };
  const { code, cause, originalError } = value as Error & { code?: unknown; originalError?: unknown };
  const inner = cause ?? originalError;
  return {
    name: value.name,
    message: speaksOfTheProgram(value) ? value.message.replace(/ \((reading|setting) '.*'\)$/s, '') : withheld,
    ...(typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) && { code }),
    stack: framesOf(value),
    ...(inner != null && depth < 3 && { cause: describeError(inner, depth + 1) }),
  };
}

function speaksOfTheProgram(error: Error): boolean {
  return (
    (error instanceof TypeError && /^Cannot (read|set|destructure|access)|is not (a function|a constructor|iterable|defined)/.test(error.message)) ||
    error instanceof ReferenceError ||
    /^(Cannot return null for non-nullable field [\w.]+\.|Maximum call stack size exceeded)$/.test(error.message)
  );
}
