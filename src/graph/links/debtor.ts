/**
 * A debtor and the accounts in which he stands, out of one answer of Receeve.
 *
 *   Query.debtor      the debtor among the accounts' debtors
 *   Debtor.accounts   the accounts of that answer: the same call, made once
 *   Account.scores, .products, .ledgerEntries of such an account, which the answer does not hold: one more call
 */
import { isObjectType } from 'graphql';
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import type { RequestContext } from '../../context.ts';
import { UpstreamError } from '../../errors.ts';
import { findReference, isPartial, needReference, setPartial } from './references.ts';
import { alongWaves } from './tools.ts';
import type { LinkTools, Resolver } from './tools.ts';

const system = 'receeve';
const operation = 'debtorAccountsAndClaims';
const answerType = 'DebtorAccountsAndClaims';

export function debtorQuery(tools: LinkTools): Resolver {
  return (_source, { debtorReference }: { debtorReference: string }, context, info) => {
    const find = async (): Promise<object | null> => {
      let unread: unknown;
      for (const account of await accountsOf(tools, debtorReference, context, info)) {
        if (account instanceof Error) {
          unread ??= account;
          continue;
        }
        for (const debtor of (tools.read(answerType, 'debtors', account, context, info) ?? []) as object[]) {
          if (debtor instanceof Error) unread ??= debtor;
          else if (findReference({ tools, type: 'Debtor', field: 'debtorReference', source: debtor, context, info }) === debtorReference) return debtor;
        }
      }
      // He may stand where nothing could be read: that there is none cannot be said.
      if (unread !== undefined) throw unread as Error;
      return null;
    };
    return alongWaves(find(), context, info);
  };
}

export function debtorAccountsLink(tools: LinkTools): Resolver {
  return (source, _args, context, info) => {
    const debtorReference = needReference({ tools, type: 'Debtor', field: 'debtorReference', source, context, info, system, operation }) as string;
    const load = async (): Promise<object[]> => {
      const accounts = await accountsOf(tools, debtorReference, context, info);
      for (const account of accounts) {
        if (account instanceof Error) continue;
        if (findReference({ tools, type: answerType, field: 'accountReference', source: account, context, info }) === undefined) throw unreadable('an account has no reference', context);
        setPartial(account);
      }
      return accounts;
    };
    return alongWaves(load(), context, info);
  };
}

/** Fields of an `Account` that a debtor's answer does not hold. */
export function missingFields(own: GraphQLSchema): string[] {
  const [whole, part] = [own.getType('Account'), own.getType(answerType)];
  if (!isObjectType(whole) || !isObjectType(part)) return [];
  return Object.keys(whole.getFields()).filter((name) => !Object.hasOwn(part.getFields(), name));
}

/** The field of an account that came whole; of one that did not, of the account fetched for it. */
export function wholeAccountField(name: string, tools: LinkTools): Resolver {
  return (source, _args, context, info) => {
    if (!isPartial(source)) return tools.read('Account', name, source, context, info);
    return (async () => {
      const accountReference = findReference({ tools, type: 'Account', field: 'accountReference', source, context, info });
      const whole = await tools.call('account', { accountReference }, context, info);
      return whole === null ? null : tools.read('Account', name, whole as object, context, info);
    })();
  };
}

async function accountsOf(tools: LinkTools, debtorReference: string, context: RequestContext, info: GraphQLResolveInfo): Promise<object[]> {
  return ((await tools.call(operation, { debtorReference }, context, info)) ?? []) as object[];
}

function unreadable(detail: string, { requestId }: RequestContext): UpstreamError {
  return new UpstreamError({ code: 'UPSTREAM_INVALID_RESPONSE', system, operation, requestId, detail });
}
