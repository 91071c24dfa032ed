/** Whether a value is one language tag (RFC 5646 §2.1), as long as its column. */
export function isLanguageTag(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > 35) return false;
  try {
    return Intl.getCanonicalLocales(value).length === 1;
  } catch {
    return false;
  }
}
