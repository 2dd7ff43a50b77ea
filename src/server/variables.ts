/**
 * Says why variables were refused without repeating them: graphql-js quotes the whole value, and
 * that value is a debtor's data. The path and the reason stay, the value goes.
 *
 * It looks at the values once more with graphql-js's own coercion instead of cutting a message
 * apart: a value could hold any text, also one that looks like the end of the quotation.
 */
import { GraphQLEnumType, GraphQLError, coerceInputValue, getNamedType, isInputType, isNonNullType, isSpecifiedScalarType, typeFromAST } from 'graphql';
import type { GraphQLInputType, GraphQLNamedType, GraphQLSchema, OperationDefinitionNode, VariableDefinitionNode } from 'graphql';

/** As many as graphql-js reports itself. */
const maxErrors = 50;

export interface VariableOptions {
  schema: GraphQLSchema;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
  /** Whether a wrong name is answered with those that may have been meant: not where the schema is not to be read. */
  suggestions: boolean;
}

/** One `BAD_USER_INPUT` for each refused value: `Variable "$input" got invalid value at "input.items[3].date"; Expected type "Date".` */
export function explainVariables({ schema, operation, variables, suggestions }: VariableOptions): GraphQLError[] {
  const errors: GraphQLError[] = [];
  for (const definition of operation.variableDefinitions ?? []) {
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type)) continue;
    try {
      explainOne({ definition, type, variables, suggestions }, errors);
    } catch (error) {
      if (error !== enough) throw error;
      errors.push(refused(definition, 'Too many errors processing variables, error limit reached. Execution aborted.'));
      return errors;
    }
  }
  // The second look must find what the first one found; if a scalar changed its mind, the refusal still stands.
  return errors.length > 0 ? errors : [new GraphQLError('The variables do not fit the operation.', { extensions: { code: 'BAD_USER_INPUT' } })];
}

const enough = new Error('enough');

function explainOne({ definition, type, variables, suggestions }: { definition: VariableDefinitionNode; type: GraphQLInputType } & Pick<VariableOptions, 'variables' | 'suggestions'>, errors: GraphQLError[]): void {
  const name = definition.variable.name.value;
  const add = (message: string): void => {
    if (errors.length >= maxErrors) throw enough;
    errors.push(refused(definition, message));
  };
  if (!Object.hasOwn(variables, name)) {
    if (!definition.defaultValue && isNonNullType(type)) add(`Variable "$${name}" of required type "${String(type)}" was not provided.`);
    return;
  }
  if (variables[name] === null && isNonNullType(type)) {
    add(`Variable "$${name}" of non-null type "${String(type)}" must not be null.`);
    return;
  }
  coerceInputValue(variables[name], type, (path, value, error) => {
    const where = path.length > 0 ? ` at "${name}${printPath(path)}"` : '';
    add(`Variable "$${name}" got invalid value${where}; ${reason(error, value, typeAt(type, path))}`);
  }, !suggestions);
}

function refused(node: VariableDefinitionNode, message: string): GraphQLError {
  return new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
}

/** Paths hold the schema's own field names and indexes, nothing of the caller's. */
function printPath(path: readonly (string | number)[]): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
}

function typeAt(type: GraphQLInputType, path: readonly (string | number)[]): GraphQLNamedType {
  let named: GraphQLNamedType = getNamedType(type);
  for (const key of path) {
    if (typeof key === 'string' && 'getFields' in named) named = getNamedType(named.getFields()[key]?.type ?? named);
  }
  return named;
}

/** What graphql-js or a scalar found wrong, less the value it found. */
function reason({ message }: Error, value: unknown, type: GraphQLNamedType): string {
  if (isSpecifiedScalarType(type)) return `${before(message, ': ')}.`.replace(/\.\.$/, '.');
  if (type instanceof GraphQLEnumType) {
    // Value "..." does not exist in "X" enum. The caller's own text stands in front, so the last match is graphql-js's.
    const at = message.lastIndexOf(' does not exist in "');
    return at < 0 ? `${before(message, ': ')}.` : `Value${message.slice(at)}`;
  }
  const unknownField = /^Field "(.*)" is not defined by type /s.exec(message)?.[1];
  // A key that is no name is data in the wrong place.
  if (unknownField !== undefined && !/^\w{1,64}$/.test(unknownField)) return message.replace(`"${unknownField}"`, () => '(not a name)');
  return unknownField === undefined ? without(message, value) : message;
}

function before(text: string, mark: string): string {
  const at = text.indexOf(mark);
  return at < 0 ? text : text.slice(0, at);
}

/** Our own scalars don't quote what they refuse; this holds even if one does. */
function without(message: string, value: unknown): string {
  if (value === null || (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint')) return message;
  const text = String(value);
  if (text.length < 3) return message;
  return message.replaceAll(JSON.stringify(text), () => '(withheld)').replaceAll(text, () => '(withheld)');
}
