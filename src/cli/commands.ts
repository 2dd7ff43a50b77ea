/**
 * Every command with its options, as `--help` shows them and as they are parsed: one table, so that the two
 * cannot differ. What a command does stands in the file of its name.
 */
export interface Option {
  type: 'string' | 'boolean';
  /** May be given several times. */
  multiple?: boolean;
  /** What stands for its value in the help: `<number>`. */
  value?: string;
  text: string;
}

export interface Command {
  /** One line for the list of commands. */
  summary: string;
  /** Positional arguments, all of them needed, in their order. */
  takes: readonly string[];
  /** Paragraphs. */
  about: readonly string[];
  options: Readonly<Record<string, Option>>;
  exits: Readonly<Record<0 | 1, string>>;
  examples: readonly (readonly [command: string, meaning: string])[];
}

const schema: Option = { type: 'string', value: '<folder>', text: 'instead of the schema/ folder of the package' };

export const commands = {
  start: {
    summary: 'Serve the graph: /graphql, /graphiql, /docs, /health.',
    takes: [],
    about: [
      'Runs the gateway until Ctrl-C or SIGTERM; requests in flight finish first. Configuration is environment variables. Without any, it runs on stand-ins of all four systems with invented data.',
    ],
    options: {
      port: { type: 'string', value: '<number>', text: 'instead of PORT (4000); 0 takes any free port' },
      host: { type: 'string', value: '<address>', text: 'instead of HOST (127.0.0.1)' },
      workers: { type: 'string', value: '<number>', text: 'instead of WORKERS (1): processes that serve the port together' },
      schema,
      json: { type: 'boolean', text: 'say where it runs as one line of JSON' },
    },
    exits: { 0: 'it ran and was asked to end', 1: 'it could not start: one sentence on stderr says why' },
    examples: [
      ['collectgraph start', 'on http://127.0.0.1:4000'],
      ['collectgraph start --port 0 --json | jq -r .graphql', 'the address for a script'],
    ],
  },
  generate: {
    summary: 'Write schema/*.graphql from the OpenAPI documents and overlays beside them.',
    takes: [],
    about: [
      'Each <name>.openapi.yaml with its <name>.overlay.yaml becomes <name>.graphql; from all of them follow graph.graphql, the whole public graph, and its picture in README.md. What cannot be expressed is refused with its place in the document and the overlay line that would help.',
    ],
    options: {
      check: { type: 'boolean', text: 'write nothing; say which files are stale' },
      schema,
      json: { type: 'boolean', text: 'the files as JSON: { files: [{ path, stale }] }' },
    },
    exits: { 0: 'written, or with --check all files are up to date', 1: 'refused, or with --check a file is stale' },
    examples: [['collectgraph generate --check', 'for continuous integration']],
  },
  check: {
    summary: 'Compare the graph with a released one: what breaks its clients?',
    takes: [],
    about: [
      'Classifies each change from the released graph to schema/graph.graphql as breaking, dangerous or safe, and names the next version of the package by it. A breaking change fails, unless the version in package.json has taken the step that it asks for, or --allow-breaking is given.',
      'What was released stands in schema/released.graphql, its version in the first line. "check --release" writes it, and refuses to while the version in package.json is too low for what has changed: "npm version" runs it.',
    ],
    options: {
      against: { type: 'string', value: '<file|url>', text: 'a schema in SDL, or a running gateway that allows introspection, instead of schema/released.graphql' },
      header: { type: 'string', value: '<name: value>', multiple: true, text: 'a header for that gateway; once for each' },
      'allow-breaking': { type: 'boolean', text: 'tell of breaking changes and exit with 0' },
      release: { type: 'boolean', text: 'write schema/released.graphql, as of the version in package.json' },
      schema,
      json: { type: 'boolean', text: 'the changes as JSON: { against, bump, version, changes: [{ level, type, path, message }] }' },
    },
    exits: { 0: 'nothing breaks, or the version says so', 1: 'a change breaks clients, or a schema could not be read' },
    examples: [
      ['collectgraph check', 'against the last release'],
      ['collectgraph check --against https://graph.example/graphql --header "X-API-Key: $KEY"', 'against what runs'],
      ["collectgraph check --json | jq -r '.changes[] | select(.level == \"breaking\").message'", 'for a script'],
    ],
  },
  docs: {
    summary: 'Write the documentation of the graph as static files.',
    takes: ['folder'],
    about: ['What the gateway serves at /docs/: every type and field with its system, its upstream call, its cost and an example, the picture of the links, a page for each error, and a search. The files need no server of their own.'],
    options: {
      graphiql: { type: 'string', value: '<address>', text: 'of a GraphiQL that examples are opened in; without it they have no link' },
      schema,
      json: { type: 'boolean', text: 'what was written as JSON: { folder, files }' },
    },
    exits: { 0: 'written', 1: 'the graph could not be read, or the folder not be written' },
    examples: [['collectgraph docs ./public/graph --graphiql https://graph.example/graphiql', 'for a page of your own']],
  },
  sandbox: {
    summary: 'Run the stand-ins of the four systems alone, until Ctrl-C.',
    takes: [],
    about: ['Prints the variables with which a gateway elsewhere talks to them. The data are invented, and the same at every start.'],
    options: { json: { type: 'boolean', text: 'the variables as one line of JSON' } },
    exits: { 0: 'it ran and was asked to end', 1: 'it could not start' },
    examples: [['collectgraph sandbox > sandbox.env', 'variables for a shell']],
  },
  add: {
    summary: 'Put one more REST API into the graph.',
    takes: ['name', 'openapi file or url'],
    about: [
      'Copies the OpenAPI 3.0 or 3.1 document into schema/<name>.openapi.yaml (or .json) and generates its GraphQL. What cannot be expressed is told with the overlay line that would help: write those into schema/<name>.overlay.yaml, then run "collectgraph generate". At the end stand the variables to set before the next start.',
      'The name is what the system is called in errors and in the names of its variables: letters, digits and underscores.',
    ],
    options: {
      force: { type: 'boolean', text: 'overwrite a document of this name; its overlay is never touched' },
      schema,
      json: { type: 'boolean', text: 'what came of it as JSON: { name, document, schema, fields, refused, variables }' },
    },
    exits: { 0: 'the API is in the graph', 1: 'something is refused, or the document could not be read' },
    examples: [
      ['collectgraph add parcels ./parcels.yaml', 'from a file'],
      ['collectgraph add parcels https://parcels.example/openapi.json', 'from its publisher'],
    ],
  },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof commands;

export const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name);
