/**
 * How large a request may be, before anything is asked of anyone. What one caller asks for must not take
 * the time of all others, whatever he sends.
 *
 *   scan.ts        the text of a document, before it is parsed: length, tokens, nesting, aliases, directives
 *   operation.ts   a valid operation, its fragments counted wherever they are spread:
 *                  depth, aliases, root fields, how much of the schema is asked for
 *   cost.ts        what its answer may cost: fields, calls, lists by their size
 *   input.ts       variables: depth, values, items of lists
 *   settings.ts    the limits and their names
 *   refusal.ts     the sentence that a caller gets
 *
 * A text is scanned when it is new; an operation is measured at its first run and remembered with its
 * document, so that a later run pays for what depends on its variables alone. Calls that are really made
 * are counted where they are sent (`CallScope.budget`).
 */
import type { DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { CallBudget } from '../upstream/call.ts';
import { checkInput } from './input.ts';
import { measureOperation } from './operation.ts';
import type { MeasuredOperation } from './operation.ts';
import { limitError } from './refusal.ts';
import { scanDocument } from './scan.ts';
import type { LimitSettings } from './settings.ts';

export type { LimitSettings } from './settings.ts';
export { noLimits } from './settings.ts';

export interface Measured {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
}

export interface Limits {
  /** Why this text is not parsed; undefined: it may be. */
  ofText(query: string): GraphQLError | undefined;
  /** Why this operation is never run; undefined: it depends on its variables at most. The document must be valid. */
  ofOperation(measured: Measured): GraphQLError | undefined;
  /** Why it is not run with these variables, which need not fit it. */
  ofRun(measured: Measured, variables: Readonly<Record<string, unknown>>): GraphQLError | undefined;
  /** For one run: how many upstream calls it may make. */
  budget(): CallBudget;
}

/** `systems`: names of all that calls go to. */
export function createLimits(settings: LimitSettings, systems: Iterable<string> = []): Limits {
  const known = new WeakMap<OperationDefinitionNode, MeasuredOperation>();
  const ofEach = [...systems].map((name): [string, number] => [name, settings.maxUpstreamCallsPerSystem]);

  function measured(options: Measured): MeasuredOperation {
    let found = known.get(options.operation);
    if (!found) {
      found = measureOperation(options, settings);
      known.set(options.operation, found);
    }
    return found;
  }

  return {
    ofText: (query) => scanDocument(query, settings),
    ofOperation: (options) => measured(options).refusal,
    ofRun(options, variables) {
      const { refusal, costOf } = measured(options);
      const found = refusal ?? checkInput(variables, settings);
      if (found || !costOf) return found;
      const cost = costOf(variables);
      return cost <= settings.maxCost ? undefined : limitError({ of: 'cost', found: cost, allowed: settings.maxCost });
    },
    budget: () => ({ left: settings.maxUpstreamCalls, leftBySystem: new Map(ofEach) }),
  };
}
