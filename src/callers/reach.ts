/**
 * Which systems a caller's calls can reach, and with whose credentials: those of his tenant, which has
 * clients, tokens, circuits and connections of its own, or the gateway's.
 *
 * Fields refuse what is outside a caller's scopes before they ask for anything (`graph/scopes.ts`). Behind
 * them stands this: a system that a caller may not use refuses to send, whoever asks it. So a field that
 * somebody adds and forgets to think of can do no harm.
 */
import type { CallScope, System, Systems, UpstreamCall } from '../upstream/call.ts';
import type { Caller, Scope } from './caller.ts';
import { need } from './scopes.ts';

export interface ReachOptions {
  /** The gateway's own. */
  own: Systems;
  /** By tenant. */
  tenants: ReadonlyMap<string, Systems>;
  /** The systems of a tenant as one of his callers meets them; absent: as they are. */
  viewFor?: ((systems: Systems) => Systems) | undefined;
}

const none: Systems = new Map<string, System>();

/** The systems of a caller; always the same ones for the same caller. */
export function createReach({ own, tenants, viewFor = (systems) => systems }: ReachOptions): (caller: Caller) => Systems {
  const known = new WeakMap<Caller, Systems>();
  const find = (caller: Caller): Systems => {
    // Whoever authenticates knows the tenants; a caller of an unknown one never comes here with another's credentials.
    const systems = caller.tenant === undefined ? own : (tenants.get(caller.tenant) ?? none);
    return within(viewFor(systems), caller);
  };
  return (caller) => {
    let systems = known.get(caller);
    if (!systems) known.set(caller, (systems = find(caller)));
    return systems;
  };
}

function within(systems: Systems, caller: Caller): Systems {
  const all = [...systems.values()].map((system): [string, System] => [system.name, guarded(system, caller)]);
  return all.every(([name, system]) => system === systems.get(name)) ? systems : new Map(all);
}

/** The system itself where he may write, which implies that he may read. */
function guarded(system: System, caller: Caller): System {
  const { name } = system;
  if (caller.allows(`${name}:write`)) return system;
  const refuse = (call: UpstreamCall, scope: CallScope): void => {
    const needed: Scope = (call.write ?? !call.read) ? `${name}:write` : `${name}:read`;
    need([needed], { caller, requestId: scope.requestId }, ({ operation }) => operation, call);
  };
  return {
    name,
    baseURL: system.baseURL,
    variables: system.variables,
    async send(call, scope) {
      refuse(call, scope);
      return system.send(call, scope);
    },
  };
}
