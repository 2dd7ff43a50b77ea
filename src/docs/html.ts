/** Text -> HTML. Everything that comes from a document is text; only what is written here is markup. */

/** Markup that may stand in a page as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Piece = string | number | Html | undefined | false | readonly Piece[];

/** html`<p>${text}</p>`: what is filled in is escaped, unless it is `Html` itself. */
export function html(parts: TemplateStringsArray, ...pieces: Piece[]): Html {
  return new Html(parts.reduce((text, part, index) => text + part + (index < pieces.length ? written(pieces[index]) : ''), ''));
}

function written(piece: Piece): string {
  if (piece === undefined || piece === false) return '';
  if (piece instanceof Html) return piece.text;
  if (typeof piece === 'object') return piece.map(written).join('');
  return escape(String(piece));
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character]!);

/** A description: paragraphs, and words in backticks as code. */
export function prose(text: string): Html {
  const paragraphs = text.trim().split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '');
  return new Html(paragraphs.map((paragraph) => `<p>${inline(paragraph).text}</p>`).join('\n'));
}

export function inline(text: string): Html {
  return new Html(text.split(/(`[^`\n]+`)/).map((part) => (/^`[^`]+`$/.test(part) ? `<code>${escape(part.slice(1, -1))}</code>` : escape(part))).join(''));
}
