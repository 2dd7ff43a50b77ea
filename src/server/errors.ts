/**
 * The one place where an error becomes what a caller sees. It cannot throw.
 *
 * An error with a public code passes, less any extension that is not public. Everything else is an
 * accident: the caller learns "Internal server error" and the request's id, the log learns the rest.
 */
import { GraphQLError, Kind } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { UpstreamError, errorCodes } from '../errors.ts';
import { framesOf } from '../privacy/frames.ts';
import { withoutLiterals, withoutTokens } from '../privacy/literals.ts';
import type { Telemetry } from '../telemetry/main.ts';
import { describeError } from './describeError.ts';
import { ClientGone } from './refusal.ts';

const publicCodes = new Set<unknown>([
  ...Object.keys(errorCodes),
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'LIMIT_EXCEEDED',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** `http` is for Apollo, which takes it out again. */
const publicExtensions = ['code', 'system', 'operation', 'requestId', 'retryable', 'retryAfter', 'messages', 'intentAt', 'cursor', 'http'];

const internal = { message: 'Internal server error', code: 'INTERNAL_SERVER_ERROR' } as const;

export interface PresentOptions {
  requestId: string;
  log: Logger;
  /** A vendor's words without what was told him in confidence. */
  discreet?: ((messages: readonly string[]) => string[]) | undefined;
}

/** An error of the execution, with its path, as it goes into the answer. */
export function presentError(error: GraphQLError, { requestId, log, discreet }: PresentOptions): GraphQLError {
  const origin = root(error);
  if (origin instanceof UpstreamError) return withExtensions(error, origin.message, { ...discreetly(origin.extensions, discreet), requestId });
  const { code } = error.extensions;
  if (publicCodes.has(code)) return withExtensions(error, error.message, discreetly(picked(error.extensions), discreet));
  return fromArgument(error) ?? fromUpload(error, origin) ?? accident(error, { requestId, log });
}

/** Where nobody can say what was told in confidence, the vendor's words stay with us. */
function discreetly(extensions: Record<string, unknown>, discreet: PresentOptions['discreet']): Record<string, unknown> {
  const { messages, ...rest } = extensions;
  if (!Array.isArray(messages) || !discreet) return extensions;
  try {
    return { ...rest, messages: discreet(messages.filter((message) => typeof message === 'string')) };
  } catch {
    return rest;
  }
}

function accident(error: GraphQLError, { requestId, log }: PresentOptions): GraphQLError {
  // Nobody reads the answer, and nothing is wrong with us.
  if (root(error) instanceof ClientGone) return withExtensions(error, internal.message, { code: internal.code, requestId });
  // The field as the schema calls it: an alias is the caller's text.
  log.error({ requestId, field: error.nodes?.[0]?.kind === Kind.FIELD ? error.nodes[0].name.value : undefined, error: describeError(root(error)) }, 'unexpected error in an operation');
  return withExtensions(error, internal.message, { code: internal.code, requestId });
}

/** graphql-js finds some wrong arguments only while executing; its messages name arguments and types, except the one that prints the value. */
function fromArgument(error: GraphQLError): GraphQLError | undefined {
  if (!(root(error) instanceof GraphQLError)) return undefined;
  const extensions = { code: 'BAD_USER_INPUT' };
  if (/^Argument "\w+" of (required|non-null) type "[\w![\]]+" (was not provided|must not be null|was provided the variable "\$\w+" which was not provided a runtime value)\.$/.test(error.message)) {
    return withExtensions(error, error.message, extensions);
  }
  const name = /^Argument "(\w+)" has invalid value /.exec(error.message)?.[1];
  return name === undefined ? undefined : withExtensions(error, `Argument "${name}" has an invalid value.`, extensions);
}

/** A file that never came, was cut off or is too large: graphql-upload says so when the file is read. */
function fromUpload(error: GraphQLError, origin: unknown): GraphQLError | undefined {
  const { status, expose, message } = origin as { status?: unknown; expose?: unknown; message?: unknown };
  if (expose !== true || typeof status !== 'number' || status < 400 || status > 499) return undefined;
  return withExtensions(error, String(message), { code: status === 413 ? 'LIMIT_EXCEEDED' : 'BAD_USER_INPUT' });
}

/** The error that was thrown first, below the ones that execution wraps around it. */
function root(error: Error): unknown {
  let inner: unknown = error;
  for (let depth = 0; depth < 10; depth++) {
    if (inner instanceof UpstreamError || !(inner instanceof GraphQLError) || !inner.originalError) return inner;
    inner = inner.originalError;
  }
  return inner;
}

function picked(extensions: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(publicExtensions.filter((key) => extensions[key] !== undefined).map((key) => [key, extensions[key]]));
}

function withExtensions(error: GraphQLError, message: string, extensions: Record<string, unknown>): GraphQLError {
  const { nodes, source, positions, path } = error;
  return new GraphQLError(message, { nodes, source, positions, path, originalError: error, extensions });
}

export interface FormatOptions {
  log: Logger;
  /** Whether answers carry stack traces: never, unless someone asked for it. */
  stacktraces: boolean;
  /** Told of each error as it leaves. */
  telemetry?: Pick<Telemetry, 'error'> | undefined;
}

/** Apollo's last word on every error; here it only has to stop what did not come through `presentError`. */
export function createFormatError({ log, stacktraces, telemetry }: FormatOptions): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const last = lastWord(formatted, error);
    telemetry?.error({ extensions: last.extensions ?? {} });
    return last;
  };

  function lastWord(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
    try {
      const { stacktrace, ...extensions } = formatted.extensions ?? {};
      const trace = stacktraces && stacktrace !== undefined ? { stacktrace: framesOf(error) } : {};
      const presented = extensions.code === internal.code && formatted.message === internal.message && extensions.requestId !== undefined;
      if (presented || publicCodes.has(extensions.code)) return { ...formatted, message: withoutValues(formatted.message, extensions.code, error), extensions: { ...picked(extensions), ...trace } };
      log.error({ error: describeError(error) }, 'unexpected error outside an operation');
      return { message: internal.message, extensions: { code: internal.code, ...trace } };
    } catch {
      return { message: internal.message, extensions: { code: internal.code } };
    }
  }
}

/** What graphql-js says before anything is executed, when it prints the literals that it refuses. */
function withoutValues(message: string, code: unknown, error: unknown): string {
  if (code === 'OPERATION_RESOLUTION_FAILURE') return message.replace(/^Unknown operation named .*$/s, 'The document has no operation of the name that was asked for.');
  if (code === 'GRAPHQL_PARSE_FAILED') return withoutTokens(message);
  return code === 'GRAPHQL_VALIDATION_FAILED' ? withoutLiterals(message, error) : message;
}
