/** The collection journey of a claim: paused, resumed, stopped for good. */
import type { Done } from './bulk.ts';
import { known } from './claims.ts';
import { parameterError } from './errors.ts';
import type { Claim } from './state.ts';
import type { Tenant } from './tenant.ts';

const steps = {
  pause: { from: ['RUNNING'], to: 'PAUSED' },
  resume: { from: ['PAUSED'], to: 'RUNNING' },
  stop: { from: ['RUNNING', 'PAUSED'], to: 'STOPPED' },
} satisfies Record<string, { from: Claim['journey'][]; to: Claim['journey'] }>;

export function moveJourney(tenant: Tenant, reference: string, step: keyof typeof steps): Done {
  const claim = known(tenant, reference);
  const { from, to } = steps[step];
  if (!(from as Claim['journey'][]).includes(claim.journey)) throw parameterError(`Journey of claim ${reference} is ${claim.journey.toLowerCase()}`);
  claim.journey = to;
  return {};
}
