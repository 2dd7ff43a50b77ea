/**
 * Any of the four systems fails, in every combination and in three ways: what the others know arrives all
 * the same, and each field that could not be had is null with one coded error. The expectation is the
 * healthy answer with holes.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Failure } from '../../src/sandbox/failures.ts';
import { startSandboxGateway, type SandboxGateway } from '../support/sandboxGateway.ts';

type System = 'receeve' | 'ucollect' | 'cm' | 'collectmaxx';
const systems: System[] = ['receeve', 'ucollect', 'cm', 'collectmaxx'];
const subsets = Array.from({ length: 16 }, (_, bits) => systems.filter((_system, index) => (bits & (1 << index)) !== 0));

const query = /* GraphQL */ `
  {
    debtor(debtorReference: "DEB-0001") {
      lastName
      contactStatus { status gateway }
      payNowURL(org: "!a")
      accounts {
        accountReference
        payLinks { id paymentStatus }
        paymentLinks { ref paymentStatus due { decimal } }
        claims {
          claimReference
          total { decimal }
          payLinks { id }
          paymentLinks { ref }
          paymentRequests { paymentRequestId provider }
        }
      }
    }
    contactStatus(contactId: "DEB-0001") { status }
    payLink { payLinks(limit: 3) { items { id paymentStatus paymentURL claimReference } } }
    paymentLink(reference: "REF") { ref due { minorUnits } paymentStatus }
  }
`;

type Path = (string | number)[];

/** Fields that are null when these systems fail although the systems above them answer, in the healthy answer. */
function holes(data: any, failed: ReadonlySet<System>, lying: boolean): Path[] {
  const paths: Path[] = [];
  // uCollect may answer plain text, so nonsense is an answer without a known status.
  const status = lying ? ['contactStatus', 'status'] : ['contactStatus'];
  if (failed.has('receeve')) paths.push(['debtor']);
  else {
    if (failed.has('ucollect')) paths.push(['debtor', ...status]);
    data.debtor.accounts.forEach((account: any, index: number) => {
      const at = ['debtor', 'accounts', index];
      if (failed.has('collectmaxx')) paths.push([...at, 'payLinks']);
      // CM is asked only where a link is remembered.
      if (failed.has('cm') && account.paymentLinks.length > 0) paths.push([...at, 'paymentLinks']);
      account.claims.forEach((claim: any, one: number) => {
        const cm = failed.has('cm') && claim.paymentLinks.length > 0;
        if (failed.has('collectmaxx')) paths.push([...at, 'claims', one, 'payLinks']);
        if (cm) paths.push([...at, 'claims', one, 'paymentLinks']);
        if (cm || failed.has('collectmaxx')) paths.push([...at, 'claims', one, 'paymentRequests']);
      });
    });
  }
  if (failed.has('ucollect')) paths.push(status);
  if (failed.has('collectmaxx')) paths.push(['payLink']);
  if (failed.has('cm')) paths.push(['paymentLink']);
  return paths;
}

function withHoles(data: any, paths: readonly Path[]): any {
  const copy = structuredClone(data);
  for (const path of paths) {
    const holder = path.slice(0, -1).reduce((at: any, key) => at[key], copy);
    holder[path.at(-1)!] = null;
    // The gateway's name stands in brackets behind the status, in the same answer.
    if (path.at(-1) === 'status' && 'gateway' in holder) holder.gateway = null;
  }
  return copy;
}

const ways: [string, Failure, string[]][] = [
  ['dead', { kind: 'reset', when: 'request' }, ['UPSTREAM_UNAVAILABLE']],
  ['slow', { kind: 'hang' }, ['UPSTREAM_TIMEOUT']],
  ['lying', { kind: 'garbage', body: '"<nonsense>"', contentType: 'application/json' }, ['UPSTREAM_INVALID_RESPONSE']],
];

describe.each(ways)('systems that are %s', (way, failure, codes) => {
  let graph: SandboxGateway;
  let text: string;
  let healthy: any;
  beforeAll(async () => {
    // Longer than any healthy call takes on a busy machine, shorter than the waits of a test.
    graph = await startSandboxGateway({ ...(way === 'slow' ? { UPSTREAM_TIMEOUT_MS: '2000', UPSTREAM_RETRIES: '0' } : {}), CIRCUIT_FAILURES: '1000000' });
    const [ref] = graph.sandbox.systems.cm.state.links.keys();
    text = query.replace('REF', String(ref));
    const answer = await graph.ask(text);
    expect(answer.errors).toBeUndefined();
    healthy = answer.data;
    expect(healthy.debtor.accounts.some((account: any) => account.paymentLinks.length > 0)).toBe(true);
  });
  afterAll(() => graph.close());

  it.each(subsets.map((subset): [string, System[]] => [subset.join(' and ') || 'none', subset]))('%s', async (_name, subset) => {
    for (const system of systems) graph.sandbox.systems[system].heal();
    for (const system of subset) graph.sandbox.systems[system].fail(() => failure);
    const { data, errors = [] } = await graph.ask(text);
    const paths = holes(healthy, new Set(subset), way === 'lying');
    expect(data).toEqual(withHoles(healthy, paths));
    const key = (path: Path): string => path.join('.');
    expect(errors.map(({ path }) => key(path!)).sort()).toEqual(paths.map(key).sort());
    for (const { path, extensions } of errors) {
      expect(codes).toContain(extensions['code']);
      expect(subset).toContain(extensions['system']);
      expect(typeof extensions['operation']).toBe('string');
      if (key(path!).endsWith('payLinks')) expect(extensions).toMatchObject({ system: 'collectmaxx', operation: 'payLink.payLinks' });
      if (key(path!).endsWith('paymentLinks')) expect(extensions).toMatchObject({ system: 'cm', operation: 'paymentLink' });
    }
  });
});
