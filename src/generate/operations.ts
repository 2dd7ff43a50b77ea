/** Operations: each becomes a field of Query or Mutation with the HTTP call behind it. */
import { answer } from './answers.ts';
import { body } from './bodies.ts';
import { checkBulk } from './bulk.ts';
import { credential } from './credentials.ts';
import { deprecated, operationDescription } from './descriptions.ts';
import { fieldName, isName, suggestion } from './names.ts';
import { parameters } from './parameters.ts';
import type { Place } from './place.ts';
import { below, member, members } from './place.ts';
import type { FieldText, Literal } from './print.ts';
import { directive } from './print.ts';
import { resolve } from './references.ts';
import { sensitive } from './sensitive.ts';
import type { Work } from './work.ts';
import { refuse, rootOf } from './work.ts';

export interface Operation {
  place: Place;
  path: Place;
  /** The path as documented. */
  template: string;
  verb: string;
  /** The operationId, or the name that the overlay gives. */
  id: string;
  /** The graph's field. */
  field: string;
}

const verbs = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

export interface Roots {
  query: FieldText[];
  mutation: FieldText[];
}

export function operations(work: Work): Roots {
  const roots: Roots = { query: [], mutation: [] };
  const seen = new Map<string, string>();
  for (const { key: template, place } of members(below(rootOf(work), 'paths'))) {
    if (template.startsWith('x-')) continue;
    const path = resolve(work, place);
    for (const { key: verb, place: own } of members(path)) {
      if (!verbs.has(verb) || member(own.value, 'x-graphql-ignore') === true) continue;
      const operation = named(work, { place: own, path, template, verb });
      if (!operation) continue;
      const root = rootFor(work, operation);
      const taken = seen.get(`${root} ${operation.field}`);
      if (taken !== undefined) {
        refuse(work, {
          pointer: own.pointer,
          found: `a field ${operation.field} beside the one of ${taken}`,
          expected: 'one operation for each name',
          overlay: { update: { 'x-graphql-field-name': `${operation.field}${verb.charAt(0).toUpperCase()}${verb.slice(1)}` } },
        });
      }
      seen.set(`${root} ${operation.field}`, own.pointer);
      roots[root].push(fieldOf(work, operation, root));
    }
  }
  return roots;
}

function named(work: Work, found: Pick<Operation, 'place' | 'path' | 'template' | 'verb'>): Operation | undefined {
  const { place, template, verb } = found;
  const id = member(place.value, 'operationId');
  const given = member(place.value, 'x-graphql-field-name');
  const field = typeof given === 'string' ? given : typeof id === 'string' ? fieldName(id) : undefined;
  const proposed = suggestion(`${verb} ${template.replace(/[{}/?=&]+/g, ' ')}`, verb);
  if (verb === 'trace') {
    refuse(work, { pointer: place.pointer, found: 'a TRACE operation', expected: 'another verb', overlay: { update: { 'x-graphql-ignore': true } } });
    return undefined;
  }
  if (field === undefined) {
    refuse(work, { pointer: place.pointer, found: 'an operation without operationId', expected: 'one that names its field', overlay: { update: { operationId: proposed } } });
    return undefined;
  }
  if (!isName(field)) {
    refuse(work, { pointer: place.pointer, found: `the operationId ${JSON.stringify(id)} that gives no GraphQL name`, expected: 'a name', overlay: { update: { 'x-graphql-field-name': suggestion(field, proposed) } } });
    return undefined;
  }
  return { ...found, field, id: typeof id === 'string' && isName(fieldName(id)) ? id : field };
}

function rootFor(work: Work, { place, verb }: Operation): keyof Roots {
  const told = member(place.value, 'x-graphql-operation-type');
  if (told === 'query' || told === 'mutation') return told;
  if (told !== undefined) {
    refuse(work, { pointer: place.pointer, found: `x-graphql-operation-type of ${JSON.stringify(told)}`, expected: 'query or mutation', overlay: { update: { 'x-graphql-operation-type': 'query' } } });
  }
  return verb === 'get' ? 'query' : 'mutation';
}

function fieldOf(work: Work, operation: Operation, root: keyof Roots): FieldText {
  const { place, path, verb, field } = operation;
  for (const at of [path, place]) {
    if (member(at.value, 'servers') !== undefined) {
      refuse(work, { pointer: below(at, 'servers').pointer, found: 'servers of one path', expected: 'the servers of the document', overlay: { remove: true } });
    }
  }
  const { args, places, url, headers } = parameters(work, operation);
  const computed = member(place.value, 'x-graphql-url') === true;
  const sent = computed ? undefined : body(work, operation);
  const taken = sent && places.get('input');
  if (taken !== undefined) {
    refuse(work, {
      pointer: taken,
      found: 'a parameter named input beside a body',
      expected: 'another name for the parameter',
      overlay: { update: { 'x-graphql-field-name': 'inputParameter' } },
    });
  }
  const result = computed ? { type: 'String', directives: [], rest: {} } : answer(work, operation);
  if ('bulk' in result && result.bulk) checkBulk(work, { ...result.bulk, body: sent?.reading, mutation: root === 'mutation' });
  const call: Record<string, Literal | undefined> = {
    source: work.name,
    [computed ? 'URL' : verb.toUpperCase()]: url,
    headers: headers.length > 0 ? headers.map((header) => ({ fields: header })) : undefined,
    ...sent?.rest,
    ...result.rest,
    nullOn: nullOn(work, place),
    credential: computed ? undefined : credential(work, operation),
  };
  return {
    name: field,
    description: operationDescription(place.value),
    args: sent ? [...args, sent.arg] : args,
    type: result.type,
    directives: [...result.directives, ...sensitive(work, place), ...(member(place.value, 'deprecated') === true ? [deprecated(member(place.value, 'description'), member(place.value, 'summary'))] : [])],
    call: directive('rest', call),
  };
}

function nullOn(work: Work, place: Place): number[] | undefined {
  const statuses = member(place.value, 'x-graphql-null-on');
  if (statuses === undefined) return undefined;
  if (Array.isArray(statuses) && statuses.every((status): status is number => Number.isInteger(status) && status >= 300 && status < 600)) return statuses;
  refuse(work, { pointer: place.pointer, found: `x-graphql-null-on of ${JSON.stringify(statuses)}`, expected: 'a list of statuses between 300 and 599' });
  return undefined;
}
