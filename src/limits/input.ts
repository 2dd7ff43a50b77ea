/**
 * Measures variables before GraphQL reads them: how deep, how much, how long a list. Plain values cost
 * nothing; lists and objects are walked without recursion, as deep as they may come, and no further than
 * the first limit.
 */
import type { GraphQLError } from 'graphql';
import { limitError } from './refusal.ts';
import type { LimitSettings } from './settings.ts';

type Settings = Pick<LimitSettings, 'maxInputDepth' | 'maxListItems' | 'maxInputValues'>;

export function checkInput(variables: Readonly<Record<string, unknown>>, settings: Settings): GraphQLError | undefined {
  let open: object[] | undefined;
  for (const name in variables) {
    const value = variables[name];
    if (isNested(value)) (open ??= []).push(value);
  }
  return open && walk(open, settings);
}

/** Level by level, so that the depth need not be kept for each value. */
function walk(first: object[], { maxInputDepth, maxListItems, maxInputValues }: Settings): GraphQLError | undefined {
  let values = first.length;
  let level = first;
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > maxInputDepth) return limitError({ of: 'inputDepth', allowed: maxInputDepth });
    const next: object[] = [];
    for (const one of level) {
      const members: unknown[] = Array.isArray(one) ? one : Object.values(one);
      if (members.length > maxListItems && Array.isArray(one)) return limitError({ of: 'listItems', found: members.length, allowed: maxListItems });
      values += members.length;
      if (values > maxInputValues) return limitError({ of: 'inputValues', allowed: maxInputValues });
      for (const member of members) if (isNested(member)) next.push(member);
    }
    level = next;
  }
  return undefined;
}

/** What JSON nests; files that were uploaded are none of it. */
function isNested(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null;
}
