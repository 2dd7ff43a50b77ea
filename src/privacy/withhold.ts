/**
 * A vendor's words without what this request told him in confidence: vendors repeat what they refuse. The values are
 * known, so nothing is guessed: each is looked for as it was sent, in the spellings of JSON and of URLs, in
 * upper and lower case, and, of what is long, in any larger piece.
 *
 * Values of one or two characters are no one's secret alone, and would take every other word along.
 */

const mark = '(withheld)';
const leastLength = 3;
/** Of a longer text, pieces of this length are looked for. */
const pieceLength = 20;
const mostPieces = 5_000;

export function withhold(text: string, values: readonly string[]): string {
  let left = text;
  // The longest first: a name may be a part of an address.
  for (const value of [...values].sort((a, b) => b.length - a.length)) {
    const trimmed = value.trim();
    if (trimmed.length < leastLength) continue;
    for (const spelling of spellings(trimmed)) left = without(left, spelling);
    if (trimmed.length > pieceLength) left = withoutPieces(left, trimmed);
  }
  return left;
}

function spellings(value: string): Set<string> {
  const digits = value.replace(/[\s()./-]/g, '');
  return new Set([
    value,
    JSON.stringify(value).slice(1, -1),
    encoded(value),
    encoded(value).replaceAll('%20', '+'),
    // A number as another system prints it: without its spaces and its plus.
    ...(/^\+?\d{6,}$/.test(digits) ? [digits, digits.replace(/^\+/, '')] : []),
  ]);
}

function encoded(value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    // Half a character, which no URL can hold.
    return value;
  }
}

function without(text: string, value: string): string {
  const lower = text.toLowerCase();
  const wanted = value.toLowerCase();
  // Where the case changes the length, positions would not be the same.
  if (lower.length !== text.length || wanted.length !== value.length) return text.replaceAll(value, mark);
  let result = '';
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    result += text.slice(from, at) + mark;
    from = at + wanted.length;
  }
  return result + text.slice(from);
}

/** The longest runs that the text shares with the value, where they are long enough to say something. */
function withoutPieces(text: string, value: string): string {
  let left = text;
  for (let at = 0, looked = 0; at + pieceLength <= value.length && looked < mostPieces; looked++) {
    let length = left.includes(value.slice(at, at + pieceLength)) ? pieceLength : 0;
    if (length === 0) {
      at += 1;
      continue;
    }
    while (at + length < value.length && left.includes(value.slice(at, at + length + 1))) length += 1;
    left = left.replaceAll(value.slice(at, at + length), mark);
    at += length;
  }
  return left;
}
