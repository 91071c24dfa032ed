/** HTML that is safe to send: made by `html`, which escapes everything that it is given. */
export class Html {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

export type Part = Html | string | number | null | undefined | false | readonly Part[];

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);

function render(part: Part): string {
  if (part instanceof Html) return part.text;
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'object') return part.map(render).join('');
  return escapeHtml(String(part));
}

/**
 * Tagged template for HTML: every value is escaped unless it is itself made by `html`. Lists are joined; null and
 * false leave nothing. Attribute values must stand in double quotes.
 */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(
    strings.map((text, index) => text + (index < parts.length ? render(parts[index]) : '')).join(''),
  );
}

/** An address for `href`: http and https, or a path of ours; anything else becomes `#` (no `javascript:`). */
export const safeHref = (address: string): string =>
  /^(https?:\/\/|\/(?![/\\]))/.test(address) ? address : '#';
