/** Colours, for people on a terminal alone: a file or a pipe gets plain text, and NO_COLOR is honoured. */
import { styleText } from 'node:util';

export type Colour = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan';
export type Paint = (colour: Colour, text: string) => string;

export const plain: Paint = (_colour, text) => text;

const painted: Paint = (colour, text) => styleText(colour, text, { validateStream: false });

/** `watched`: whether the stream is a terminal. https://no-color.org, https://force-color.org */
export function paintFor(env: NodeJS.ProcessEnv, watched: boolean): Paint {
  if (env['NO_COLOR']) return plain;
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] === '0' ? plain : painted;
  return watched && env['TERM'] !== 'dumb' ? painted : plain;
}
