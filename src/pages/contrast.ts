/** Text has to be read (WCAG 2.2 §1.4.3); the edge of a field and the ring of the focus have to be seen (§1.4.11). */
const [TEXT, EDGE] = [4.5, 3];

/** Which of the stylesheet's colours stand on which, and the least contrast that they need. */
const PAIRS: [front: string, backs: string[], minimum: number][] = [
  [
    'ink',
    ['bg', 'surface', 'sunken', 'accent-soft', 'danger-soft', 'warn-soft', 'ok-soft', 'info-soft'],
    TEXT,
  ],
  ['muted', ['bg', 'surface', 'sunken'], TEXT],
  ['link', ['bg', 'surface', 'sunken', 'danger-soft', 'warn-soft', 'ok-soft', 'info-soft'], TEXT],
  ['accent', ['surface', 'accent-soft'], TEXT],
  ['accent-ink', ['accent', 'accent-hover'], TEXT],
  ['danger', ['bg', 'surface', 'danger-soft'], TEXT],
  ['danger-ink', ['danger'], TEXT],
  ['warn', ['warn-soft'], TEXT],
  ['ok', ['ok-soft'], TEXT],
  ['info', ['info-soft'], TEXT],
  ['field', ['bg', 'surface'], EDGE],
  ['focus', ['bg', 'surface'], EDGE],
];

const SCHEMES = ['light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];
type Rgb = [red: number, green: number, blue: number];

/** Two colours that stand on each other, by the names of their custom properties. */
export interface Contrast {
  scheme: Scheme;
  front: string;
  back: string;
  /** From 1 to 21; null where a colour is not written in a way that is read here. */
  ratio: number | null;
  minimum: number;
}

/** Every pair in both colour schemes; the custom properties of later stylesheets replace those of earlier ones. */
export function contrasts(...stylesheets: string[]): Contrast[] {
  return SCHEMES.flatMap((scheme) => {
    const colours = new Map(stylesheets.flatMap((css) => propertiesOf(css, scheme)));
    const ratio = (front: string, back: string) => {
      const [a, b] = [colours.get(front), colours.get(back)].map((value) => rgbOf(value ?? ''));
      return a && b ? ratioOf(a, b) : null;
    };
    return PAIRS.flatMap(([front, backs, minimum]) =>
      backs.map((back) => ({ scheme, front, back, ratio: ratio(front, back), minimum })),
    );
  });
}

/** The contrast of two colours (WCAG 2.2, definition of contrast ratio). */
function ratioOf(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((one, other) => other - one) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** `#abc`, `#aabbcc` or `rgb(170 187 204)`; null for anything else. */
function rgbOf(value: string): Rgb | null {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(value);
  if (short)
    return rgbOf(
      `#${short
        .slice(1)
        .map((digit) => digit + digit)
        .join('')}`,
    );
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(value);
  if (hex) return hex.slice(1).map((part) => parseInt(part, 16)) as Rgb;
  const rgb = /^rgb\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)$/i.exec(value);
  return rgb && (rgb.slice(1).map(Number) as Rgb);
}

/** The custom properties that count in a scheme: what stands in the media query of the other one does not. */
function propertiesOf(css: string, scheme: Scheme): [name: string, value: string][] {
  const text = css.replace(/\/\*[^]*?\*\//g, '');
  const other = new RegExp(
    `@media[^{]*prefers-color-scheme:\\s*${scheme === 'light' ? 'dark' : 'light'}[^{]*`,
  );
  const counts = withoutBlock(text, other);
  return [...counts.matchAll(/--([\w-]+)\s*:\s*([^;}]+)/g)].map(([, name, value]) => [name!, value!.trim()]);
}

/** The text without the blocks that begin like that, braces in braces included. */
function withoutBlock(text: string, head: RegExp): string {
  const found = head.exec(text);
  if (!found) return text;
  let end = found.index + found[0].length;
  let depth = 0;
  do {
    if (text[end] === '{') depth++;
    if (text[end] === '}') depth--;
    end++;
  } while (depth > 0 && end < text.length);
  return text.slice(0, found.index) + withoutBlock(text.slice(end), head);
}
