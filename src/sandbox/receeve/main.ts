/**
 * The stand-in of Receeve.
 *
 *   state.ts tenant.ts   what the tenant holds; events
 *   reads.ts             the eight reads; printing.ts how accounts and claims look
 *   bulk.ts              bulk calls; errors.ts the four shapes of an error
 *   claims.ts balance.ts claims, credit and debit; journeys.ts, promises.ts around them
 *   accounts.ts          accounts, debtors, products, scores; ledger.ts, matching.ts their money
 *   mandates.ts files.ts mandates, uploads
 */
import type { Clock } from '../clock.ts';
import type { Contract } from '../contract.ts';
import type { SandboxCredentials } from '../credentials.ts';
import type { Random } from '../random.ts';
import type { Handler } from '../rest.ts';
import { createRestStandIn } from '../rest.ts';
import type { Answer, StandIn } from '../standIn.ts';
import { createTokens } from '../tokens.ts';
import { createWrites } from './writes.ts';
import { transportError, validationError, wrongPath } from './errors.ts';
import { createReads } from './reads.ts';
import type { ReceeveState } from './state.ts';
import type { Tenant } from './tenant.ts';

export interface ReceeveOptions {
  state: ReceeveState;
  contract: Contract;
  credentials: SandboxCredentials;
  clock: Clock;
  random: Random;
  validate: 'all' | 'requests';
  problem: (text: string) => void;
  tell: (message: Record<string, unknown>) => void;
}

const lifetimeS = 3600;

export function createReceeve(options: ReceeveOptions): { standIn: StandIn; expireTokens: () => void } {
  const { state, contract, credentials, clock, random, validate, problem, tell } = options;
  const tenant: Tenant = { clientId: credentials.receeveClientId, state, clock, random, tell };
  const tokens = createTokens({ lifetimeS, clock, print: (bytes, issuedAtS) => jwt(bytes, issuedAtS, credentials.receeveApiClient) });
  const handlers: Record<string, Handler> = {
    ...createReads(tenant),
    ...createWrites(tenant),
    getOauth2Token: () => ({ status: 200, json: { access_token: tokens.issue(), expires_in: lifetimeS, token_type: 'Bearer' } }),
  };

  const standIn = createRestStandIn({
    name: 'receeve',
    contract,
    handlers,
    admit: ({ operation, path }, headers) => {
      const { authorization } = headers;
      if (operation.id === 'getOauth2Token') return admitClient(headers, credentials);
      if (authorization === undefined && operation.id === 'getMessage') return transportError(400, 'Missing required request parameters: [Authorization]');
      const token = authorization?.replace(/^bearer /i, '');
      if (token === undefined || !tokens.holds(token)) return transportError(401);
      return path['clientId'] === credentials.receeveClientId ? undefined : transportError(403, 'Access is denied');
    },
    unknown: ({ headers }) => wrongPath(headers.authorization),
    refuse: (problems) => validationError(problems),
    words: (status) => transportError(status),
    validate,
    problem,
  });
  return { standIn, expireTokens: tokens.expire };
}

/** Bad credentials are a 400 here, and a wrong content type a 405 without a body. */
function admitClient(headers: { authorization?: string | undefined; 'content-type'?: string | undefined }, credentials: SandboxCredentials): Answer | undefined {
  if (headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() !== 'application/x-www-form-urlencoded') return { status: 405 };
  const basic = /^basic (.+)$/i.exec(headers.authorization ?? '')?.[1];
  const given = basic === undefined ? undefined : Buffer.from(basic, 'base64').toString();
  const known = given === `${credentials.receeveApiClient}:${credentials.receeveApiSecret}`;
  return known ? undefined : { status: 400, json: { error: 'invalid_client' } };
}

/** Looks like the vendor's token, and is as opaque: nothing in it is believed. */
function jwt(random: Buffer, issuedAtS: number, client: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: client, token_use: 'access', scope: 'default/Default', iat: issuedAtS, exp: issuedAtS + lifetimeS, version: 2, client_id: client };
  return `${part({ kid: 'sandbox', alg: 'RS256' })}.${part(claims)}.${random.toString('base64url')}`;
}
