/** One small document for each thing that is refused at build, and the sentence it is refused with. */
import { describe, expect, it } from '@jest/globals';
import { graphql } from 'graphql';
import { buildRestSchema, SchemaError } from '../../../src/rest/main.ts';
import { head } from '../../support/documents.ts';

const query = 'type Query { ok: Boolean @rest(source: "test", GET: "/", answer: NONE) }\n';
const field = (text: string, more = '') => `type Query { f${text} }\n${more}`;
const write = (text: string, more = '') => `${query}type Mutation { f${text} }\n${more}`;
const post = '@rest(source: "test", POST: "/f", body: JSON)';
const postNone = '@rest(source: "test", POST: "/f", body: JSON, answer: NONE)';
const get = '@rest(source: "test", GET: "/f")';
const error = 'type BulkError { code: String  message: String! }';

const refused: [string, string, string][] = [
  // The call.
  ['a field without a call', field(': String'), 'test.graphql: Query.f: This field has no @rest, so nothing answers it'],
  ['an unknown source', field(': String @rest(source: "other", GET: "/")'), 'test.graphql: Query.f: @rest names the source other, which no document declares; found test.'],
  ['an unknown credential', field(': String @rest(source: "test", GET: "/", credential: "token")'), 'Query.f: @rest names the credential token, which test lacks; found key.'],
  ['no verb', field(': String @rest(source: "test")'), 'Query.f: @rest has no verb; expected one of GET, POST'],
  ['two verbs', field(': String @rest(source: "test", GET: "/", POST: "/")'), 'Query.f: @rest has GET and POST; expected one of them.'],
  ['a verb beside URL', field(': String @rest(source: "test", GET: "/", URL: "/")'), 'Query.f: @rest has GET and URL'],
  ['a name without argument or variable', field('(a: String): String @rest(source: "test", GET: "/{a}{b}")'), '{b} is neither an argument of the field (a) nor a variable of test (clientId, ledger).'],
  ['an argument that is used nowhere', field('(a: String, b: String): String @rest(source: "test", GET: "/f?a={a}")'), 'The argument b is used nowhere; expected {b} in the URL or a header.'],
  ['an input without a body', field('(input: String): String @rest(source: "test", GET: "/f")'), 'The argument input is used nowhere; expected {input} in the URL or a header, or a body.'],
  ['an optional argument in the path', field('(a: String): String @rest(source: "test", GET: "/{a}")'), '{a} stands in the path, so the argument must be required or have a @default.'],
  ['braces that hold no name', field('(a: String): String @rest(source: "test", GET: "/f?a={a.b}")'), 'The braces of "{a.b}" do not hold a name each'],
  ['a brace too many', field('(a: String): String @rest(source: "test", GET: "/f?a={a}}")'), 'do not hold a name each'],
  ['a brace that is not closed', field('(a: String): String @rest(source: "test", GET: "/f?a={a")'), 'do not hold a name each'],
  ['a relative URL', field(': String @rest(source: "test", GET: "f")'), 'The URL "f" must begin with one /'],
  ['a URL of another host', field(': String @rest(source: "test", GET: "//evil.test/")'), 'The URL "//evil.test/" must begin with one /'],
  ['a URL with a fragment', field(': String @rest(source: "test", GET: "/f#x")'), 'The URL "/f#x" holds "#"'],
  ['a URL with a space', field(': String @rest(source: "test", GET: "/f?a=b c")'), 'holds " ", which no URL may; write it percent-encoded.'],
  ['a URL with two queries', field(': String @rest(source: "test", GET: "/f?a=b?c=d")'), 'has more than one "?"'],
  ['a path upwards', field(': String @rest(source: "test", GET: "/f/../g")'), 'holds the segment ".."'],
  ['an encoded path upwards', field(': String @rest(source: "test", GET: "/f/%2e%2E/g")'), 'holds the segment "%2e%2E"'],
  ['a query parameter whose name is an argument', field('(a: String): String @rest(source: "test", GET: "/f?{a}=1")'), 'The query parameter "{a}=1" has no fixed name'],
  ['an object in a URL', `${field('(a: In): String @rest(source: "test", GET: "/f?a={a}")')} input In { x: Int }`, 'Query.f(a): In has no text form'],
  ['an Upload in a URL', field('(a: Upload): String @rest(source: "test", GET: "/f?a={a}")'), 'Query.f(a): Upload has no text form'],
  ['@list on no list', field('(a: String @list): String @rest(source: "test", GET: "/f?a={a}")'), '@list is for lists, but the argument is String.'],
  ['@default of an unknown variable', field('(a: String @default(variable: "x")): String @rest(source: "test", GET: "/f?a={a}")'), '@default names the variable x, but test has clientId, ledger.'],
  ['@default on a required argument', field('(a: String! @default(variable: "ledger")): String @rest(source: "test", GET: "/f?a={a}")'), '@default is for an argument that may be left out'],
  ['a header that is no name', field(': String @rest(source: "test", GET: "/", headers: [{ name: "X Y", value: "1" }])'), '"X Y" is no header name.'],
  ['a credential in a header', field('(a: String): String @rest(source: "test", GET: "/", headers: [{ name: "Authorization", value: "{a}" }])'), "The header Authorization is not the field's to set"],
  ['a line break in a header', field(': String @rest(source: "test", GET: "/", headers: [{ name: "X", value: "a\\nb" }])'), '"a\\nb" cannot stand in a header.'],
  ['a body of a GET', field('(input: String): String @rest(source: "test", GET: "/", body: TEXT)'), 'A GET has no body, but body: TEXT is given.'],
  ['a body without input', write(': String @rest(source: "test", POST: "/", body: JSON)'), 'Mutation.f: A JSON body is sent, so the field needs the argument input; found none.'],
  ['a content type without a body', write(': String @rest(source: "test", POST: "/", contentType: "a/b")'), 'contentType is given, but no body.'],
  ['a content type of a multipart body', write('(input: In!): String @rest(source: "test", POST: "/", body: MULTIPART, contentType: "a/b")', 'input In { x: Upload }'), 'A MULTIPART body writes its own content type'],
  ['a HEAD that answers JSON', field(': String @rest(source: "test", HEAD: "/")'), 'A HEAD has no content, but the answer is JSON'],
  ['NONE that is no Boolean', field(': String @rest(source: "test", GET: "/", answer: NONE)'), 'so the field is Boolean, but it is String.'],
  ['TEXT that is no String', field(': Int @rest(source: "test", GET: "/", answer: TEXT)'), 'so the field is String, but it is Int.'],
  ['a URL that is no String', field(': Int @rest(source: "test", URL: "/")'), '@rest(URL:) is the URL itself, so the field is String, but it is Int.'],
  ['a URL with a credential', field(': String @rest(source: "test", URL: "/", credential: "key")'), '@rest(URL:) makes no call and takes no credential.'],
  ['select of a text', field(': String @rest(source: "test", GET: "/", answer: TEXT, select: "a")'), 'select takes a member of a JSON answer, but the answer is TEXT.'],
  ['nullOn that is no status', field(': String @rest(source: "test", GET: "/", nullOn: [4])'), 'nullOn holds 4, which is no status of an answer.'],
  // Documents.
  ['an interface', `${query} interface I { a: Int }`, 'Found interface type definition I; a document holds'],
  ['a type extension', `${query} extend type Query { b: Int }`, 'Found object type extension Query'],
  ['an operation', `${query} query Q { ok }`, 'Found operation definition Q'],
  ['subscriptions', `${query} type Subscription { a: Int }`, 'Subscription is not wrapped'],
  ['a type twice', `${query} type A { a: Int } type A { b: Int }`, 'The name A is taken: this document defines it twice.'],
  ['a type of our vocabulary', `${query} type RestHeader { a: Int }`, 'The name RestHeader is taken: the directive language defines it too.'],
  ['a root field twice', `${query} type Query { ok: Int @rest(source: "test", GET: "/") }`, 'The field Query.ok is taken: this document defines it twice.'],
  ['an unknown type', field(`: Other ${get}`), 'test.graphql:2:17: Unknown type "Other".'],
  ['an unknown directive', field(`: String ${get} @cache`), 'Unknown directive "@cache".'],
  ['a directive at the wrong place', field(`: String ${get} @tuple`), 'Directive "@tuple" may not be used on FIELD_DEFINITION.'],
  ['an unknown argument of a directive', field(': String @rest(source: "test", GET: "/", retry: true)'), 'Unknown argument "retry" on directive "@rest".'],
  ['a union of scalars', field(`: U ${get}`, 'union U = Int'), 'Union type U can only include Object types'],
  ['no query at all', 'type Mutation { f: Boolean @rest(source: "test", POST: "/", answer: NONE) }', 'Query root type must be provided.'],
  ['@rest below the root', field(`: A ${get}`, `type A { b: Int ${get} }`), 'test.graphql: A.b: @rest is for fields of Query and Mutation'],
  ['@bulk below the root', field(`: A ${get}`, 'type A { b: [A] @bulk(key: "b") }'), 'A.b: @bulk is for fields of Mutation'],
  ['an argument below the root', field(`: A ${get}`, 'type A { b(x: Int): Int }'), 'A.b: The argument x is used nowhere'],
  // Names.
  ['@wire of a field without name', field(`: A ${get}`, 'type A { b: Int @wire(value: "x") }'), 'A.b: @wire on a field needs name'],
  ['@wire of an enum value without value', field(`: E ${get}`, 'enum E { A @wire(name: "a") }'), 'E.A: @wire on an enum value needs value'],
  ['two enum values alike on the wire', field(`: E ${get}`, 'enum E { A @wire(value: "B") B }'), 'E.B: "B" on the wire is A already'],
  ['two input fields alike on the wire', write(`(input: In!): Boolean ${postNone}`, 'input In { a: Int @wire(name: "b") b: Int }'), 'In.b: stands as "b" on the wire, where a stands already.'],
  // Maps and bulk writes.
  ['@map without its key (input)', write(`(input: [In!]! @map(key: "k")): Boolean ${postNone}`, 'input In { a: Int }'), 'Mutation.f(input): @map names the field k, which In lacks; found a.'],
  ['@map without its value (input)', write(`(input: [In!]! @map(key: "a", value: "v")): Boolean ${postNone}`, 'input In { a: String! }'), '@map names the field v, which In lacks; found a.'],
  ['@map with an optional key (input)', write(`(input: [In!]! @map(key: "a")): Boolean ${postNone}`, 'input In { a: String }'), '@map has the key a, which must be required, but it is String in In.'],
  ['@map with a Decimal key', write(`(input: [In!]! @map(key: "a")): Boolean ${postNone}`, 'input In { a: Decimal! }'), 'which is a Decimal: 1.0 and 1.00 would be two keys.'],
  ['@map on no list (input)', write(`(input: In! @map(key: "a")): Boolean ${postNone}`, 'input In { a: String! }'), '@map is for a list of objects, but this is In.'],
  ['@map without its key (answer)', field(`: [A!] @map(key: "k") ${get}`, 'type A { a: Int }'), 'Query.f: @map names the field k, which A lacks; found a.'],
  ['@map without its value (answer)', field(`: [A!] @map(key: "a", value: "v") ${get}`, 'type A { a: Int }'), '@map names the field v, which A lacks; found a.'],
  ['@map on no list (answer)', field(`: A @map(key: "a") ${get}`, 'type A { a: Int }'), '@map is for a list of objects, but this is A.'],
  ['@bulk of a query', field(`: [A!] @bulk(key: "a") ${get}`, `type A { a: String success: Boolean! error: BulkError } ${error}`), '@bulk is for a field of Mutation with a body'],
  ['@bulk without input', write(': [A!] @bulk(key: "a") @rest(source: "test", POST: "/")', `type A { a: String success: Boolean! error: BulkError } ${error}`), '@bulk is for a field of Mutation with a body'],
  ['@bulk of no list', write(`(input: [In!]!): A @bulk(key: "a") ${post}`, `input In { a: String! } type A { a: String success: Boolean! error: BulkError } ${error}`), '@bulk is for a list of objects, but this is A.'],
  ['@bulk without its key in the answer', write(`(input: [In!]!): [A!] @bulk(key: "a") ${post}`, `input In { a: String! } type A { success: Boolean! error: BulkError } ${error}`), '@bulk needs the field a, which A lacks; found success, error.'],
  ['@bulk without success', write(`(input: [In!]!): [A!] @bulk(key: "a") ${post}`, `input In { a: String! } type A { a: String error: BulkError } ${error}`), '@bulk needs the field success, which A lacks'],
  ['@bulk with a success that may be null', write(`(input: [In!]!): [A!] @bulk(key: "a") ${post}`, `input In { a: String! } type A { a: String success: Boolean error: BulkError } ${error}`), '@bulk needs success: Boolean! on A; found Boolean.'],
  ['@bulk with an error of another shape', write(`(input: [In!]!): [A!] @bulk(key: "a") ${post}`, 'input In { a: String! } type A { a: String success: Boolean! error: String }'), '@bulk needs error: { code message } on A; found String.'],
  ['@bulk without its key in the input', write(`(input: [In!]!): [A!] @bulk(key: "a") ${post}`, `input In { b: String! } type A { a: String success: Boolean! error: BulkError } ${error}`), '@bulk has the key a, which no field of In gives'],
  ['@bulk whose key one member of a oneOf lacks', write(`(input: [In!]!): [A!] @bulk(key: "a") ${post}`, `input In @oneOf { x: X y: Y } input X { a: String! } input Y { b: String! } type A { a: String success: Boolean! error: BulkError } ${error}`), '@bulk has the key a, which no field of In gives'],
  ['@bulk of one object', write(`(input: In!): [A!] @bulk(key: "a") ${post}`, `input In { a: String! } type A { a: String success: Boolean! error: BulkError } ${error}`), '@bulk needs the argument input, a list in which the keys stand; found In!.'],
  // Shapes.
  ['@bare of an unknown field (answer)', field(`: A ${get}`, 'type A @bare(field: "x") { a: Int }'), 'A: @bare names the field x, which the type lacks; found a.'],
  ['@bare of an unknown field (input)', write(`(input: In!): Boolean ${postNone}`, 'input In @bare(field: "x") { a: Int }'), 'In: @bare names the field x, which the type lacks; found a.'],
  ['@inline of a list (answer)', field(`: A ${get}`, 'type A { a: [A!] @inline }'), 'A.a: @inline is for one object, but this is [A!].'],
  ['@inline of a scalar (input)', write(`(input: In!): Boolean ${postNone}`, 'input In { a: Int @inline }'), 'In.a: @inline is for one object, but this is Int.'],
  ['@inline of a tuple', write(`(input: In!): Boolean ${postNone}`, 'input In { a: T! @inline } input T @tuple { b: Int }'), '@inline cannot stand in a @tuple, nor hold one.'],
  ['@inline in a form', write('(input: In!): Boolean @rest(source: "test", POST: "/", body: FORM, answer: NONE)', 'input In { a: T! @inline } input T { b: Int }'), 'In.a: @inline is for JSON bodies.'],
  ['@flatten of no list', field(`: A @flatten ${get}`, 'type A { a: Int }'), 'Query.f: @flatten is for lists, but this is A.'],
  ['@freeform of text (answer)', field(`: A ${get}`, 'type A { a: String @freeform }'), 'A.a: @freeform is for JSON, but this is String.'],
  ['@freeform of text (input)', write(`(input: String! @freeform): Boolean ${postNone}`), '@freeform is for JSON, but this is String!.'],
  ['@inherit of what nothing gives', field(`: A ${get}`, 'type A { a: Int @inherit }'), 'A.a: @inherit takes the value of an argument or key a above it, but there is none of that name.'],
  ['a form that is no object', write('(input: [Int!]!): Boolean @rest(source: "test", POST: "/", body: FORM, answer: NONE)'), 'A form is an object, but input is [Int!]!.'],
  ['a text that is an object', write('(input: In!): Boolean @rest(source: "test", POST: "/", body: TEXT, answer: NONE)', 'input In { a: Int }'), 'A TEXT body is a String, but input is In!.'],
  // Scalars.
  ['an Upload in JSON', write(`(input: In!): Boolean ${postNone}`, 'input In { a: Upload }'), 'In.a: An Upload can stand only directly in the input of a MULTIPART body.'],
  ['an Upload in a form', write('(input: In!): Boolean @rest(source: "test", POST: "/", body: FORM, answer: NONE)', 'input In { a: Upload }'), 'In.a: An Upload needs a MULTIPART body.'],
  ['an Upload within an object of a multipart body', write('(input: In!): Boolean @rest(source: "test", POST: "/", body: MULTIPART, answer: NONE)', 'input In { a: T } input T { b: Upload }'), 'T.b: An Upload can stand only directly in the input of a MULTIPART body.'],
  ['an Upload in an answer', field(`: A ${get}`, 'type A { a: Upload }'), 'A.a: Upload is for input; an answer cannot hold one.'],
  ['@money of no Decimal', write(`(input: In!): Boolean ${postNone}`, 'input In { a: Float @money(currency: "c") c: String }'), 'In.a: @money is for Decimal, but this is Float.'],
  ['@money without its currency', write(`(input: In!): Boolean ${postNone}`, 'input In { a: Decimal @money(currency: "c") }'), 'In.a: @money names the currency field c, which In lacks; found a.'],
  ['@money with an unknown default', write(`(input: In!): Boolean ${postNone}`, 'input In { a: Decimal @money(currency: "c", default: "EURO") c: String }'), 'In.a: @money has the default "EURO", which is no currency of ISO 4217.'],
  // Unions.
  ['a union member without a rule', field(`: U ${get}`, 'union U @member(type: "A", has: ["a"]) = A | B type A { a: Int } type B { b: Int }'), 'test.graphql: U: The member B has no @member, so nothing tells it from the others; add one.'],
  ['a rule for no member', field(`: U ${get}`, 'union U @member(type: "C", has: ["a"]) = A type A { a: Int } type C { a: Int }'), 'U: @member names C, which is no member; found A.'],
  ['a member behind one that takes all', field(`: U ${get}`, 'union U @member(type: "A") @member(type: "B", has: ["b"]) = A | B type A { a: Int } type B { b: Int }'), 'U: @member B can never be reached: A stands before it'],
  ['a member behind one that takes as much', field(`: U ${get}`, 'union U @member(type: "A", has: ["a"]) @member(type: "B", has: ["b", "a"]) = A | B type A { a: Int } type B { b: Int }'), 'U: @member B can never be reached: A stands before it'],
  ['a member behind one with the same value', field(`: U ${get}`, 'union U @member(type: "A", at: ["k"], is: ["a", "b"]) @member(type: "B", at: ["k"], is: ["b"]) = A | B type A { a: Int } type B { b: Int }'), 'U: @member B can never be reached'],
  ['a rule with a path and no value', field(`: U ${get}`, 'union U @member(type: "A", at: ["k"]) = A type A { a: Int }'), 'U: @member A needs both at (a path) and is (the values there), or neither.'],
  // Phrases and mails.
  ['a phrase that is no object', field(': String @rest(source: "test", GET: "/", answer: PHRASE)'), 'answer: PHRASE is read into the fields of one object, but the field is String.'],
  ['a list of mails', field(': [A!] @rest(source: "test", GET: "/", answer: EML)', 'type A { raw: String }'), 'answer: EML is read into the fields of one object, but the field is [A!].'],
  ['a phrase with another field', field(': A @rest(source: "test", GET: "/", answer: PHRASE)', 'type A { a: String }'), 'A.a: The answer is a phrase, so each field of its type needs @phrase'],
  ['@phrase in JSON', field(`: A ${get}`, 'type A { a: String @phrase(part: WHOLE) }'), 'A.a: @phrase is for a type that a field with answer: PHRASE answers.'],
  ['words that are no enum', field(': A @rest(source: "test", GET: "/", answer: PHRASE)', 'type A { a: String @phrase(part: WORDS) }'), 'A.a: @phrase(part: WORDS) is for an enum, but this is String.'],
  ['a remark without words', field(': A @rest(source: "test", GET: "/", answer: PHRASE)', 'type A { a: String @phrase(part: REMARK) }'), 'A phrase has one field with part: WORDS; A has 0.'],
  ['after without a remark', field(': A @rest(source: "test", GET: "/", answer: PHRASE)', 'type A { a: String @phrase(part: WHOLE, after: "via") }'), '@phrase(after:) belongs to part: REMARK, but this is WHOLE.'],
  ['a member that mails lack', field(': A @rest(source: "test", GET: "/", answer: EML)', 'type A { cc: String }'), 'A.cc: A mail has no member cc; found raw, subject, from, to, date, text, html.'],
  ['one type of two formats', `type Query { f: A ${get} g: A @rest(source: "test", GET: "/", answer: EML) } type A { raw: String }`, 'Query.g: A is read from an answer of EML here and of JSON elsewhere'],
];

describe('a document is refused for', () => {
  it.each(refused)('%s', (_what, sdl, sentence) => {
    let thrown: unknown;
    try {
      buildRestSchema([{ name: 'test.graphql', sdl: head + sdl }]);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(SchemaError);
    expect((thrown as Error).message).toContain(sentence);
    expect((thrown as Error).message).toMatch(/^(test\.graphql|documents)/);
  });
});

describe('several documents', () => {
  const other = 'extend schema @source(name: "other")\n';
  const build = (sdl: string) => buildRestSchema([{ name: 'test.graphql', sdl: `${head}${query}type A { a: Int }` }, { name: 'other.graphql', sdl: other + sdl }]);

  it('stand side by side', () => {
    const schema = build('type Query { f: B @rest(source: "other", GET: "/") } type B { b: Int } type Mutation { m: Boolean @rest(source: "test", POST: "/", answer: NONE) }');
    expect(Object.keys(schema.getQueryType()?.getFields() ?? {})).toEqual(['ok', 'f']);
    expect(schema.getType('A') && schema.getType('B') && schema.getMutationType()).toBeDefined();
  });

  it.each([
    ['a type', 'type A { a: Int }', 'other.graphql:2: The name A is taken: test.graphql defines it too. A name means one shape; give one of them another with x-graphql-type-name.'],
    ['a root field', 'type Query { ok: Boolean @rest(source: "other", GET: "/", answer: NONE) }', 'other.graphql:2: The field Query.ok is taken: test.graphql defines it too. Give one of them another name with x-graphql-field-name.'],
    ['a source', 'extend schema @source(name: "test")', 'other.graphql: The source test is declared twice; declare it once.'],
  ])('do not share %s', (_what, sdl, sentence) => {
    expect(() => build(sdl)).toThrow(sentence);
  });

  it('say which system an error is of', async () => {
    const schema = build('type Query { f: B @rest(source: "other", GET: "/") } type B { b: Int }');
    const system = (name: string) => ({ name, baseURL: '', variables: {}, send: () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from('{"b":"x"}') }) });
    const contextValue = { requestId: 'r', signal: new AbortController().signal, deadline: 0, systems: new Map([['other', system('other')]]), loaders: new Map() };
    const result = await graphql({ schema, source: '{ f { b } }', contextValue });
    expect(result.errors?.[0]?.extensions).toMatchObject({ system: 'other', operation: 'f' });
  });
});
