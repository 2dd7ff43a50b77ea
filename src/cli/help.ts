/** `--help`: all commands, or one of them with what it takes, its exit codes and examples to paste. */
import type { Command, CommandName, Option } from './commands.ts';
import { commands } from './commands.ts';
import type { Paint } from './paint.ts';

const width = 96;
const anywhere: Readonly<Record<string, Option>> = { help: { type: 'boolean', text: 'this text' } };

export function help(paint: Paint): string {
  const names = Object.keys(commands) as CommandName[];
  return sections(paint, [
    ['', ['One GraphQL endpoint over Collectmaxx, Receeve, uCollect and CM.']],
    ['Usage', ['  collectgraph <command> [options]', '  collectgraph <command> --help']],
    ['Commands', rows(names.map((name) => [call(name, commands[name]), commands[name].summary]))],
    ['Options', rows([['--help, -h', 'this text, or that of a command'], ['--version, -v', 'the version of the package']])],
    ['Exit codes', rows([['0', 'done'], ['1', 'failed, stale or breaking; one sentence on stderr says what'], ['2', 'not understood: a command or option that there is none of']])],
    ['To begin', ['  collectgraph start        then open http://127.0.0.1:4000/graphiql']],
  ]);
}

export function helpFor(name: CommandName, paint: Paint): string {
  const command: Command = commands[name];
  const options = Object.entries({ ...command.options, ...anywhere });
  return sections(paint, [
    ['', [command.summary]],
    ['Usage', [`  collectgraph ${call(name, command)} [options]`]],
    ['', command.about.flatMap((paragraph, index) => [...(index > 0 ? [''] : []), ...wrap(paragraph, width)])],
    ['Options', rows(options.map(([option, { value, text }]) => [`--${option}${value === undefined ? '' : ` ${value}`}`, text]))],
    ['Exit codes', rows([...Object.entries(command.exits), ['2', 'not understood']])],
    ['Examples', command.examples.flatMap(([line, meaning]) => [`  ${paint('dim', `# ${meaning}`)}`, `  ${line}`])],
  ]);
}

const call = (name: string, { takes }: Command): string => [name, ...takes.map((one) => `<${one}>`)].join(' ');

function sections(paint: Paint, parts: [title: string, lines: string[]][]): string {
  return `${parts.map(([title, lines]) => [...(title === '' ? [] : [paint('bold', title)]), ...lines].join('\n')).join('\n\n')}\n`;
}

/** Two columns; what is too long for the second goes on in the next line. */
function rows(pairs: [string, string][]): string[] {
  const left = Math.max(...pairs.map(([name]) => name.length)) + 4;
  return pairs.flatMap(([name, text]) => wrap(text, Math.max(width - left, 40)).map((line, index) => `${(index === 0 ? `  ${name}` : '').padEnd(left)}${line}`));
}

function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
