/**
 * What changed from one schema to another, and what that means for those who built on the first.
 * The rules are those of GraphQL Inspector: `breaking` fails an operation that worked, `dangerous` may
 * surprise one (a new enum value, another default), `safe` is seen by nobody who does not look for it.
 */
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import type { GraphQLSchema } from 'graphql';
import { buildSchema } from 'graphql';
import { printGraph } from '../graph/main.ts';

export type Level = 'breaking' | 'dangerous' | 'safe';

export interface SchemaChange {
  level: Level;
  /** In the words of GraphQL Inspector: `FIELD_REMOVED`. */
  type: string;
  /** `Claim.total`; absent for what belongs to the schema as a whole. */
  path?: string;
  message: string;
}

export const levels: readonly Level[] = ['breaking', 'dangerous', 'safe'];

const levelOf: Record<CriticalityLevel, Level> = {
  [CriticalityLevel.Breaking]: 'breaking',
  [CriticalityLevel.Dangerous]: 'dangerous',
  [CriticalityLevel.NonBreaking]: 'safe',
};

/** The worst first, and by path within a level. */
export async function changesBetween(before: GraphQLSchema, after: GraphQLSchema): Promise<SchemaChange[]> {
  const changes = await diff(comparable(before), comparable(after));
  return changes
    .filter(({ path }) => !toldAlready.test(path ?? ''))
    .map(({ criticality, type, path, message }): SchemaChange => ({ level: levelOf[criticality.level], type: String(type), ...(path !== undefined && { path }), message }))
    .sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || order(a.path ?? '', b.path ?? ''));
}

/** Text again and read again: a schema from introspection has no document, in which the directives would stand. */
const comparable = (schema: GraphQLSchema): GraphQLSchema => buildSchema(printGraph(schema), { assumeValidSDL: true });

/** A deprecation is a change of its own; its directive and the directive's argument would tell it twice more. */
const toldAlready = /\.@deprecated\.reason$/;

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export type Bump = 'major' | 'minor' | 'patch' | 'none';

/** Words alone are a patch; everything that adds or may surprise is a minor version. */
export function bumpFor(changes: readonly SchemaChange[]): Bump {
  if (changes.length === 0) return 'none';
  if (changes.some(({ level }) => level === 'breaking')) return 'major';
  return changes.every(({ type }) => type.includes('DESCRIPTION')) ? 'patch' : 'minor';
}
