/** Prints one definition, and once more without descriptions: what two declarations of a name are compared by. */
import type { Definition } from './definitions.ts';
import type { FieldText } from './print.ts';
import { block, describe, field } from './print.ts';

interface EnumValue {
  name: string;
  directives: string[];
  description?: string | undefined;
}

export function definition(options: {
  pointer: string;
  keyword: 'type' | 'input' | 'enum';
  name: string;
  description?: string | undefined;
  directives?: string[];
  fields: (FieldText | EnumValue)[];
}): Definition {
  const { pointer, keyword, name, description, directives = [], fields } = options;
  const line = (one: FieldText | EnumValue): string => ('type' in one ? field(one) : `${describe(one.description, '  ')}  ${[one.name, ...one.directives].join(' ')}\n`);
  const bare = fields.map((one) => ({ ...one, description: undefined }));
  return {
    pointer,
    shape: block(keyword, name, directives, bare.map(line)),
    text: describe(description, '') + block(keyword, name, directives, fields.map(line)),
  };
}

/** `union Name` with its members and how to tell them apart, one to a line. */
export function unionDefinition(options: { pointer: string; name: string; description?: string | undefined; directives: string[]; members: string[] }): Definition {
  const { pointer, name, description, directives, members } = options;
  const shape = `union ${name}\n${directives.map((one) => `  ${one}\n`).join('')}  = ${members.join(' | ')}\n`;
  return { pointer, shape, text: describe(description, '') + shape };
}
