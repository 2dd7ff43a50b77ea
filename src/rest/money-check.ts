/** Compiles `@money`: which amounts of an input type are checked against which field's currency. */
import { getNamedType, isEnumType, type GraphQLInputObjectType } from 'graphql';
import { checkMoney, currencyDecimals } from './money.ts';
import { below } from './refusal.ts';
import type { Rules } from './rules.ts';
import { SchemaError } from './schema-error.ts';

/** Throws a `Refusal` for the first amount with too many decimals; undefined where a type has no money. */
export function compileMoneyChecks({ type, rules }: { type: GraphQLInputObjectType; rules: Rules }): ((item: Record<string, unknown>) => void) | undefined {
  const fields = type.getFields();
  const checks = Object.values(fields).flatMap((field) => {
    const money = rules.fields.get(`${type.name}.${field.name}`)?.money;
    if (!money) return [];
    const where = rules.place(type.name, field.name);
    const currency = fields[money.currency];
    if (getNamedType(field.type).name !== 'Decimal') throw new SchemaError(where, `@money is for Decimal, but this is ${String(field.type)}.`);
    if (!currency) throw new SchemaError(where, `@money names the currency field ${money.currency}, which ${type.name} lacks; found ${Object.keys(fields).join(', ')}.`);
    const fallback = money.default ?? undefined;
    if (fallback !== undefined && currencyDecimals(fallback) === undefined) throw new SchemaError(where, `@money has the default ${JSON.stringify(fallback)}, which is no currency of ISO 4217.`);
    const named = getNamedType(currency.type);
    const wires = isEnumType(named) ? rules.enums.get(named.name) : undefined;
    return [{ amount: field.name, currency: currency.name, fallback, wire: (value: string) => wires?.get(value) ?? value }];
  });
  if (checks.length === 0) return undefined;
  return (item) => {
    for (const { amount, currency, fallback, wire } of checks) {
      const value = item[amount];
      const given = item[currency] as string | null | undefined;
      const code = given == null ? fallback : wire(given);
      if (typeof value !== 'string' || code === undefined) continue;
      try {
        checkMoney(value, code);
      } catch (error) {
        throw below(amount, error);
      }
    }
  };
}
