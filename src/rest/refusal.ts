/**
 * A value of the caller that cannot be sent: found before any call, said in one sentence with its path.
 * Writers throw it where they stand; each level above adds its own step, so a good value costs nothing.
 */
import { GraphQLError } from 'graphql';

export type Step = string | number;

export class Refusal extends Error {
  readonly path: Step[];

  constructor(sentence: string, path: Step[] = []) {
    super(sentence);
    this.name = 'Refusal';
    this.path = path;
  }
}

/** Adds the step above to a refusal on its way up; anything else passes unchanged. */
export function below(step: Step, error: unknown): unknown {
  if (error instanceof Refusal) error.path.unshift(step);
  return error;
}

/** The caller's error: `input[2].amount: 10.001 has 3 decimals, but EUR has 2`, code `BAD_USER_INPUT`. */
export function inputError(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  return new GraphQLError(`${pathText(error.path)}: ${error.message}`, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** `['input', 2, 'amount']` -> `input[2].amount`. */
export function pathText(path: Step[]): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

/** What a value is, without saying the value. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number' || typeof value === 'bigint') return 'a number';
  return typeof value === 'boolean' ? 'true or false' : 'an object';
}
