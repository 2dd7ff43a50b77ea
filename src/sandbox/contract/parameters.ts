/** Parameters as the document types them. An undeclared query parameter is a problem; undeclared headers are not. */
import type { OpenApiDocument, Parameter } from './document.ts';
import { resolve, typesOf, valueAt } from './document.ts';
import type { Problem } from './problem.ts';
import type { Match } from './route.ts';
import type { Validators } from './validators.ts';

export interface ParameterCheck {
  parameters: Record<string, unknown>;
  problems: Problem[];
}

export function checkParameters(options: {
  match: Match;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  validators: Validators;
}): ParameterCheck {
  const { match, headers, validators } = options;
  const problems = [...match.problems];
  const parameters: Record<string, unknown> = {};
  const declared = match.operation.parameters;
  for (const [name] of match.query) {
    if (!declared.some((one) => one.in === 'query' && one.name === name)) problems.push({ place: 'query', at: [name], message: 'is not documented for this operation' });
  }
  for (const parameter of declared) {
    const { name, in: place, required } = parameter;
    const texts = textsOf(parameter, match, headers);
    if (texts.length === 0) {
      if (required) problems.push({ place, at: [name], message: 'is required' });
      continue;
    }
    if (texts.length > 1 && !parameter.types.includes('array')) {
      problems.push({ place, at: [name], message: `is given ${texts.length} times` });
      continue;
    }
    const value = parameter.types.includes('array') ? texts : typed(texts[0] ?? '', parameter.types);
    const found = validators.check(parameter.schema, value, place);
    problems.push(...found.map((one) => ({ ...one, at: [name, ...one.at] })));
    parameters[name] = value;
  }
  return { parameters, problems };
}

/** Types of the members of a form, whose values all arrive as text. */
export function formTypes(document: OpenApiDocument, pointer: string): Map<string, string[]> {
  const { value } = resolve(document, valueAt(document, pointer), pointer);
  const properties = Object.entries((value['properties'] ?? {}) as Record<string, unknown>);
  return new Map(properties.map(([name, property]) => [name, typesOf(resolve(document, property, pointer).value)]));
}

/** Text that is no number stays text, and the schema says what is wrong with it. */
export function typed(text: string, types: readonly string[]): unknown {
  if (types.includes('string')) return text;
  if (types.includes('integer') && /^-?\d+$/.test(text)) return Number(text);
  if (types.includes('number') && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return Number(text);
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function textsOf(parameter: Parameter, match: Match, headers: Readonly<Record<string, string | string[] | undefined>>): string[] {
  const { name } = parameter;
  if (parameter.in === 'query') return match.query.filter((one) => one[0] === name).map((one) => one[1]);
  const [values, key] = parameter.in === 'path' ? [match.path, name] : [headers, name.toLowerCase()];
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
