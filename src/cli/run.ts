/**
 * Arguments -> one command -> an exit code: 0 done, 1 failed, 2 not understood.
 * Whatever is wrong is said in one sentence on stderr; what was asked for goes to stdout.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';

/** The world as a command sees it. */
export interface Terminal {
  env: NodeJS.ProcessEnv;
  stdout: (text: string) => void;
  stderr: (text: string) => void;
  /** Resolves when the process is asked to end. */
  ended: Promise<void>;
}

const help = `Usage: collectgraph <command>

  start               Serve the graph: /graphql, /graphiql, /health/ready.
    --port <number>     instead of PORT (4000); 0 takes any free port
    --host <address>    instead of HOST (127.0.0.1)
  generate            Write schema/*.graphql from the OpenAPI documents and overlays beside them,
                      schema/graph.graphql, the whole graph, and its picture in README.md.
    --check             write nothing; exit 1 if a file is stale
  sandbox             Run the stand-ins of the four systems alone, until Ctrl-C.

  --help, --version

Configuration is environment variables; without any, "start" runs on stand-ins with demo data.
`;

type Command = 'start' | 'generate' | 'sandbox';

const flags: Record<Command, ParseArgsConfig['options']> = {
  start: { port: { type: 'string' }, host: { type: 'string' } },
  generate: { check: { type: 'boolean' } },
  sandbox: {},
};

type Values = ReturnType<typeof parseArgs>['values'];

export interface RunOptions extends Terminal {
  /** Without the interpreter and the program. */
  args: string[];
}

export async function run({ args, ...terminal }: RunOptions): Promise<number> {
  const [command, ...rest] = args;
  if (command === '--help' || command === '-h' || command === 'help') return done(terminal, help);
  if (command === '--version' || command === '-v') return done(terminal, `${await version()}\n`);
  if (command === undefined) return misunderstood(terminal, 'No command is given');
  if (!Object.hasOwn(flags, command)) return misunderstood(terminal, `There is no command ${JSON.stringify(command)}`);
  let values: Values;
  try {
    ({ values } = parseArgs({ args: rest, options: { ...flags[command as Command], help: { type: 'boolean', short: 'h' } }, strict: true, allowPositionals: false }));
  } catch (error) {
    return misunderstood(terminal, (error as Error).message.split('.')[0]!);
  }
  if (values.help) return done(terminal, help);
  try {
    return await perform(command as Command, values, terminal);
  } catch (error) {
    const accident = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
    // All others were written for the person at the keyboard; a stack would only tell of the program.
    terminal.stderr(`${String(accident ? error.stack : (error as Error).message)}\n`);
    return 1;
  }
}

/** Each command is loaded when it is wanted: `--help` waits for nothing. */
async function perform(command: Command, values: Values, terminal: Terminal): Promise<number> {
  switch (command) {
    case 'start': {
      const { start } = await import('./start.ts');
      return start({ ...terminal, port: values.port as string | undefined, host: values.host as string | undefined });
    }
    case 'generate': {
      const { generate } = await import('./generate.ts');
      return generate({ ...terminal, check: values.check === true });
    }
    case 'sandbox': {
      const { sandbox } = await import('./sandbox.ts');
      return sandbox(terminal);
    }
  }
}

function done({ stdout }: Terminal, text: string): number {
  stdout(text);
  return 0;
}

function misunderstood({ stderr }: Terminal, sentence: string): number {
  stderr(`${sentence}: "collectgraph --help" shows what there is.\n`);
  return 2;
}

export async function version(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
