/** The variables of callers, checked against each other: what would let in whom nobody meant to let in is a problem. */
import { list } from './systems.ts';
import { isLoopback } from './loopback.ts';
import type { GatewayValues } from './variables.ts';

/** `GATEWAY_API_KEYS_FILE` and the like, by the name of the value. */
const doors = { apiKeysFile: 'GATEWAY_API_KEYS_FILE', jwksURL: 'GATEWAY_JWKS_URL', jwtSecret: 'GATEWAY_JWT_SECRET' } as const;

export function checkCallers(values: Partial<GatewayValues>, problems: string[], notes: string[]): void {
  const { host = '127.0.0.1', jwksURL, jwtSecret, jwtIssuer, jwtAudience, tenantsFile } = values;
  const issuer: [unknown, string] = [jwtIssuer, 'GATEWAY_JWT_ISSUER'];
  const audience: [unknown, string] = [jwtAudience, 'GATEWAY_JWT_AUDIENCE'];
  const namesOf = (isSet: boolean): string[] => [issuer, audience].filter(([value]) => (value !== undefined) === isSet).map(([, name]) => name);
  if (jwksURL !== undefined && jwtSecret !== undefined) {
    problems.push('GATEWAY_JWKS_URL and GATEWAY_JWT_SECRET are both set: expected one of them, so that a token can be signed in one way alone.');
  }
  // The keys of an issuer sign for all of its audiences, and may sign for others' issuers.
  if (jwksURL !== undefined && namesOf(false).length > 0) {
    problems.push(`GATEWAY_JWKS_URL is set without ${list(namesOf(false))}: a token that was issued for somebody else would be taken.`);
  }
  if (jwksURL === undefined && jwtSecret === undefined && namesOf(true).length > 0) {
    problems.push(`${list(namesOf(true))} ${namesOf(true).length > 1 ? 'are' : 'is'} set and no token is taken: expected GATEWAY_JWKS_URL or GATEWAY_JWT_SECRET beside it.`);
  }
  const open = Object.keys(doors).every((name) => values[name as keyof typeof doors] === undefined);
  if (open && !isLoopback(host)) {
    problems.push(`HOST is ${host} and no caller is configured, so that whoever reaches it could ask for everything: expected ${Object.values(doors).join(', ').replace(/, (?=[^,]*$)/, ' or ')}, or a loopback address as HOST.`);
  }
  if (open && tenantsFile !== undefined) notes.push('GATEWAY_TENANTS_FILE is set and no caller is configured: nobody belongs to a tenant.');
}
