/** The whole gateway on its stand-ins with the demo data: what goes in through `/graphql`, and what the systems were asked. */
import { pino } from 'pino';
import { startGateway, type Gateway } from '../../src/server/main.ts';
import type { Sandbox } from '../../src/sandbox/main.ts';
import type { GraphQLAnswer } from './gateway.ts';

export interface SandboxGateway {
  gateway: Gateway;
  sandbox: Sandbox;
  /** `headers` say who asks. */
  ask(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<GraphQLAnswer>;
  /** Counted calls since the last `reset`, without those for tokens and the remote's schema. */
  counts(): Record<string, number>;
  reset(): void;
  /** Throws when a stand-in found a mistake of its own. */
  close(): Promise<void>;
}

/** Calls are counted, however busy the machine is: its lookups wait for one another longer than usual. */
export async function startSandboxGateway(env: NodeJS.ProcessEnv = {}): Promise<SandboxGateway> {
  const gateway = await startGateway({ env: { PORT: '0', GATEWAY_MODE: 'sandbox', LINK_PATIENCE_MS: '20000', ...env }, log: pino({ level: 'silent' }) });
  const { sandbox } = gateway;
  if (!sandbox) throw new Error('expected stand-ins');
  sandbox.calls.clear();
  return {
    gateway,
    sandbox,
    async ask(query, variables = {}, headers = {}) {
      const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query, variables }) });
      return (await response.json()) as GraphQLAnswer;
    },
    counts: () => Object.fromEntries(Object.entries(sandbox.calls.counts()).filter(([name]) => !/oken$/.test(name))),
    reset: () => sandbox.calls.clear(),
    async close() {
      await gateway.close();
      if (sandbox.problems.length > 0) throw new Error(sandbox.problems.join('\n'));
    },
  };
}
