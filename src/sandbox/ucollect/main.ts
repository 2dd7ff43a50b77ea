/**
 * The stand-in of uCollect: two calls with a key, the extension's statuses with a ledger and a user,
 * and the Pay Now page. Neither statuses of HTTP nor texts of failures are documented: a bad key is
 * taken to be a 401, and what does not fit a 400, both with `FAIL (...)`.
 */
import type { Contract } from '../contract.ts';
import { describeProblem } from '../contract.ts';
import type { SandboxCredentials } from '../credentials.ts';
import type { Handler, RestRequest } from '../rest.ts';
import { createRestStandIn } from '../rest.ts';
import type { Answer, StandIn } from '../standIn.ts';
import type { AssignInput, InviteInput } from './assign.ts';
import { assignContact, fail, sendInvite } from './assign.ts';
import type { Organisation, UcollectState } from './state.ts';
import { contactStatus, findOrganisation, invoiceStatus, organisationStatus } from './statuses.ts';

export interface UcollectOptions {
  state: UcollectState;
  contract: Contract;
  credentials: SandboxCredentials;
  validate: 'all' | 'requests';
  problem: (text: string) => void;
}

export function createUcollect(options: UcollectOptions): StandIn {
  const { state, contract, credentials, validate, problem } = options;
  /** The key is the first organisation's. */
  const own = (): Organisation => {
    const [organisation] = state.organisations;
    if (organisation === undefined) throw new Error('There is no organisation that the key belongs to.');
    return organisation;
  };

  /** A status as plain text, or that text as a JSON string. */
  const status = (request: RestRequest, word: (organisation: Organisation) => string): Answer => {
    const { ledger, user, format } = request.parameters as Record<string, string>;
    const found = findOrganisation(state, { ledger: ledger ?? '', user: user ?? '' });
    const text = typeof found === 'string' ? found : word(found);
    return { status: 200, ...(format === 'json' ? { json: text } : { text }) };
  };

  const handlers: Record<string, Handler> = {
    AssignContact: ({ body }) => ({ status: 200, text: assignContact(state, own(), body as AssignInput) }),
    SendInvite: ({ body }) => ({ status: 200, text: sendInvite(state, own(), body as InviteInput) }),
    getOrganisationStatus: (request) => status(request, organisationStatus),
    getContactStatus: (request) => status(request, (organisation) => contactStatus(state, organisation, request.parameters['contact_id'] as string)),
    getInvoiceStatus: (request) =>
      status(request, (organisation) =>
        invoiceStatus(state, organisation, { invoiceId: request.parameters['invoice_id'] as string, contactId: request.parameters['contact_id'] as string | undefined }),
      ),
    payNowURL: ({ parameters }) => {
      const organisation = state.organisations.find(({ shortId }) => shortId === parameters['org']);
      const page = organisation === undefined ? 'Unknown organisation' : `Pay ${organisation.ledger}`;
      return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, text: `<!doctype html><title>Pay Now</title><h1>${escaped(page)}</h1>` };
    },
  };

  return createRestStandIn({
    name: 'ucollect',
    contract,
    handlers,
    admit: ({ operation }, headers) => (operation.security.length === 0 || headers['apikey'] === credentials.ucollectApiKey ? undefined : { status: 401, text: fail('invalid API key') }),
    unknown: () => words(404),
    refuse: (problems) => ({ status: 400, text: fail(problems.map(describeProblem).join('; ')) }),
    words,
    validate,
    problem,
  });
}

function words(status: number): Answer {
  return { status, text: fail(`status ${status}`) };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
