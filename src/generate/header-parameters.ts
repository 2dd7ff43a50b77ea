/** Which header parameters are a caller's to give: not credentials, not the format, not the framing of a call. */
import type { Found } from './parameters.ts';
import { isObject, member } from './place.ts';
import type { Work } from './work.ts';
import { refuse } from './work.ts';

/** Headers that OpenAPI leaves to other parts of the document, and those that carry a credential. */
export function isOwn(work: Work, { name, in: where }: Found): boolean {
  if (where !== 'header') return false;
  const schemes = member(member(work.root, 'components'), 'securitySchemes');
  const keys = isObject(schemes) ? Object.values(schemes).filter((one) => member(one, 'type') === 'apiKey').map((one) => String(member(one, 'name')).toLowerCase()) : [];
  return ['authorization', 'content-type', 'accept', ...keys].includes(name.toLowerCase());
}

/** Headers that frame a call and so belong to who sends it. */
const framing = new Set(['proxy-authorization', 'cookie', 'host', 'connection', 'content-length', 'transfer-encoding', 'upgrade', 'keep-alive', 'te', 'trailer', 'expect']);

export function isSettable(work: Work, { name, place }: Found): boolean {
  if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && !framing.has(name.toLowerCase())) return true;
  refuse(work, { pointer: place.pointer, found: `the header ${JSON.stringify(name)} as a parameter`, expected: 'a header that an operation may set', overlay: { update: { 'x-graphql-ignore': true } } });
  return false;
}
