/**
 * The stand-in of CM Payments: the token call and the payment link calls.
 *
 * POST is documented under /v1.0 and everything else under /v1; callers post to /v1 too.
 */
import { LosslessNumber, parse, stringify } from 'lossless-json';
import type { Clock } from '../clock.ts';
import type { Contract } from '../contract.ts';
import { describeProblem } from '../contract.ts';
import type { SandboxCredentials } from '../credentials.ts';
import type { Random } from '../random.ts';
import type { Handler, RestRequest } from '../rest.ts';
import { createRestStandIn } from '../rest.ts';
import type { Answer, StandIn } from '../standIn.ts';
import { createTokens } from '../tokens.ts';
import { faultOf, paddedDecimal, plainDecimal, shortDecimal } from './amount.ts';
import type { CmState, LinkField, PaymentLink } from './state.ts';
import { addLink, linkFields } from './state.ts';

export interface CmOptions {
  state: CmState;
  contract: Contract;
  credentials: SandboxCredentials;
  clock: Clock;
  random: Random;
  validate: 'all' | 'requests';
  problem: (text: string) => void;
  /** `http://127.0.0.1:<port>`, known once the server listens; payment pages stand below it. */
  baseURL: () => string;
}

const lifetimeS = 86_400;
const notFound: Answer = { status: 404 };

export function createCm(options: CmOptions): { standIn: StandIn; expireTokens: () => void } {
  const { state, contract, credentials, clock, random, validate, problem, baseURL } = options;
  const tokens = createTokens({ lifetimeS, clock });

  const handlers: Record<string, Handler> = {
    getToken: ({ body }) => {
      const form = body as Record<string, string>;
      if (form['client_id'] !== credentials.cmClientId || form['client_secret'] !== credentials.cmClientSecret) return { status: 401 };
      return { status: 200, json: { access_token: tokens.issue(), token_type: 'bearer', expires_in: lifetimeS } };
    },
    createPaymentLink: (request) => {
      const given = read(request);
      const fault = faultOf(given.amount ?? '', given.fields.currency_code ?? 'EUR');
      if (fault !== undefined) return badRequest(fault);
      const link = addLink(state, random, { amount: given.amount ?? '', fields: given.fields });
      return printed(201, link, paddedDecimal);
    },
    updatePaymentLink: (request) => {
      const link = linkOf(request);
      if (link === undefined) return notFound;
      const { amount = link.amount, active = link.active, fields } = read(request);
      const merged = { ...link.fields, ...fields };
      const fault = faultOf(amount, merged.currency_code ?? 'EUR');
      if (fault !== undefined) return badRequest(fault);
      if (link.status === 'paid' && amount !== link.amount) return badRequest('amount of a paid link cannot be changed');
      Object.assign(link, { amount, active, fields: merged });
      return printed(200, link, shortDecimal);
    },
    getPaymentLink: (request) => {
      const link = linkOf(request);
      return link === undefined ? notFound : printed(200, link, paddedDecimal);
    },
    getPaymentLinkStatus: (request) => {
      const link = linkOf(request);
      return link === undefined ? notFound : { status: 200, json: { status: link.status } };
    },
  };

  function linkOf({ parameters }: RestRequest): PaymentLink | undefined {
    return state.links.get(parameters['reference'] as string);
  }

  function printed(status: number, link: PaymentLink, amount: (text: string, currency: string) => string): Answer {
    const { ref, active, fields } = link;
    const text = stringify({
      amount: new LosslessNumber(amount(link.amount, fields.currency_code ?? 'EUR')),
      ...fields,
      ref,
      active,
      status: link.status,
      uri: `${baseURL()}/pml/${link.code}`,
    });
    return { status, headers: { 'content-type': 'application/json' }, bytes: Buffer.from(text ?? '') };
  }

  const standIn = createRestStandIn({
    name: 'cm',
    contract,
    handlers,
    rewrite: (url) => (/^\/paymentlink\/v1(\?|$)/.test(url) ? url.replace('/paymentlink/v1', '/paymentlink/v1.0') : url),
    admit: ({ operation }, headers) => {
      if (operation.security.length === 0) return undefined;
      const token = /^bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
      return token !== undefined && tokens.holds(token) ? undefined : words(401);
    },
    unknown: () => words(404),
    refuse: (problems, { operation }) => (operation.id === 'getToken' ? { status: 401 } : badRequest(problems.map(describeProblem).join('; '))),
    words,
    validate,
    problem,
  });
  return { standIn, expireTokens: tokens.expire };
}

/** What the caller gave; the amount with the digits that it was written with. */
function read({ body, bytes }: RestRequest): { amount?: string; active?: boolean; fields: Partial<Record<LinkField, string>> } {
  const given = body as Record<string, unknown>;
  const exact = parse(bytes.toString()) as Record<string, unknown>;
  const fields = Object.fromEntries(linkFields.filter((name) => given[name] !== undefined).map((name) => [name, given[name] as string]));
  return {
    ...(given['amount'] !== undefined && { amount: plainDecimal(String(exact['amount'])) }),
    ...(typeof given['active'] === 'boolean' && { active: given['active'] }),
    fields,
  };
}

/** The vendor documents no body of any error; these are plausible. */
function words(status: number): Answer {
  return { status, json: { message: { 401: 'Unauthorized', 404: 'Not found', 413: 'Payload too large', 429: 'Too many requests' }[status] ?? `Error ${status}` } };
}

function badRequest(message: string): Answer {
  return { status: 400, json: { message } };
}
