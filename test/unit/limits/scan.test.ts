import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Kind, Lexer, Source, TokenKind, parse, visit } from 'graphql';
import { noLimits } from '../../../src/limits/main.ts';
import type { LimitSettings } from '../../../src/limits/main.ts';
import { scanDocument } from '../../../src/limits/scan.ts';

const problem = (text: string, settings: Partial<LimitSettings>): string | undefined => scanDocument(text, { ...noLimits, ...settings })?.message;

describe('the text of a document', () => {
  it.each<[string, Partial<LimitSettings>, string, string, string]>([
    ['characters', { maxDocumentLength: 10 }, '{ a(b:"") }'.slice(0, 10), '{ a(b:"ä") }', 'The document is too long: found 12 characters, allowed 10.'],
    ['tokens', { maxTokens: 5 }, '{ a b c }', '{ a b c d }', 'The document is too long: found more than 5 tokens, allowed 5.'],
    ['comments as tokens', { maxTokens: 5 }, '{ a\n#b\nc }', '{ a\n#b\n#c\nd }', 'The document is too long: found more than 5 tokens, allowed 5.'],
    ['a number as one token', { maxTokens: 8 }, '{ a(b: -1.5e-3) }', '{ a(b: -1.5e-3) c }', 'The document is too long: found more than 8 tokens, allowed 8.'],
    ['operations and fragments', { maxDefinitions: 2 }, '{ ...F } fragment F on Q { a }', 'query A { a } query B { b } query C { c }', 'The document has too many operations and fragments: found more than 2, allowed 2.'],
    ['aliases', { maxAliases: 1 }, '{ a: b c }', '{ a: b c { d: e } }', 'The operation asks for too much under other names, or repeatedly: found more than 1 aliases and repeated fields, allowed 1.'],
    ['repeated fields', { maxAliases: 1 }, '{ a a { a } }', '{ a a a }', 'The operation asks for too much under other names, or repeatedly: found more than 1 aliases and repeated fields, allowed 1.'],
    ['repeated spreads', { maxAliases: 1 }, '{ ...F ...F ...G }', '{ ...F ...F ...F }', 'The operation asks for too much under other names, or repeatedly: found more than 1 aliases and repeated fields, allowed 1.'],
    ['directives', { maxDirectives: 1 }, '{ a @b }', 'query A @b { a @b }', 'The document has too many directives: found more than 1, allowed 1.'],
    ['nested selections', { maxDepth: 1 }, '{'.repeat(40), '{'.repeat(41), 'The document nests its selections too deep: found more than 40 levels, allowed 40.'],
    ['nested values', { maxInputDepth: 3 }, '{ a(b: [{ c: [1] }]) }', '{ a(b: [{ c: [[1]] }]) }', 'A value in the document is nested too deep: found more than 3 levels, allowed 3.'],
    ['nested types of variables', { maxInputDepth: 3 }, 'query($a: [[[Int]]]) { b }', 'query($a: [[[[Int]]]]) { b }', 'A value in the document is nested too deep: found more than 3 levels, allowed 3.'],
  ])('is bounded in %s', (_, settings, most, more, message) => {
    expect(problem(most, settings)).toBeUndefined();
    expect(problem(more, settings)).toBe(message);
  });

  it.each([
    ['arguments', '{ a(b: c, d: { e: f, g: h }) }'],
    ['default values', 'query($a: A = { b: c }) { d }'],
    ['strings', '{ a(b: "c: d: e:") }'],
    ['block strings', '{ a(b: """c: "" d: \\""" e:""") }'],
    ['comments', '{ a # b: c d: e\n}'],
    ['the types of fragments', '{ ... on A { a } ... on A { a } ... on A { a } }'],
    ['directives and their arguments', '{ a @include(if: true) b @include(if: true) }'],
    ['one name in several sets', '{ a { b } c { b } d { b { b } } }'],
  ])('counts no alias in %s', (_, text) => {
    expect(problem(text, { maxAliases: 0 })).toBeUndefined();
  });

  it('leaves what is no GraphQL to the parser', () => {
    for (const text of ['', '}', ')))]]]}}}', '{ "', '{ """', '"\\', '...', '@', ':', '\u0000\ufeff', '{ a(b: "\n") }', 'ää']) expect(problem(text, { maxAliases: 1 })).toBeUndefined();
  });
});

/** Texts of tokens in any order, near enough to GraphQL that many of them are. */
const pieces = fc.array(
  fc.constantFrom('{', '}', '(', ')', '[', ']', ':', '...', '@', '$', '!', '=', '|', '&', ',', ' ', '\n', '#x: {\n', '"a: {"', '"""b\\"""c: {"""', '""', '""""""', 'on', 'a', 'b', 'fragment', 'query', '1', '-2.5e+3', 'true'),
  { maxLength: 60 },
).map((all) => all.join(' '));

describe('beside the lexer and the parser of graphql-js', () => {
  it('counts the tokens of every text that can be read', () => {
    fc.assert(
      fc.property(pieces, (text) => {
        const tokens = countTokens(text);
        if (tokens === undefined) return;
        expect(problem(text, { maxTokens: tokens })).toBeUndefined();
        if (tokens > 0) expect(problem(text, { maxTokens: tokens - 1 })).toContain('too long');
      }),
      { numRuns: 2000 },
    );
  });

  it('finds all aliases and directives of a document, and no more aliases than there are with its repetitions', () => {
    const document = fc.letrec<{ set: string; field: string }>((tie) => ({
      set: fc.array(tie('field'), { minLength: 1, maxLength: 5 }).map((fields) => `{ ${fields.join(' ')} }`),
      field: fc
        .tuple(fc.option(fc.constantFrom('x', 'y', 'on')), fc.constantFrom('a', 'b', 'on', '__typename'), fc.constantFrom('', '(c: 1.5)', '(c: "d: e", f: { g: [h] })'), fc.constantFrom('', ' @skip(if: false)'), fc.option(tie('set'), { maxDepth: 3 }))
        .map(([alias, name, args, directive, set]) => `${alias === null ? '' : `${alias}: `}${name}${args}${directive} ${set ?? ''}`)
        .chain((field) => fc.constantFrom(field, `... { ${field} }`, `... on A @skip(if: true) { ${field} }`, '...F')),
    })).set;
    fc.assert(
      fc.property(document, (text) => {
        let aliases = 0;
        let directives = 0;
        let repeated = 0;
        visit(parse(text), {
          Field: ({ alias }) => void (aliases += alias ? 1 : 0),
          Directive: () => void (directives += 1),
          SelectionSet({ selections }) {
            const keys = selections.flatMap((one) => (one.kind === Kind.FIELD ? (one.alias ?? one.name).value : one.kind === Kind.FRAGMENT_SPREAD ? `...${one.name.value}` : []));
            repeated += keys.length - new Set(keys).size;
          },
        });
        expect(problem(text, { maxAliases: aliases + repeated, maxDirectives: directives })).toBeUndefined();
        if (aliases + repeated > 0) expect(problem(text, { maxAliases: aliases + repeated - 1 })).toContain('repeatedly');
        if (directives > 0) expect(problem(text, { maxDirectives: directives - 1 })).toContain('directives');
      }),
      { numRuns: 500 },
    );
  });
});

/** Undefined for what the lexer refuses. */
function countTokens(text: string): number | undefined {
  const lexer = new Lexer(new Source(text === '' ? ' ' : text));
  let tokens = 0;
  try {
    let token = lexer.token;
    while (token.kind !== TokenKind.EOF) {
      token = lexer.advance();
      for (let comment = token.prev; comment?.kind === TokenKind.COMMENT; comment = comment.prev) tokens += 1;
      if (token.kind !== TokenKind.EOF) tokens += 1;
    }
  } catch {
    return undefined;
  }
  return tokens;
}
