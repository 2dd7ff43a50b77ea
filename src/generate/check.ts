/** The generator's own output, held against the language it is written in before anybody sees it. */
import { buildASTSchema, GraphQLError, parse, validateSchema } from 'graphql';
import { directiveDefinitions, scalarDefinitions } from '../rest/directives.ts';
import type { Definitions } from './definitions.ts';
import { sentence } from './refusal.ts';

/** What GraphQL itself says against the printed document, each as a sentence. */
export function objections(sdl: string, definitions: Definitions): string[] {
  const told = (message: string): string => {
    const name = [...definitions.byName.keys()].find((one) => new RegExp(`\\b${one}\\b`).test(message));
    const pointer = name && definitions.byName.get(name)?.[0]?.pointer;
    return sentence({
      pointer: pointer ?? '',
      found: message.replace(/\.$/, ''),
      expected: 'what GraphQL can express',
      ...(pointer !== undefined && message.startsWith('Cannot reference Input Object') && { overlay: { update: { 'x-graphql-json': true } } }),
    });
  };
  try {
    const schema = buildASTSchema(parse(`${directiveDefinitions}\n${scalarDefinitions}\n${sdl}`));
    return validateSchema(schema).filter(({ message }) => !message.startsWith('Query root type must be provided')).map(({ message }) => told(message));
  } catch (error) {
    if (!(error instanceof GraphQLError) && !(error instanceof Error)) throw error;
    return error.message.split('\n\n').map(told);
  }
}
