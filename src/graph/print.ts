/** The whole public graph as text: sorted, so that a change of it reads as a change, and without directives of our own. */
import { GraphQLSchema, lexicographicSortSchema, printSchema, specifiedDirectives } from 'graphql';

/** Ends in a newline. */
export function printGraph(schema: GraphQLSchema): string {
  const config = schema.toConfig();
  return `${printSchema(lexicographicSortSchema(new GraphQLSchema({ ...config, directives: specifiedDirectives })))}\n`;
}
