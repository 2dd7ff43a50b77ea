/**
 * Arguments -> one command -> an exit code: 0 done, 1 failed, stale or breaking, 2 not understood.
 * Whatever is wrong is said in one sentence on stderr; what was asked for goes to stdout.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { CommandName, Option } from './commands.ts';
import { commands, isCommand } from './commands.ts';
import { help, helpFor } from './help.ts';
import { paintFor } from './paint.ts';
import type { Terminal } from './terminal.ts';

export type { Terminal } from './terminal.ts';

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

export interface RunOptions extends Terminal {
  /** Without the interpreter and the program. */
  args: string[];
}

export async function run({ args, ...terminal }: RunOptions): Promise<number> {
  const [command, ...rest] = args;
  const paint = paintFor(terminal.env, terminal.watched?.stdout ?? false);
  if (command === '--help' || command === '-h' || command === 'help') {
    const [name] = rest;
    if (name === undefined || !isCommand(name)) return done(terminal, help(paint));
    return done(terminal, helpFor(name, paint));
  }
  if (command === '--version' || command === '-v') return done(terminal, `${await version()}\n`);
  if (command === undefined) return misunderstood(terminal, 'No command is given');
  if (!isCommand(command)) return misunderstood(terminal, `There is no command ${JSON.stringify(command)}`);
  let values: Values;
  let positionals: string[];
  try {
    ({ values, positionals } = parse(command, rest));
  } catch (error) {
    return misunderstood(terminal, (error as Error).message.split(/\.(?=\s|$)/)[0]!, command);
  }
  if (values['help'] === true) return done(terminal, helpFor(command, paint));
  const { takes }: { takes: readonly string[] } = commands[command];
  const missing = takes[positionals.length];
  if (missing !== undefined) return misunderstood(terminal, `The ${missing} is missing`, command);
  try {
    return await perform(command, { values, positionals, terminal });
  } catch (error) {
    const accident = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
    // All others were written for the person at the keyboard; a stack would only tell of the program.
    terminal.stderr(`${String(accident ? error.stack : (error as Error).message)}\n`);
    return 1;
  }
}

function parse(command: CommandName, args: string[]): { values: Values; positionals: string[] } {
  const { options, takes }: { options: Readonly<Record<string, Option>>; takes: readonly string[] } = commands[command];
  const known = Object.entries(options).map(([name, { type, multiple = false }]) => [name, { type, multiple }] as const);
  const { values, positionals } = parseArgs({ args, options: { ...Object.fromEntries(known), help: { type: 'boolean', short: 'h' } }, strict: true, allowPositionals: takes.length > 0 });
  const extra = positionals[takes.length];
  if (extra !== undefined) throw new Error(`Unexpected argument '${extra}'`);
  return { values, positionals };
}

interface Performance {
  values: Values;
  positionals: string[];
  terminal: Terminal;
}

/** Each command is loaded when it is wanted: `--help` waits for nothing. */
async function perform(command: CommandName, { values, positionals, terminal }: Performance): Promise<number> {
  const text = (name: string): string | undefined => values[name] as string | undefined;
  const flag = (name: string): boolean => values[name] === true;
  const common = { ...terminal, schemaDir: text('schema'), json: flag('json') };
  switch (command) {
    case 'start': {
      const placed = { PORT: text('port'), HOST: text('host'), WORKERS: text('workers') };
      const options = { ...common, env: { ...common.env, ...Object.fromEntries(Object.entries(placed).filter(([, value]) => value !== undefined)) } };
      // What several processes need is loaded for several.
      if (/^\s*1?\s*$/.test(options.env['WORKERS'] ?? '')) return (await import('./start.ts')).start(options);
      return (await import('./startWorkers.ts')).startSeveral(options);
    }
    case 'generate': {
      const { generate } = await import('./generate.ts');
      return generate({ ...common, check: flag('check') });
    }
    case 'check': {
      const { check } = await import('./check.ts');
      return check({ ...common, against: text('against'), headers: (values['header'] ?? []) as string[], allowBreaking: flag('allow-breaking'), release: flag('release') });
    }
    case 'docs': {
      const { docs } = await import('./docs.ts');
      return docs({ ...common, folder: positionals[0]!, graphiql: text('graphiql') });
    }
    case 'sandbox': {
      const { sandbox } = await import('./sandbox.ts');
      return sandbox(common);
    }
    case 'add': {
      const { add } = await import('./add.ts');
      const [name, source] = positionals as [string, string];
      return add({ ...common, name, source, force: flag('force') });
    }
  }
}

function done({ stdout }: Terminal, text: string): number {
  stdout(text);
  return 0;
}

function misunderstood({ stderr }: Terminal, sentence: string, command?: CommandName): number {
  stderr(`${sentence}: "collectgraph ${command === undefined ? '' : `${command} `}--help" shows what there is.\n`);
  return 2;
}

export async function version(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
