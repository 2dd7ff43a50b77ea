/**
 * Names of the document in the spelling of the graph. Pure text to text; whether the result is a
 * name at all is asked with `isName`, never repaired in silence.
 */

const separators = /[_\-. ]+/;

const words = (text: string): string[] => text.split(separators).filter((word) => word !== '');

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** `PGToken` -> `pg` + `Token`; `SSN` -> `ssn`; `URLs` -> `urls`; `OrgPGID` -> `orgPGID`. */
function lowered(word: string): string {
  const run = /^[A-Z]+/.exec(word)?.[0] ?? '';
  const next = /^[a-z]/.test(word.slice(run.length)) && !/^s(?![a-z])/.test(word.slice(run.length));
  const count = run.length > 1 && next ? run.length - 1 : run.length;
  return word.slice(0, count).toLowerCase() + word.slice(count);
}

/** `merchant_reference` -> `merchantReference`, `URL` -> `url`, `messageURL` stays. */
export function lowerCamel(text: string): string {
  const [first = '', ...rest] = words(text);
  return lowered(first) + rest.map(capital).join('');
}

/** `create_account` -> `CreateAccount`; capitals within a word stay. */
export const pascal = (text: string): string => words(text).map(capital).join('');

/** `no answer` -> `NO_ANSWER`, `notLoaded` -> `NOT_LOADED`, `HTTPError` -> `HTTP_ERROR`. */
export function upperSnake(text: string): string {
  return words(text.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/([A-Z]{2,})([A-Z][a-z])/g, '$1_$2')).join('_').toUpperCase();
}

/** A GraphQL name that is not reserved for introspection. */
export const isName = (text: string): boolean => /^(?!__)[A-Za-z_][A-Za-z0-9_]*$/.test(text);

/** Letters without their accents, as far as a name to suggest needs them. */
export const unaccented = (text: string): string => text.replaceAll('ß', 'ss').normalize('NFKD').replace(/\p{M}/gu, '');

/** A name to suggest for a text that gives none. */
export function suggestion(text: string, fallback: string): string {
  const name = lowerCamel(unaccented(text).replace(/[^A-Za-z0-9_\-. ]+/g, ' '));
  if (isName(name)) return name;
  return name && isName(`${fallback}${capital(name)}`) ? `${fallback}${capital(name)}` : fallback;
}

/** `getAccountClaims` -> `accountClaims`, `SetAccountScores` -> `setAccountScores`. */
export function fieldName(operationId: string): string {
  return lowerCamel(operationId.replace(/^get(?=[A-Z0-9_\-. ])(?=.)[_\-. ]*/, ''));
}
