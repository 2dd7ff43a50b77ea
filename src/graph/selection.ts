/**
 * Writes what a caller selected as text for the remote. Nothing is added but the `__typename` that tells
 * the members of interfaces and unions apart; what the gateway adds to the remote's types is taken out, and
 * what such a field is made of is asked for instead, under a hidden alias.
 *
 *   gateway   { mine: payLink { payLinks(limit: $n) { ...L } } }  fragment L on PayLinkPage { items { id account { name } } }
 *   remote    payLink { payLinks(limit: $n) { ...L } }            fragment L on PayLinkPage { items { id } }
 *
 * Names go back to the remote's: types, renamed root fields. Aliases below the root, arguments, variables
 * and @include/@skip go on as they are, so what is written does not depend on the values of a request and
 * is written once for a document. Fragments stay fragments: written out, a few could fill gigabytes.
 */
import { getNamedType, isAbstractType, isCompositeType, isObjectType, Kind, print, visit } from 'graphql';
import type {
  ASTNode, DirectiveNode, FieldNode, FragmentDefinitionNode, GraphQLCompositeType, GraphQLObjectType, GraphQLSchema, SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { checkAlias, writeHidden } from './links/hidden.ts';
import type { Needs } from './links/hidden.ts';
import type { RemoteNames } from './names.ts';

export interface Selection {
  /** A field without alias, `payLink { payLinks { items { id } } }`; or, of `writeSelection`, a block `{ items { id } }`. */
  text: string;
  /** Text of every fragment that it needs, by name. */
  fragments: ReadonlyMap<string, string>;
  /** The caller's variables in it, without `$`. */
  variables: ReadonlySet<string>;
}

export interface WriteOptions {
  /** One response key's nodes, as in `info.fieldNodes`. */
  nodes: readonly FieldNode[];
  /** The caller's fragments, as in `info.fragments`. */
  fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  schema: GraphQLSchema;
  names: RemoteNames;
  /** What fields of the gateway on the remote's types are made of. */
  needs?: Needs | undefined;
}

interface Writer extends WriteOptions {
  written: Map<string, string>;
  variables: Set<string>;
}

/** A root field of the remote: `parent` is the root type. Its directives have been obeyed, or it would not be here. */
export function writeRootField(options: WriteOptions & { parent: GraphQLCompositeType }): Selection {
  const writer: Writer = { ...options, written: new Map(), variables: new Set() };
  const text = writeField(options.nodes, options.parent, writer, { root: true }) ?? '';
  return { text, fragments: writer.written, variables: writer.variables };
}

/** What is selected of a field whose type is the remote's `type`, as a block. */
export function writeSelection(options: WriteOptions & { type: GraphQLCompositeType }): Selection {
  const writer: Writer = { ...options, written: new Map(), variables: new Set() };
  const text = writeBlock(setsOf(options.nodes), options.type, writer);
  return { text, fragments: writer.written, variables: writer.variables };
}

function writeBlock(sets: readonly SelectionSetNode[], type: GraphQLCompositeType, writer: Writer): string {
  const parts = sets.flatMap((set) => writeParts(set, type, writer));
  if (isAbstractType(type) || parts.length === 0) parts.unshift('__typename');
  return `{ ${parts.join(' ')} }`;
}

function writeParts(set: SelectionSetNode, type: GraphQLCompositeType, writer: Writer): string[] {
  return set.selections.flatMap((node): string[] => {
    if (node.kind === Kind.FIELD) {
      const text = writeField([node], type, writer);
      return text === undefined ? [] : [text];
    }
    return writeFragment(node, type, writer);
  });
}

/** Undefined for a field that the remote does not have and that needs nothing of it, as `__typename`. */
function writeField(nodes: readonly FieldNode[], parent: GraphQLCompositeType, writer: Writer, { root = false } = {}): string | undefined {
  const [node] = nodes;
  const name = node && writer.names.types.get(parent.name)?.fields.get(node.name.value);
  if (!node) return undefined;
  if (name === undefined) {
    const needed = writer.needs?.get(parent.name)?.get(node.name.value) ?? [];
    return needed.length === 0 ? undefined : needed.map((field) => `${writeHidden(field)}${writeDirectives(node.directives, writer)}`).join(' ');
  }
  if (writer.needs) checkAlias(node);
  const key = root ? name : (node.alias ?? node.name).value;
  const alias = key === name ? '' : `${key}: `;
  const directives = root ? '' : writeDirectives(node.directives, writer);
  const head = `${alias}${name}${writeArguments(node, writer)}${directives}`;
  const type = getNamedType((parent as GraphQLObjectType).getFields()[node.name.value]?.type);
  return isCompositeType(type) ? `${head} ${writeBlock(setsOf(nodes), type, writer)}` : head;
}

function writeFragment(node: Exclude<SelectionNode, FieldNode>, parent: GraphQLCompositeType, writer: Writer): string[] {
  const definition = node.kind === Kind.INLINE_FRAGMENT ? node : writer.fragments[node.name.value];
  if (!definition) return [];
  const condition = definition.typeCondition?.name.value;
  const remoteCondition = condition === undefined ? undefined : writer.names.types.get(condition)?.name;
  const types = typesWithin(condition, parent, writer);
  // Before its directives: a variable that only they name would be declared to the remote, and used nowhere.
  if (types.length === 0) return [];
  const directives = writeDirectives(node.directives, writer);
  return types.map((type) => {
    const on = remoteCondition ?? writer.names.types.get(type.name)?.name;
    if (node.kind === Kind.FRAGMENT_SPREAD) {
      const name = remoteCondition === undefined ? variantName(node.name.value, type, writer) : node.name.value;
      if (!writer.written.has(name)) {
        writer.written.set(name, '');
        writer.written.set(name, `fragment ${name} on ${on} ${writeBlock([definition.selectionSet], type, writer)}`);
      }
      return `...${name}${directives}`;
    }
    return `...${condition === undefined ? '' : ` on ${on}`}${directives} ${writeBlock([definition.selectionSet], type, writer)}`;
  });
}

/**
 * The types of the remote that a fragment on `condition` can meet within `parent`. An interface that
 * only the gateway has is unknown to the remote: such a fragment is written once for each type it can meet.
 */
function typesWithin(condition: string | undefined, parent: GraphQLCompositeType, { schema, names }: Writer): GraphQLCompositeType[] {
  const type = condition === undefined ? parent : schema.getType(condition);
  if (!isCompositeType(type)) return [];
  if (names.types.has(type.name)) return [type];
  if (!isAbstractType(type)) return [];
  const possible = isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent];
  return possible.filter((member) => isObjectType(member) && names.types.has(member.name) && schema.isSubType(type, member));
}

function variantName(fragment: string, type: GraphQLCompositeType, { fragments }: Writer): string {
  let name = `${fragment}_${type.name}`;
  while (fragments[name]) name += '_';
  return name;
}

function writeArguments(node: FieldNode, writer: Writer): string {
  if (!node.arguments?.length) return '';
  return `(${node.arguments.map((argument) => printed(argument, writer)).join(', ')})`;
}

/** The gateway's own directives are obeyed here and unknown to the remote. */
function writeDirectives(directives: readonly DirectiveNode[] | undefined, writer: Writer): string {
  const kept = directives?.filter(({ name }) => name.value === 'include' || name.value === 'skip') ?? [];
  return kept.map((directive) => ` ${printed(directive, writer)}`).join('');
}

function printed(node: ASTNode, { variables }: Writer): string {
  visit(node, { Variable: ({ name }) => void variables.add(name.value) });
  return print(node);
}

function setsOf(nodes: readonly FieldNode[]): SelectionSetNode[] {
  return nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
}
