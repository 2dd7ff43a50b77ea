/**
 * A mail as it came, and what it says once somebody asks: parsed at most once, and not at all for `raw` alone.
 * Attachments are not kept. A mail that cannot be parsed is an error at the fields that needed it,
 * and so is one that would keep the process busy: made of lines by the hundred thousand, or nested in itself.
 */
import PostalMime, { type Address, type Email } from 'postal-mime';

/** Members of a mail by their names: what `answer: EML` offers to the fields of a type. */
export interface MailParts {
  subject: string | null;
  from: string | null;
  to: string[];
  /** ISO 8601; null where the mail has none that can be read. */
  date: string | null;
  text: string | null;
  html: string | null;
}

export class Mail {
  readonly raw: string;
  private readonly bytes: Uint8Array;
  private parsed: Promise<MailParts> | undefined;

  constructor(bytes: Uint8Array, raw: string) {
    this.bytes = bytes;
    this.raw = raw;
  }

  parts(): Promise<MailParts> {
    return (this.parsed ??= parse(this.bytes));
  }
}

export const mailMembers = new Set(['raw', 'subject', 'from', 'to', 'date', 'text', 'html']);

const limits = { maxNestingDepth: 50, maxRfc822NestingDepth: 1, maxHeadersSize: 1_000_000 };

async function parse(bytes: Uint8Array): Promise<MailParts> {
  if (hasTooManyLines(bytes)) throw new Error('The mail has more lines than any mail of its size.');
  return partsOf(await PostalMime.parse(bytes, limits));
}

/** Parsing costs by the line. Lines of a real mail are some 76 characters long; short ones are few. */
function hasTooManyLines(bytes: Uint8Array): boolean {
  const allowed = 50_000 + bytes.length / 60;
  let lines = 0;
  for (let at = bytes.indexOf(10); at !== -1 && lines <= allowed; at = bytes.indexOf(10, at + 1)) lines++;
  return lines > allowed;
}

function partsOf({ subject, from, to, date, text, html }: Email): MailParts {
  return {
    subject: subject ?? null,
    from: from ? (addressesOf(from)[0] ?? null) : null,
    to: (to ?? []).flatMap(addressesOf),
    date: date !== undefined && /^\d{4}-\d{2}-\d{2}T/.test(date) ? date : null,
    text: text ?? null,
    html: html ?? null,
  };
}

/** The address alone, as one would write to it; of a group, that of each member. */
function addressesOf({ name, address, group }: Address): string[] {
  if (group) return group.flatMap(addressesOf);
  const text = address === undefined || address === '' ? name : address;
  return text === '' ? [] : [text];
}
