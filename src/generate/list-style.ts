/** How a parameter stands in the URL or a header: what has one spelling there is kept, the rest is refused. */
import type { Place } from './place.ts';
import { isObject, member } from './place.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

/** For `@list`. */
export interface ListStyle {
  [name: string]: boolean | string | undefined;
  explode?: boolean;
  separator?: string;
}

/** How a list stands in the URL; undefined where the parameter's style cannot be expressed. */
export function styleOf(work: Work, place: Place, where: string): ListStyle | undefined {
  const ignored = { update: { 'x-graphql-ignore': true } };
  const no = (found: string, expected: string, overlay: { update: unknown } | { remove: true }): undefined => {
    refuse(work, { pointer: place.pointer, found, expected, overlay });
    return undefined;
  };
  if (where === 'cookie') return no('a cookie parameter', 'a path, query or header parameter', ignored);
  if (!['path', 'query', 'header'].includes(where)) return no(`a parameter in "${where}"`, 'a path, query or header parameter', ignored);
  if (isObject(member(place.value, 'content'))) return no('a parameter with content of its own', 'a parameter with a schema and a style', ignored);
  const form = where === 'query';
  const style = member(place.value, 'style') ?? (form ? 'form' : 'simple');
  const explode = member(place.value, 'explode') ?? style === 'form';
  if (style === 'form' && form) return explode === true ? {} : { explode: false };
  if (style === 'simple' && !form) return { explode: false };
  if ((style === 'pipeDelimited' || style === 'spaceDelimited') && form) {
    return explode === true ? {} : { explode: false, separator: style === 'pipeDelimited' ? '|' : ' ' };
  }
  return no(`a ${where} parameter with the style ${JSON.stringify(style)}`, form ? 'form, pipeDelimited or spaceDelimited' : 'simple', form ? ignored : { update: { style: 'simple' } });
}
