/** Which systems a caller's calls reach: his tenant's alone, and none that his scopes do not allow, whoever asks them to send. */
import { describe, expect, it } from '@jest/globals';
import type { Caller, Scope } from '../../../src/callers/caller.ts';
import { anyone } from '../../../src/callers/caller.ts';
import { createReach } from '../../../src/callers/reach.ts';
import { allowing } from '../../../src/callers/scopes.ts';
import type { System, Systems, UpstreamCall } from '../../../src/upstream/call.ts';

const sent: string[] = [];
const system = (name: string, owner: string): System => ({
  name, baseURL: `https://${owner}.example`, variables: { owner },
  send: async ({ operation }) => {
    sent.push(`${owner} ${name} ${operation}`);
    return { status: 200, headers: {}, body: Buffer.alloc(0) };
  },
});
const of = (owner: string): Systems => new Map(['receeve', 'cm'].map((name) => [name, system(name, owner)]));
const own = of('own');
const tenants = new Map([['acme', of('acme')], ['umbrella', of('umbrella')]]);
const caller = (tenant: string | undefined, ...scopes: string[]): Caller => ({ kind: 'apiKey', name: 'x', tenant, allows: allowing(scopes), expiresAt: undefined });
const call = (more: Partial<UpstreamCall>): UpstreamCall => ({ operation: 'account', method: 'GET', path: '/', headers: {}, read: true, ...more });
const scope = { requestId: 'r-1', signal: new AbortController().signal, deadline: Infinity };

async function send(systems: Systems, name: string, more: Partial<UpstreamCall>): Promise<string[]> {
  sent.length = 0;
  await systems.get(name)?.send(call(more), scope);
  return [...sent];
}

describe('a tenant\'s caller', () => {
  const reach = createReach({ own, tenants });

  it.each([['acme', 'acme'], ['umbrella', 'umbrella'], [undefined, 'own']])('of %s reaches the systems of %s', async (tenant, owner) => {
    expect(await send(reach(caller(tenant, '*')), 'receeve', {})).toEqual([`${owner} receeve account`]);
    expect(await send(reach(caller(tenant, 'receeve:read')), 'receeve', {})).toEqual([`${owner} receeve account`]);
  });

  it('of a tenant that nobody knows reaches nothing, and never the gateway\'s own', () => {
    for (const tenant of ['other', '', 'constructor']) expect(reach(caller(tenant, '*')).size).toBe(0);
  });

  it('has the same systems each time, without a detour where he may write everywhere', () => {
    const one = caller('acme', 'receeve:read');
    expect(reach(one)).toBe(reach(one));
    expect(reach(caller('acme', 'receeve:write', 'cm:write'))).toBe(tenants.get('acme'));
    expect(reach(anyone)).toBe(own);
  });
});

describe('a system', () => {
  const reach = createReach({ own, tenants });
  const refusedFor = async (scopes: string[], more: Partial<UpstreamCall>): Promise<unknown> => {
    sent.length = 0;
    return reach(caller(undefined, ...scopes)).get('receeve')!.send(call(more), scope).then(() => undefined, (error: unknown) => error);
  };

  it.each<[string, Partial<UpstreamCall>, Scope]>([
    ['a read', {}, 'receeve:read'],
    ['a read that cannot be repeated', { read: false, write: false, method: 'POST' }, 'receeve:read'],
    ['a write', { read: false, write: true, method: 'POST' }, 'receeve:write'],
    ['a write by GET', { read: false, write: true }, 'receeve:write'],
    ['what does not say what it is', { read: false }, 'receeve:write'],
  ])('refuses %s to whoever lacks its scope, before it is sent', async (_, more, needed) => {
    const others = (['cm:write', 'cm:read', 'events:read', ...(needed === 'receeve:write' ? ['receeve:read'] : [])]);
    expect(await refusedFor(others, more)).toMatchObject({
      message: `receeve is out of reach for this caller (it needs the scope ${needed}).`,
      extensions: { code: 'FORBIDDEN', system: 'receeve', operation: 'account', requestId: 'r-1', retryable: false },
    });
    expect(sent).toEqual([]);
    expect(await refusedFor([needed], more)).toBeUndefined();
    expect(sent).toEqual(['own receeve account']);
  });

  it('still says its address and its variables', () => {
    expect(reach(caller('acme', 'cm:read')).get('receeve')).toMatchObject({ name: 'receeve', baseURL: 'https://acme.example', variables: { owner: 'acme' } });
  });
});
