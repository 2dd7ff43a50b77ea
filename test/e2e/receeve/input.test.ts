/** What does not fit is refused before any call, with its path: every input type and every argument of Receeve, derived from the schema. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { getNamedType, getNullableType, isInputObjectType, isListType, isNonNullType, isRequiredInputField, Kind, parse, visit, type GraphQLInputField } from 'graphql';
import { startRecordedGateway, type GraphQLAnswer, type RecordedGateway } from '../../support/gateway.ts';
import { placesBelow, sampleOf, wrongValueOf, type Place } from '../../support/inputs.ts';
import { json, receeveSchema, receeveSDL } from '../../support/receeve.ts';
import { rootField } from '../../support/wholeAnswer.ts';

let graph: RecordedGateway;
beforeAll(async () => {
  graph = await startRecordedGateway({ unchecked: ['receeve'] });
  graph.vendors.receeve.answer({ headers: json, body: '{}' });
});
beforeEach(() => graph.reset());
afterEach(() => expect(graph.vendors.collectmaxx.requests.concat(graph.vendors.cm.requests, graph.vendors.ucollect.requests)).toEqual([]));
afterAll(() => graph.close());

const mutations = Object.values(receeveSchema.getMutationType()?.getFields() ?? {});
const queries = Object.values(receeveSchema.getQueryType()?.getFields() ?? {});

/** Fields of free objects, and maps with their keys: the SDL says it, the schema does not. */
const freeform = new Set<string>();
const maps: { field: string; key: string }[] = [];
visit(parse(receeveSDL), {
  InputObjectTypeDefinition: ({ name, fields = [] }) => {
    for (const field of fields) if (field.directives?.some((directive) => directive.name.value === 'freeform')) freeform.add(`${name.value}.${field.name.value}`);
  },
  FieldDefinition: (field) => {
    for (const argument of field.arguments ?? []) {
      const key = argument.directives?.find((directive) => directive.name.value === 'map')?.arguments?.find(({ name }) => name.value === 'key')?.value;
      if (key?.kind === Kind.STRING) maps.push({ field: field.name.value, key: key.value });
    }
  },
});

const seen = new Set<string>();
const places = mutations.flatMap(({ name, args }) => args.flatMap((argument) => placesBelow(argument, seen).map((place) => ({ field: name, place }))));

async function ask(field: string, input: unknown, more: Record<string, unknown> = {}): Promise<GraphQLAnswer> {
  const { kind, definition } = rootField(receeveSchema, field);
  const variables: Record<string, unknown> = { ...more, ...(input !== undefined && { input }) };
  const given = definition.args.filter(({ name }) => name in variables);
  const leaf = getNamedType(definition.type);
  const selected = 'getFields' in leaf ? ' { __typename }' : '';
  return graph.ask(`${kind}(${given.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ')}) { ${field}(${given.map(({ name }) => `${name}: $${name}`).join(', ')})${selected} }`, variables);
}

/** One of the errors says all of `parts`, all of them are the caller's own, and nobody was called. */
function expectRefusal({ data, errors }: GraphQLAnswer, ...parts: string[]): void {
  expect(errors?.map(({ message }) => message).filter((message) => parts.every((part) => message.includes(part)))).toHaveLength(1);
  expect(new Set(errors?.map(({ extensions }) => extensions['code']))).toEqual(new Set(['BAD_USER_INPUT']));
  expect(Object.values(data ?? {}).every((value) => value === null)).toBe(true);
  expect(graph.vendors.receeve.requests).toEqual([]);
}

/** How a message names a place: the variable alone at its top, else the path. */
const at = (path: string) => (path.includes('.') || path.includes('[') ? `"${path}"` : `"$${path}" got invalid value;`);

it('every input type of Receeve is reached from a mutation', () => {
  const types = Object.values(receeveSchema.getTypeMap()).filter(isInputObjectType).map(({ name }) => name).sort();
  expect([...seen].sort()).toEqual(types);
  expect(types.length).toBeGreaterThan(50);
  expect(maps).toHaveLength(10);
});

it.each(mutations.filter(({ name }) => name !== 'uploadFiles').map(({ name }) => [name]))('%s takes the sample that the others are made from', async (field) => {
  const { errors } = await ask(field, sampleOf(rootField(receeveSchema, field).definition.args.find(({ name }) => name === 'input')?.type ?? (undefined as never)));
  expect(errors).toBeUndefined();
  expect(graph.vendors.receeve.requests).toHaveLength(1);
});

describe.each(places.map(({ field, place }) => [place.type.name, field, place] as const))('%s, from %s', (name, mutation, place: Place) => {
  const fields = Object.values(place.type.getFields());
  const { isOneOf } = place.type;
  const wrong = (field: GraphQLInputField) => (freeform.has(`${name}.${field.name}`) ? 'text' : wrongValueOf(field));
  const given = (field: GraphQLInputField, value: unknown) => place.withValue(isOneOf ? { [field.name]: value } : { ...place.sample, [field.name]: value });
  const pathOf = (field: GraphQLInputField) => `${place.path}.${field.name}`;
  const send = (value: unknown) => ask(mutation, value);

  it('refuses a value of the wrong type at each field', async () => {
    for (const field of fields) {
      const value = wrong(field);
      if (value === undefined) expect([name, field.name, getNamedType(field.type).name]).toEqual([name, 'value', 'JSON']);
      else expectRefusal(await send(given(field, value)), pathOf(field));
    }
  });

  it('refuses null where something is required', async () => {
    for (const field of fields.filter(({ type }) => isOneOf || isNonNullType(type))) expectRefusal(await send(given(field, null)), isOneOf ? field.name : pathOf(field));
  });

  it('refuses an object without what is required', async () => {
    for (const field of fields.filter(isRequiredInputField)) {
      const rest = Object.fromEntries(Object.entries(place.sample).filter(([other]) => other !== field.name));
      expectRefusal(await send(place.withValue(rest)), at(place.path), `Field "${field.name}" of required type "${String(field.type)}" was not provided`);
    }
  });

  it('refuses a field that does not exist', async () => {
    expectRefusal(await send(place.withValue({ ...place.sample, iban: 'NL00' })), at(place.path), `Field "iban" is not defined by type "${name}"`);
  });

  it('refuses a text and a number in its place', async () => {
    for (const value of ['text', 7]) expectRefusal(await send(place.withValue(value)), at(place.path));
  });

  if (isOneOf) {
    it('refuses none and two of its members', async () => {
      const [first, second] = fields.map((field) => ({ [field.name]: sampleOf(field.type) }));
      expectRefusal(await send(place.withValue({})), at(place.path), 'Exactly one key must be specified');
      expectRefusal(await send(place.withValue({ ...first, ...second })), at(place.path), 'Exactly one key must be specified');
    });
  }

  const dates = fields.filter(({ type }) => getNamedType(type).name === 'Date');
  if (dates.length > 0) {
    it('refuses days that no calendar has', async () => {
      for (const field of dates) for (const day of ['2022-02-30', '2023-02-29', '2022-13-01', '2022-1-1', '22-01-01', '2022-01-01T00:00:00Z', '']) expectRefusal(await send(given(field, day)), pathOf(field), 'Date must be');
    });
  }

  const numbers = fields.filter(({ type }) => getNamedType(type).name === 'SafeInt');
  if (numbers.length > 0) {
    it('refuses numbers beyond 2^53, fractions and text', async () => {
      for (const field of numbers) for (const number of [2 ** 53, -(2 ** 53), 1e300, 0.5, '5']) expectRefusal(await send(given(field, number)), pathOf(field), 'SafeInt must be');
    });
  }
});

describe.each(maps.map(({ field, key }) => [field, key]))('the keys of %s', (field, key) => {
  it('may each stand once', async () => {
    const [item] = sampleOf(rootField(receeveSchema, field).definition.args.find(({ name }) => name === 'input')?.type ?? (undefined as never)) as Record<string, unknown>[];
    const answer = await ask(field, ['a', 'b', 'a'].map((value) => ({ ...item, [key]: value })));
    expectRefusal(answer, `input[2].${key}`, 'same key');
    expect(answer.errors?.[0]?.path).toEqual([field]);
  });
});

describe.each([...queries, ...mutations].map((field) => [field.name, field] as const))('the arguments of %s', (name, { args }) => {
  const required = () => Object.fromEntries(args.filter(({ type }) => isNonNullType(type)).map((one) => [one.name, sampleOf(one.type)]));

  it('are refused with the wrong type', async () => {
    for (const argument of args) {
      const named = getNamedType(argument.type);
      const values = [wrongValueOf(argument), { odd: 1 }, ...(named.name === 'Int' ? [2 ** 31, 1.5] : []), ...(named.name === 'Date' ? ['2022-02-30'] : [])];
      for (const value of values) {
        const wrongInput = argument.name === 'input';
        const answer = await ask(name, wrongInput ? value : undefined, { ...required(), ...(!wrongInput && { [argument.name]: value }) });
        if (wrongInput && typeof value === 'object') {
          // Objects within objects: the path goes further down, and there may be more than one thing wrong.
          expect(answer.errors?.[0]?.message).toMatch(/^Variable "\$input" got invalid value/);
          expect(graph.vendors.receeve.requests).toEqual([]);
        } else expectRefusal(answer, `"$${argument.name}" got invalid value`);
      }
    }
  });

  it('are refused when a required one is null or left out', async () => {
    const needed = args.filter(({ type }) => isNonNullType(type));
    expect(needed.length).toBeGreaterThan(0);
    for (const argument of needed) {
      expectRefusal(await ask(name, undefined, { ...required(), [argument.name]: null }), `"$${argument.name}" of non-null type "${String(argument.type)}" must not be null`);
      const { errors } = await graph.ask(`${queries.some((query) => query.name === name) ? 'query' : 'mutation'} { ${name} }`);
      expect(errors?.map(({ message }) => message)).toContainEqual(expect.stringContaining(`argument "${argument.name}" of type "${String(argument.type)}" is required`));
      expect(graph.vendors.receeve.requests).toEqual([]);
    }
  });
});

describe('in the text of an operation', () => {
  it.each([
    ['a day that no calendar has', '{ events(eventType: "e", date: "2022-02-30") { page } }', /Date must be a day of the calendar/],
    ['a number in place of text', '{ account(accountReference: 5) { currency } }', /String cannot represent a non string value/],
    ['an enum value that does not exist', '{ accountClaims(accountReference: "a", status: OPEN) { paginationId } }', /ClaimStatus/],
    ['a number beyond 2^53', 'mutation { updateClaims(input: { claimReference: "c", amount: 9007199254740993 }) { success } }', /SafeInt must be/],
    ['a number beyond 2^53 deep in free JSON', 'mutation { updateAccountMeta(input: { accountReference: "a", meta: { n: [9007199254740993] } }) { success } }', /2\^53/],
    ['free JSON that is no object', 'mutation { updateAccountMeta(input: { accountReference: "a", meta: [1] }) { success } }', /input\[0\]\.meta.*JSON object/],
    ['two members of a oneOf', 'mutation { addAccountLedgerEntries(input: { accountReference: "a", ledgerEntry: { feeLedgerEntry: { ledgerEntryReference: "f", feeDetails: { amount: 1 }, context: {} }, reportingLedgerEntry: { ledgerEntryReference: "f", reportingDetails: { amount: 1 }, context: {} } } }) { success } }', /exactly one/i],
    ['the same key twice', 'mutation { updateClaims(input: [{ claimReference: "c", amount: 1 }, { claimReference: "c", amount: 2 }]) { success } }', /input\[1\]\.claimReference/],
    ['a field that does not exist', 'mutation { pauseJourneys(input: { claimReference: "c", ref: "c" }) { success } }', /Field "ref" is not defined by type "PauseJourneysInput"/],
    ['a missing field', 'mutation { stopJourneys(input: { reason: CLAIM_PAID }) { success } }', /StopJourneysInput.claimReference/],
    ['an argument that does not exist', '{ account(accountReference: "a", clientId: "other") { currency } }', /Unknown argument "clientId"/],
    ['an argument that does not exist on a write', 'mutation { uploadFiles(async: true, input: { accountId: "a" }) { key } }', /Unknown argument "async"/],
  ])('%s is refused', async (_, query, sentence) => {
    const { errors } = await graph.ask(query);
    expect(errors?.map(({ message }) => message)).toContainEqual(expect.stringMatching(sentence));
    expect(graph.vendors.receeve.requests).toEqual([]);
  });

  it('nothing is refused for being the last of its kind', async () => {
    const query = 'mutation { updateClaims(input: { claimReference: "c", amount: 9007199254740991, totalFees: -9007199254740991, originalDueDate: "2024-02-29" }) { success } }';
    expect((await graph.ask(query)).errors).toBeUndefined();
    expect(graph.vendors.receeve.only().body.toString()).toBe('{"c":{"amount":9007199254740991,"totalFees":-9007199254740991,"originalDueDate":"2024-02-29"}}');
  });
});

it('a list that is not empty is needed nowhere: nothing to do is sent as nothing to do', async () => {
  for (const { name, args } of mutations) {
    const input = args.find((argument) => argument.name === 'input');
    if (!input || !isListType(getNullableType(input.type))) continue;
    graph.reset();
    const { data, errors } = await ask(name, []);
    expect(errors).toBeUndefined();
    expect(data[name]).toEqual([]);
    expect(graph.vendors.receeve.only().body.toString()).toBe(maps.some(({ field }) => field === name) ? '{}' : '[]');
  }
});
