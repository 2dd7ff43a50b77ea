/**
 * Parameters of an operation: arguments of the field, and where they stand in the URL and headers.
 * Credentials and content types are the gateway's own business; deployment facts are variables.
 */
import { serverPath } from './credentials.ts';
import { defaultLiteral } from './inputs.ts';
import type { Operation } from './operations.ts';
import { deprecated, ownDescription } from './descriptions.ts';
import { isOwn, isSettable } from './header-parameters.ts';
import { styleOf } from './list-style.ts';
import { isName, lowerCamel, pascal, suggestion } from './names.ts';
import type { Place } from './place.ts';
import { below, items, member } from './place.ts';
import type { FieldText } from './print.ts';
import { directive } from './print.ts';
import { resolve } from './references.ts';
import { read } from './schemas.ts';
import { sensitive } from './sensitive.ts';
import { use } from './types.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

export interface Parameters {
  args: FieldText[];
  /** Where each argument is documented, by its name. */
  places: ReadonlyMap<string, string>;
  /** Path with its query: `/v1/{clientId}/get_account?accountReference={accountReference}`. */
  url: string;
  headers: { name: string; value: string }[];
}

/** One parameter of an operation. */
export interface Found {
  place: Place;
  name: string;
  in: string;
}

/** The parameters of the path and of the operation itself, which win over those of the path. */
function parametersOf(work: Work, operation: Operation): Found[] {
  const found = new Map<string, Found>();
  for (const list of [below(operation.path, 'parameters'), below(operation.place, 'parameters')]) {
    for (const item of items(list)) {
      const place = resolve(work, item);
      const name = member(place.value, 'name');
      const where = member(place.value, 'in');
      if (typeof name !== 'string' || typeof where !== 'string') continue;
      found.set(`${where} ${name}`, { place, name, in: where });
    }
  }
  return [...found.values()];
}

export function parameters(work: Work, operation: Operation): Parameters {
  const args = new Map<string, FieldText>();
  const places = new Map<string, string>();
  const query: string[] = [];
  const headers: { name: string; value: string }[] = [];
  let path = urlText(serverPath(work) + operation.template.replace(/#.*$/s, ''));

  for (const parameter of parametersOf(work, operation)) {
    const { place, name, in: where } = parameter;
    if (isOwn(work, parameter)) continue;
    if (member(place.value, 'x-graphql-ignore') === true) {
      if (where !== 'path') continue;
      const stood = ['x-graphql-variable', 'x-graphql-fixed'].some((key) => member(place.value, key) !== undefined);
      if (!stood) refuse(work, { pointer: place.pointer, found: 'a path parameter that is ignored', expected: 'a variable, a constant or an argument', overlay: { update: { 'x-graphql-variable': true } } });
    }
    if (where === 'header' && !isSettable(work, parameter)) continue;
    const value = valueOf(work, operation, parameter);
    if (!value) continue;
    const taken = value.arg && places.get(value.arg.name);
    if (value.arg && taken !== undefined) {
      refuse(work, {
        pointer: place.pointer,
        found: `an argument ${value.arg.name} beside the one of ${taken}`,
        expected: 'one argument for each name',
        overlay: { update: { 'x-graphql-field-name': `${where}${pascal(value.arg.name)}` } },
      });
    }
    if (value.arg) {
      args.set(value.arg.name, value.arg);
      places.set(value.arg.name, place.pointer);
    }
    if (where === 'path') path = path.replaceAll(`{${urlText(name)}}`, value.text);
    else if (where === 'query') query.push(`${encodeURIComponent(name)}=${value.text}`);
    else headers.push({ name, value: value.text });
  }
  const joined = query.join('&');
  const url = joined === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${joined}`;
  return { args: [...args.values()], places, url, headers };
}

/** A documented path as a URL holds it. */
const urlText = (text: string): string => text.replace(/[^\w\-.~!$&'()*+,;=:@/%?{}[\]]/gu, encodeURIComponent).replace(/%(?![0-9A-Fa-f]{2})/g, '%25');

/** What stands for the parameter in the template, and its argument where it is one. */
function valueOf(work: Work, operation: Operation, parameter: Found): { text: string; arg?: FieldText } | undefined {
  const { place, name } = parameter;
  const fixed = member(place.value, 'x-graphql-fixed');
  if (typeof fixed === 'string' || typeof fixed === 'number' || typeof fixed === 'boolean') {
    const text = parameter.in === 'header' ? String(fixed) : encodeURIComponent(fixed);
    if (/^[\x20-\x7e]*$/.test(text) && !/[{}]/.test(text)) return { text };
  }
  if (fixed !== undefined) {
    refuse(work, { pointer: place.pointer, found: `x-graphql-fixed of ${JSON.stringify(fixed)}`, expected: 'a scalar in plain characters without braces' });
    return undefined;
  }
  const variable = member(place.value, 'x-graphql-variable');
  if (variable === true || typeof variable === 'string') {
    const own = variable === true ? lowerCamel(name) : variable;
    checkName(work, place, own, 'x-graphql-variable');
    work.variables.add(own);
    return { text: `{${own}}` };
  }
  const given = member(place.value, 'x-graphql-field-name');
  const own = typeof given === 'string' ? given : lowerCamel(name);
  checkName(work, place, own, 'x-graphql-field-name');
  const arg = argument(work, operation, parameter, own);
  return arg && { text: `{${own}}`, arg };
}

function checkName(work: Work, place: Place, name: string, key: string): void {
  if (isName(name)) return;
  refuse(work, {
    pointer: place.pointer,
    found: `the parameter ${JSON.stringify(member(place.value, 'name'))} that gives no GraphQL name`,
    expected: 'a name',
    overlay: { update: { [key]: suggestion(name, 'parameter') } },
  });
}

function argument(work: Work, operation: Operation, { place, in: where }: Found, own: string): FieldText | undefined {
  const style = styleOf(work, place, where);
  if (style === undefined) return undefined;
  const schema = below(place, 'schema');
  if (!place.pointer.startsWith('/components/')) work.bases.set(schema.pointer, pascal(operation.field) + pascal(own));
  const { type, directives, nullable, reading } = use(work, schema, { side: 'in' });
  const list = reading.shape.kind === 'list';
  const plain = list ? read(work, (reading.shape as { items: Place }).items).shape.kind : reading.shape.kind;
  if (plain !== 'scalar' && plain !== 'enum') {
    refuse(work, {
      pointer: place.pointer,
      found: `a ${where} parameter that is neither a scalar nor a list of scalars`,
      expected: 'a value with one spelling in a URL or header',
      overlay: member(place.value, 'required') === true ? { update: { schema: { type: 'string' } } } : { update: { 'x-graphql-ignore': true } },
    });
    return undefined;
  }
  const variable = member(place.value, 'x-graphql-default');
  if (typeof variable === 'string') {
    checkName(work, place, variable, 'x-graphql-default');
    work.variables.add(variable);
  }
  const required = (member(place.value, 'required') === true || where === 'path') && typeof variable !== 'string';
  const filled = required ? defaultLiteral(work, reading) : undefined;
  const must = required && (!nullable || where === 'path');
  const optional = !must || filled !== undefined;
  const description = member(place.value, 'description');
  return {
    name: own,
    description: typeof description === 'string' && description.trim() !== '' ? description : ownDescription(reading, schema),
    type: must ? `${type}!` : type,
    default: filled,
    directives: [
      ...directives,
      ...(list && (style.explode === false || style.separator) ? [directive('list', style)] : []),
      ...(typeof variable === 'string' ? [directive('default', { variable })] : []),
      ...sensitive(work, place, reading),
      ...(optional && (member(place.value, 'deprecated') === true || reading.notes.deprecated === true) ? [deprecated(description, reading.notes.description)] : []),
    ],
  };
}
