/**
 * The words that `schema/*.graphql` is written in: what the generator writes and the run time reads.
 *
 * They say where a value stands on the wire, and nothing else. There is no JSON in strings, no
 * expression language and no credential, only the name of one. A `{name}` in a URL or header
 * template is an argument of the field or a variable of its source, percent-encoded in a URL by
 * construction and as it is in a header; a query parameter or header whose value is absent is left
 * out together with its name.
 */
export const directiveDefinitions = /* GraphQL */ `
  """
  A REST system behind fields of this document. \`baseURL\` is the documented address; configuration
  (\`<NAME>_URL\`) wins. \`variables\` are deployment facts that stand in URL templates but are no
  arguments; \`clientId\` of \`receeve\` is configured as \`RECEEVE_CLIENT_ID\`.
  """
  directive @source(name: String!, baseURL: String, variables: [String!]) repeatable on SCHEMA

  """
  How a source's calls are authenticated; the secret itself is configuration.
  \`API_KEY\`: \`<SOURCE>_API_KEY\` in the request header \`header\`.
  \`BEARER\`: \`<SOURCE>_TOKEN\`. \`BASIC\`: \`<SOURCE>_USER\` and \`<SOURCE>_PASSWORD\`.
  \`OAUTH2\`: client credentials posted to \`tokenPath\`, as Basic or as form fields by \`client\`.
  """
  directive @credential(
    source: String!
    name: String!
    type: CredentialType!
    header: String
    tokenPath: String
    client: ClientAuthentication
  ) repeatable on SCHEMA

  enum CredentialType { API_KEY BEARER BASIC OAUTH2 }
  enum ClientAuthentication { BASIC FORM }

  """
  The HTTP call behind a field: one verb with its URL template, e.g. \`GET: "/v1/get_account?accountReference={accountReference}"\`.
  \`URL\` instead of a verb makes no call: the field is the URL itself, built on the base URL.
  \`body\` sends the argument \`input\` in that format; \`contentType\` where it is not the format's usual one.
  \`answer\` reads the answer (JSON unless said otherwise); \`select\` takes that one member of it;
  a status in \`nullOn\` means null.
  """
  directive @rest(
    source: String!
    GET: String
    POST: String
    PUT: String
    PATCH: String
    DELETE: String
    HEAD: String
    OPTIONS: String
    URL: String
    headers: [RestHeader!]
    body: BodyFormat
    contentType: String
    answer: AnswerFormat
    select: String
    nullOn: [Int!]
    credential: String
  ) on FIELD_DEFINITION

  input RestHeader { name: String! value: String! }
  enum BodyFormat { JSON FORM MULTIPART TEXT }
  """
  \`TEXT\`: the text itself. \`EML\`: a MIME message, read into the members raw, subject, from, to, date, text and html.
  \`PHRASE\`: words with a remark, see \`@phrase\`. \`NONE\`: no content; the field is true.
  """
  enum AnswerFormat { JSON TEXT EML PHRASE NONE }

  """
  The name of a field on the wire, or the value of an enum value, where it is not the graph's own.
  """
  directive @wire(name: String, value: String) on FIELD_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE

  """
  An argument that is left out takes the value of this variable of the source.
  """
  directive @default(variable: String!) on ARGUMENT_DEFINITION

  """
  A list argument in a URL: \`explode\` (default true) repeats the name, otherwise the values are joined with \`separator\` (default a comma).
  """
  directive @list(explode: Boolean, separator: String) on ARGUMENT_DEFINITION

  """
  A list in the graph is an object on the wire: each item stands under its \`key\`. With \`value\`, the
  wire holds just that one field of the item; without it, the item less its key. The same key twice is refused.
  """
  directive @map(key: String!, value: String) on ARGUMENT_DEFINITION | FIELD_DEFINITION | INPUT_FIELD_DEFINITION

  """
  A bulk write's answer: an object on the wire with one result for each \`key\` of the input. A key that
  the answer leaves out is an item with \`success: false\` and \`error.code: "UNKNOWN_OUTCOME"\`.
  """
  directive @bulk(key: String!) on FIELD_DEFINITION

  """
  The field's members stand in its parent on the wire, beside the parent's own.
  """
  directive @inline on FIELD_DEFINITION | INPUT_FIELD_DEFINITION

  """
  On the wire a value of this type may stand bare, as the value of that one field: read so when it is
  no object, sent so when no other field is given.
  """
  directive @bare(field: String!) on OBJECT | INPUT_OBJECT

  """
  On the wire an array: the values of the fields in their order here.
  """
  directive @tuple on OBJECT | INPUT_OBJECT

  """
  Lists within this list are read as one list.
  """
  directive @flatten on FIELD_DEFINITION

  """
  A field that the upstream leaves out: the value of the argument, or of the key, of the same name above it.
  """
  directive @inherit on FIELD_DEFINITION

  """
  A free JSON object. In an answer, a text that holds one is read as the object, and an empty list as an empty object.
  """
  directive @freeform on ARGUMENT_DEFINITION | FIELD_DEFINITION | INPUT_FIELD_DEFINITION

  """
  An explicit null is sent blank, which clears the value: "" for text, [] for a list, {} for a map or object.
  """
  directive @blank on INPUT_OBJECT

  """
  How to tell a member of a union: it \`has\` all of these members on the wire, or the value \`at\` this path
  of names \`is\` one of these. Tried in order; one without a condition is all the rest.
  """
  directive @member(type: String!, has: [String!], at: [String!], is: [String!]) repeatable on UNION

  """
  Part of an answer that is a phrase: \`WORDS\`, which the enum of the field lists, then perhaps a remark
  in brackets, as in \`ENABLED (via Stripe)\`; \`after\` drops a leading word of the remark; \`WHOLE\` is the text as it came.
  """
  directive @phrase(part: PhrasePart!, after: String) on FIELD_DEFINITION

  enum PhrasePart { WORDS REMARK WHOLE }

  """
  Personal data, a secret, or free text that may hold either: it stands in requests and answers alone. No log, metric,
  trace or error repeats it.
  """
  directive @sensitive on FIELD_DEFINITION | INPUT_FIELD_DEFINITION | ARGUMENT_DEFINITION

  """
  An amount in major units: more decimals than the currency named by the field \`currency\` has (ISO 4217) are refused; \`default\` where that field is absent.
  """
  directive @money(currency: String!, default: String) on INPUT_FIELD_DEFINITION
`;

/** Scalars of the graph: strict on the way in, lenient on the way out. */
export const scalarDefinitions = /* GraphQL */ `
  "A calendar date, \`YYYY-MM-DD\`."
  scalar Date
  "An instant, ISO 8601 with an offset: \`2022-02-22T22:00:00+00:00\`."
  scalar DateTime
  "Any JSON value."
  scalar JSON
  "A whole number within ±(2^53 - 1): cents, or milliseconds since the epoch."
  scalar SafeInt
  "A decimal number as exact text: \`\\"10.00\\"\`. Takes a string or a number literal, answers a string."
  scalar Decimal
  "A file of a multipart request (graphql-multipart-request-spec)."
  scalar Upload
`;
