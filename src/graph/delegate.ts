/**
 * Resolver of a root field of the remote: what the caller selected goes on to the remote as one lookup,
 * and its answer is passed through; fields below are plain properties of it (`read.ts`).
 */
import { OperationTypeNode } from 'graphql';
import type { GraphQLFieldResolver, GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../context.ts';
import { read as sendRead, write as sendWrite } from './batch.ts';
import type { BatchOptions } from './batch.ts';
import type { Needs } from './links/hidden.ts';
import { Question } from './lookup.ts';
import type { Reader } from './reads.ts';
import type { RemoteNames } from './names.ts';
import { operationName } from './operation.ts';
import { oncePerDocument } from './perDocument.ts';
import type { RemoteFieldResolver } from './read.ts';
import { writeRootField } from './selection.ts';
import { readVariables } from './variables.ts';

export interface Remote extends BatchOptions {
  names: RemoteNames;
  /** What the gateway's fields on the remote's types are made of. */
  needs?: Needs | undefined;
}

/** What a lookup is but for the values of its variables: the same for every run of a document. */
type Written = (info: GraphQLResolveInfo, read: (value: unknown) => unknown) => Reader<unknown>;

export function delegate(options: {
  remote: Remote;
  kind: 'query' | 'mutation';
  /** Reads the field where it is a member of an answer: a remote may lead back to its own root type. */
  read: RemoteFieldResolver;
}): GraphQLFieldResolver<unknown, RequestContext> {
  const { remote, kind, read } = options;
  const written = oncePerDocument<Written>((info) => writeLookup(info, remote, kind));
  return (source, args, context, info) => {
    if (info.path.prev !== undefined) return read(source, args, context, info);
    const lookup = written(info)(info, (value) => read.value(value, context, info));
    if (kind === 'mutation') return sendWrite(lookup, context, remote).then((value) => lookup.read(value));
    return sendRead(lookup, { log: remote.log, lookupsPerDocument: remote.lookupsPerDocument, context, remember: info.operation.operation === OperationTypeNode.QUERY });
  };
}

function writeLookup(info: GraphQLResolveInfo, { names, needs }: Remote, kind: 'query' | 'mutation'): Written {
  const { fieldNodes: nodes, fragments, schema, operation, parentType: parent } = info;
  const { text, fragments: texts, variables: used } = writeRootField({ nodes, fragments, schema, names, needs, parent });
  const variables = readVariables({ operation, used, schema, names });
  const field = parent.getFields()[info.fieldName];
  const root = names.types.get(parent.name)?.fields.get(info.fieldName) ?? info.fieldName;
  const named = (member?: string | number): string => (field ? operationName({ nodes, field, fragments, member }) : root);
  const whole = named();
  const question = new Question();
  return ({ variableValues }, read) => ({
    read,
    kind,
    root,
    question,
    write: () => text,
    fragments: texts,
    variables: variables.map(({ name, definition, onWire }) => ({ name, definition, value: onWire(variableValues[name]) })),
    own: [],
    operationName: operation.name?.value,
    operation: (member) => (member === undefined ? whole : named(member)),
  });
}
