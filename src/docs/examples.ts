/**
 * An operation for each field, valid and as short as it can be: the shortest way from a root to the field, with
 * the arguments that must be given and a few plain fields of what comes back. References are those of the
 * sandbox's demo data, so that what is read there is answered as it stands.
 */
import type { GraphQLArgument, GraphQLField, GraphQLInputType, GraphQLNamedType, GraphQLObjectType, GraphQLInterfaceType, GraphQLSchema } from 'graphql';
import { getNamedType, getNullableType, isAbstractType, isEnumType, isInputObjectType, isInterfaceType, isLeafType, isListType, isObjectType, isRequiredArgument, isRequiredInputField, isUnionType, parse, print } from 'graphql';

type Fields = GraphQLObjectType | GraphQLInterfaceType;
interface Step {
  field: GraphQLField<unknown, unknown>;
  /** The member of an abstract type that the next step is on. */
  on?: string;
}

const demo: Readonly<Record<string, string>> = {
  accountReference: 'ACC-0015', claimReference: 'CLM-0136', debtorReference: 'DEB-0148', contactId: 'DEB-0148', invoiceId: 'CLM-0136', accountId: 'ACC-0015',
  date: '2025-01-15', eventType: 'event.claim.created', org: 'demo', currency: 'EUR', amount: '10.00', merchantReference: 'CLM-0136',
};

/** Fields that one asks for first: what it is and how it stands. */
const telling = /^(?:id|ref|name|status|success|outcome|paymentStatus|decimal|currency|amount)$|Reference$/;

/** Types in the way of few: a search from these first finds the ways that a person would take. */
const wanted = ['debtor', 'account', 'claim'];

export interface Examples {
  /** Undefined for a field that no operation can reach. */
  of(type: string, field: string): string | undefined;
  /** A value of an input type. */
  input(type: string): string | undefined;
}

export function createExamples(schema: GraphQLSchema): Examples {
  const ways = waysOf(schema);
  return {
    of(typeName, fieldName) {
      const type = schema.getType(typeName);
      if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
      const field = type.getFields()[fieldName];
      const way = ways.get(typeName);
      if (!field || !way) return undefined;
      return operation(schema, way.root, [...way.steps, { field }]);
    },
    input(typeName) {
      const type = schema.getType(typeName);
      return isInputObjectType(type) ? literal(type, typeName, 0) : undefined;
    },
  };
}

interface Way {
  root: 'query' | 'mutation' | 'subscription';
  steps: Step[];
}

/** The shortest way to each type that has fields; queries before writes, and without a call where that is possible. */
function waysOf(schema: GraphQLSchema): Map<string, Way> {
  const ways = new Map<string, Way>();
  const roots = [['query', schema.getQueryType()], ['mutation', schema.getMutationType()], ['subscription', schema.getSubscriptionType()]] as const;
  for (const [root, type] of roots) {
    if (!type) continue;
    ways.set(type.name, { root, steps: [] });
    const queue: Fields[] = [type];
    for (const from of queue) {
      const way = ways.get(from.name)!;
      const fields = Object.values(from.getFields()).filter(({ deprecationReason }) => deprecationReason == null);
      for (const field of [...fields].sort((a, b) => rank(a) - rank(b))) {
        for (const to of targets(schema, getNamedType(field.type))) {
          if (ways.has(to.name)) continue;
          ways.set(to.name, { root, steps: [...way.steps, { field, ...(to.name !== getNamedType(field.type).name && { on: to.name }) }] });
          queue.push(to);
        }
      }
    }
  }
  return ways;
}

const rank = ({ name }: GraphQLField<unknown, unknown>): number => (wanted.includes(name) ? wanted.indexOf(name) : wanted.length);

function targets(schema: GraphQLSchema, type: GraphQLNamedType): Fields[] {
  if (isObjectType(type)) return [type];
  if (isInterfaceType(type)) return [type, ...schema.getPossibleTypes(type)];
  return isUnionType(type) ? [...type.getTypes()] : [];
}

function operation(schema: GraphQLSchema, root: Way['root'], steps: Step[]): string {
  const variables: string[] = [];
  const write = (index: number): string => {
    const { field, on } = steps[index]!;
    const call = `${field.name}${argumentsOf(field, variables)}`;
    const type = getNamedType(field.type);
    if (index === steps.length - 1) return isLeafType(type) ? call : `${call} { ${selection(schema, type, 0)} }`;
    const inner = write(index + 1);
    return on === undefined ? `${call} { ${inner} }` : `${call} { ... on ${on} { ${inner} } }`;
  };
  const body = write(0);
  const name = steps.map(({ field }) => field.name[0]!.toUpperCase() + field.name.slice(1)).at(-1)!;
  return print(parse(`${root} ${name}${variables.length > 0 ? `(${variables.join(', ')})` : ''} { ${body} }`));
}

/** A few fields that cost nothing; deeper only where there are no plain ones. */
function selection(schema: GraphQLSchema, type: GraphQLNamedType, depth: number): string {
  if (isUnionType(type) || (isAbstractType(type) && !isInterfaceType(type))) return '__typename';
  if (!isObjectType(type) && !isInterfaceType(type)) return '';
  const free = Object.values(type.getFields()).filter((field) => field.deprecationReason == null && !field.args.some(isRequiredArgument) && ((field.extensions['scopes'] as string[] | undefined) ?? []).length === 0);
  const leaves = free.filter((field) => isLeafType(getNamedType(field.type))).map(({ name }) => name);
  const plain = [...leaves.filter((name) => telling.test(name)), ...leaves.filter((name) => !telling.test(name))].slice(0, 5);
  const deeper = free.filter((field) => !isLeafType(getNamedType(field.type)));
  const inner = depth < 3 && (plain.length === 0 || depth === 0) ? deeper.filter((field) => plain.length === 0 || field.name === 'items').slice(0, 1).map((field) => `${field.name} { ${selection(schema, getNamedType(field.type), depth + 1)} }`) : [];
  const chosen = [...inner, ...plain];
  return chosen.length > 0 ? chosen.join(' ') : '__typename';
}

function argumentsOf(field: GraphQLField<unknown, unknown>, variables: string[]): string {
  const needed = field.args.filter(isRequiredArgument);
  if (needed.length === 0) return '';
  return `(${needed.map((arg) => `${arg.name}: ${argument(arg, variables)}`).join(', ')})`;
}

/** A file cannot be written into an operation, so an input that holds one is a variable. */
function argument(arg: GraphQLArgument, variables: string[]): string {
  if (!holdsFile(arg.type, 0)) return literal(arg.type, arg.name, 0);
  variables.push(`$${arg.name}: ${String(arg.type)}`);
  return `$${arg.name}`;
}

function holdsFile(type: GraphQLInputType, depth: number): boolean {
  const named = getNamedType(type);
  if (named.name === 'Upload') return true;
  return isInputObjectType(named) && depth < 4 && Object.values(named.getFields()).some((field) => isRequiredInputField(field) && holdsFile(field.type, depth + 1));
}

function literal(type: GraphQLInputType, name: string, depth: number): string {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return `[${literal(nullable.ofType, name, depth)}]`;
  if (isEnumType(nullable)) return nullable.getValues()[0]!.name;
  if (isInputObjectType(nullable)) {
    if (depth > 6) return '{}';
    const fields = Object.values(nullable.getFields());
    const given = nullable.isOneOf ? fields.slice(0, 1) : fields.filter(isRequiredInputField);
    return `{ ${given.map((field) => `${field.name}: ${literal(field.type, field.name, depth + 1)}`).join(', ')} }`;
  }
  switch (getNamedType(type).name) {
    case 'Int': case 'SafeInt': case 'Float': return name === 'amount' ? '1000' : '1';
    case 'Boolean': return 'true';
    case 'Date': return '"2025-01-15"';
    case 'DateTime': return '"2025-01-15T12:00:00Z"';
    case 'Decimal': return '"10.00"';
    case 'JSON': return '{ note: "text" }';
    default: return JSON.stringify(demo[name] ?? (name.endsWith('Reference') ? 'REF-1' : 'text'));
  }
}
