/**
 * What is asked of each pay link: what the caller selected, and what links need themselves. It is written once for a
 * document and stands in a fragment, once for all lookups that travel together.
 *
 *   { id shortUrl }   ->   fragment collectgraph_ab12 on PayLink { collectgraph_attributes: attributes { id value } collectgraph_createdOn: createdOn id shortUrl }
 */
import { createHash } from 'node:crypto';
import { isObjectType, Kind } from 'graphql';
import type { FieldNode, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import type { Remote } from '../delegate.ts';
import { Question } from '../lookup.ts';
import type { Lookup } from '../lookup.ts';
import { oncePerDocument } from '../perDocument.ts';
import { writeSelection } from '../selection.ts';
import type { Selection } from '../selection.ts';
import { readVariables } from '../variables.ts';
import { hiddenKey, hiddenName, writeHidden } from './hidden.ts';

/** What is asked of each link, and the caller's variables in it. */
export interface PayLinkSelection {
  fragments: ReadonlyMap<string, string>;
  /** Name of the fragment that holds all of it. */
  name: string;
  variables: (info: GraphQLResolveInfo) => Lookup['variables'];
  /** Where the id of a link stands, and the instant of its creation: where the caller asked for them anyhow, else under a hidden alias. */
  id: string;
  createdOn: string;
  /** The search for a first page. */
  question: Question;
}

/** What tells links apart and puts them in order: read where the caller asked for it anyhow. By its attributes a link is believed: these are always asked for whole. */
const plain = ['id', 'createdOn'];

/** Writes what the field of `info` selects, once for a document. */
export function payLinkSelection(remote: Remote, remoteSchema: GraphQLSchema): (info: GraphQLResolveInfo) => PayLinkSelection {
  return oncePerDocument((info) => writePayLinks({ remote, remoteSchema, info, nodes: info.fieldNodes }));
}

export interface WriteOptions {
  remote: Remote;
  remoteSchema: GraphQLSchema;
  info: GraphQLResolveInfo;
  /** None: only what links need themselves. */
  nodes: readonly FieldNode[];
  /** Fields that are asked for under a hidden alias in any case. */
  hidden?: readonly string[];
}

export function writePayLinks({ remote, remoteSchema, info, nodes, hidden = [] }: WriteOptions): PayLinkSelection {
  const { names, needs } = remote;
  const { schema, fragments, operation: document } = info;
  const type = schema.getType('PayLink');
  if (!isObjectType(type)) throw new Error('There is no type PayLink.');
  const written: Selection = nodes.length === 0 ? { text: '', fragments: new Map(), variables: new Set() } : writeSelection({ nodes, fragments, schema, names, needs, type });
  const { name: remoteType = 'PayLink', fields } = names.types.get('PayLink') ?? {};
  const known = remoteSchema.getType(remoteType);
  const isKnown = (field: string): boolean => isObjectType(known) && Object.hasOwn(known.getFields(), field);
  /** Whether it stands in every link under its own name, whatever the variables say. */
  const isSelected = (field: string): boolean =>
    fields?.get(field) === field && nodes.some(({ selectionSet }) => selectionSet?.selections.some((node) => node.kind === Kind.FIELD && node.name.value === field && !node.alias && !node.arguments?.length && !node.directives?.length));
  const keyOf = (field: string): string => (isSelected(field) ? field : hiddenKey(field));
  const asked = [...new Set([...plain.filter((field) => keyOf(field) !== field), 'attributes', ...hidden])].filter(isKnown);
  const block = `{ ${asked.map(writeHidden).join(' ')}${written.text.replace(/^\{/, '').replace(/\}$/, '').trimEnd()} }`;
  const name = hiddenName(createHash('sha256').update(block).digest('hex').slice(0, 12));
  const variables = readVariables({ operation: document, used: written.variables, schema, names });
  return {
    name,
    id: keyOf('id'),
    createdOn: keyOf('createdOn'),
    question: new Question(),
    fragments: new Map([...written.fragments, [name, `fragment ${name} on ${remoteType} ${block}`]]),
    variables: ({ variableValues }) => variables.map(({ name: variable, definition, onWire }) => ({ name: variable, definition, value: onWire(variableValues[variable]) })),
  };
}
