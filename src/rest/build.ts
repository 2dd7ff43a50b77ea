/** What every compiler of this folder is handed: the schema under construction and what is known about it. */
import type { GraphQLSchema } from 'graphql';
import type { JSONBodies } from './json-body.ts';
import type { Place } from './misfit.ts';
import type { AnswerFormat, Rules } from './rules.ts';
import type { Source } from './source.ts';

export interface Build {
  schema: GraphQLSchema;
  rules: Rules;
  sources: ReadonlyMap<string, Source>;
  bodies: JSONBodies;
  /** Answer formats other than JSON of the object types that such an answer is read into. */
  formats: ReadonlyMap<string, AnswerFormat>;
  /** Types that stand for a union's value as it came: `raw` is the whole of it. */
  unknowns: ReadonlySet<string>;
  /** Names that a type, or a type below it, inherits from above. */
  inherits: ReadonlyMap<string, ReadonlySet<string>>;
  /** Where values of a field are read, for messages at run time. */
  place(type: string, field: string): Place;
}
