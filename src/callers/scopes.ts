/**
 * Scopes: what a key or a token allows, and the refusal of what it does not.
 *
 *   <system>:read    queries of a system, and links that lead to it
 *   <system>:write   mutations of it, and what read allows
 *   events:read      the log of events
 *   upstream:read    `extensions.upstream` of answers
 *   *                all of these
 *
 * Nothing is annotated: a field's scopes follow from the calls it makes (`graph/scopes.ts`).
 */
import type { RequestContext } from '../context.ts';
import { UpstreamError } from '../errors.ts';
import { list } from '../config/systems.ts';
import type { Caller, Scope } from './caller.ts';

/** Scopes that belong to the gateway itself. */
const ownScopes: readonly Scope[] = ['events:read', 'upstream:read'];

/** Every scope there is, for these systems. */
export function knownScopes(systems: readonly string[]): string[] {
  return [...systems.flatMap((name) => [`${name}:read`, `${name}:write`]), ...ownScopes, '*'];
}

/** What these scopes allow. One that means nothing here allows nothing. */
export function allowing(scopes: Iterable<string>): Caller['allows'] {
  const allowed = new Set(scopes);
  if (allowed.has('*')) return () => true;
  for (const scope of [...allowed]) if (scope.endsWith(':write')) allowed.add(scope.replace(/:write$/, ':read'));
  return (scope) => allowed.has(scope);
}

type Asking = Pick<RequestContext, 'caller' | 'requestId'>;

/** Throws where the caller lacks one of the scopes: nothing may have been done before. `operation` says what errors are said to concern, of `of`. */
export function need<T>(scopes: readonly Scope[], context: Asking, operation: (of: T) => string, of: T): void {
  for (let index = 0; index < scopes.length; index++) {
    if (!context.caller.allows(scopes[index] as Scope)) throw forbidden(scopes, context, operation(of));
  }
}

function forbidden(scopes: readonly Scope[], { caller, requestId }: Asking, operation: string): UpstreamError {
  const missing = scopes.filter((scope) => !caller.allows(scope));
  const [system = ''] = (missing[0] ?? '').split(':');
  return new UpstreamError({ code: 'FORBIDDEN', system: system === '*' ? 'collectgraph' : system, operation, requestId, detail: `it needs the ${missing.length > 1 ? 'scopes' : 'scope'} ${list(missing)}` });
}
