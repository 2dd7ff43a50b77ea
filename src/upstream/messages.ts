/**
 * The vendor's own messages in a refusal, from the shapes that the vendors are known to use:
 * `{ "message": "..." }`, `{ "messages": ["..."] }`, `{ "error": "..." }`.
 *
 * Strings only, few and short, and never a whole body. A message that repeats an address, the path of
 * the call or a credential is dropped: some gateways echo the request's headers in their refusals.
 */

const mostMessages = 20;
const longestMessage = 500;
/** A refusal larger than this is no list of messages. */
const mostBytes = 65_536;

const telling = [
  /[a-z][a-z\d+.-]*:\/\//i,
  /\bwww\./i,
  /\b(?:bearer|basic)\s+(?=\S*[\d=])\S{6}/i,
  /\bauthorization\s*[=:]/i,
  // A JSON Web Token.
  /\beyJ[\w-]{8,}/,
];

/** `secrets`: texts of our own (host, path, keys) that no message may hold. */
export function readMessages(body: Buffer, secrets: readonly string[]): string[] {
  if (body.length === 0 || body.length > mostBytes) return [];
  let answer: unknown;
  try {
    answer = JSON.parse(body.toString('utf8'));
  } catch {
    return [];
  }
  if (typeof answer !== 'object' || answer === null) return [];
  const { message, messages, error } = answer as Record<string, unknown>;
  return [message, ...(Array.isArray(messages) ? (messages as unknown[]) : [messages]), error]
    .filter((text): text is string => typeof text === 'string' && text.trim() !== '')
    .filter((text) => !telling.some((pattern) => pattern.test(text)))
    .filter((text) => !secrets.some((secret) => secret.length > 1 && text.includes(secret)))
    .slice(0, mostMessages)
    .map(shorten);
}

function shorten(text: string): string {
  const line = text.replace(/[\x00-\x1f\x7f]+/g, ' ').trim();
  return line.length <= longestMessage ? line : `${line.slice(0, longestMessage - 1)}…`;
}
