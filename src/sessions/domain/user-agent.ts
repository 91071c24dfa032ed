/** Names that browsers give themselves, the particular before the general: nearly all say "Safari" too. */
const BROWSERS: [mark: RegExp, name: string][] = [
  [/\bEdgA?(?:iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|HeadlessChrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.* Safari\//, 'Safari'],
  [/^curl\//, 'curl'],
];

const SYSTEMS: [mark: RegExp, name: string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

const nameIn = (names: [RegExp, string][], text: string): string | null =>
  names.find(([mark]) => mark.test(text))?.[1] ?? null;

/** What a `User-Agent` header (RFC 9110 §10.1.5) tells a person about their browser; null where it tells nothing. */
export function describeUserAgent(header: string | null): { browser: string | null; system: string | null } {
  return { browser: nameIn(BROWSERS, header ?? ''), system: nameIn(SYSTEMS, header ?? '') };
}
