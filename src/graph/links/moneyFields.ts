/** `Money` fields: an amount of one system with its currency. What is not exact is refused at that field. */
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../../context.ts';
import { UpstreamError } from '../../errors.ts';
import { moneyOfDecimal, moneyOfMinorUnits, MoneyError } from '../money.ts';
import type { Money } from '../money.ts';
import type { LinkTools, Resolver } from './tools.ts';

export function claimMoney(tools: LinkTools): Record<'principal' | 'feesTotal' | 'total', Resolver> {
  const amount = (claim: Read): bigint | undefined => units(claim('amount'));
  const money = (units: (claim: Read) => bigint | undefined): Resolver =>
    moneyField({ tools, type: 'Claim', system: 'receeve', operation: 'accountClaims' }, (claim) => {
      const found = units(claim);
      return found === undefined ? null : moneyOfMinorUnits(found, claim('currency') as string | null);
    });
  return {
    principal: money(amount),
    feesTotal: money(fees),
    total: money((claim) => {
      const principal = amount(claim);
      // A claim that says nothing of fees has none.
      return principal === undefined ? undefined : principal + (fees(claim) ?? 0n);
    }),
  };

  function fees(claim: Read): bigint | undefined {
    const total = units(claim('totalFees'));
    if (total !== undefined) return total;
    const list = claim('fees') as object[] | null;
    if (list === null) return undefined;
    return list.reduce((sum, fee) => sum + (units(claim('amount', 'Fee', fee)) ?? 0n), 0n);
  }
}

export function paymentLinkDue(tools: LinkTools): Resolver {
  return moneyField({ tools, type: 'PaymentLink', system: 'cm', operation: 'paymentLink' }, (link) => {
    const amount = link('amount') as string | null;
    // CM documents EUR where no currency is given.
    return amount === null ? null : moneyOfDecimal(amount, (link('currencyCode') as string | null) ?? 'EUR');
  });
}

/** Reads a member of the object, or of an object below it. */
type Read = (field: string, type?: string, source?: object) => unknown;

function moneyField(options: { tools: LinkTools; type: string; system: string; operation: string }, make: (read: Read) => Money | null): Resolver {
  const { tools, type, system, operation } = options;
  return (source, _args, context: RequestContext, info: GraphQLResolveInfo) => {
    const read: Read = (field, of = type, object = source) => {
      if (object instanceof Error) throw object;
      return tools.read(of, field, object, context, info);
    };
    try {
      return make(read);
    } catch (error) {
      if (!(error instanceof MoneyError)) throw error;
      throw new UpstreamError({ code: 'UPSTREAM_INVALID_RESPONSE', system, operation, requestId: context.requestId, detail: `${type}: ${error.message}` });
    }
  };
}

function units(value: unknown): bigint | undefined {
  return value === null ? undefined : BigInt(value as number);
}
