import { OAuthError } from './oauth-error';

/** What a query or form parser made of a request: repeated names become lists. */
export type RawParameters = Record<string, string | string[] | undefined>;

export const MAX_PARAMETERS = 100;

/** Marks parameters that could not be read. */
export const MALFORMED = Symbol('malformed');

/** @throws OAuthError `invalid_request` */
export function requireWellFormed(raw: unknown): void {
  if (typeof raw !== 'object' || raw === null || !(MALFORMED in raw)) return;
  throw OAuthError.invalidRequest('The parameters are not well-formed: percent-encode the values as UTF-8');
}

/**
 * The parameters of a protocol request: one value per name, empty means absent, unknown names are ignored
 * (RFC 6749 §3.1, RFC 6749 §3.2).
 */
export class Parameters {
  private readonly raw: RawParameters;

  /** @throws OAuthError `invalid_request` when they could not be read */
  constructor(raw: unknown) {
    requireWellFormed(raw);
    const texts = Object.create(null) as RawParameters;
    if (isPlain(raw)) for (const name of Object.keys(raw)) if (isText(raw[name])) texts[name] = raw[name];
    this.raw = texts;
  }

  /**
   * The value of a parameter, or null.
   *
   * @throws OAuthError `invalid_request` when it is sent more than once
   */
  one(name: string): string | null {
    const value = this.raw[name];
    // Nearly always it is there once, or not at all.
    if (value === undefined || value === '') return null;
    if (typeof value === 'string') return value;
    const values = this.all(name);
    if (values.length > 1) throw OAuthError.invalidRequest(`${name} is sent more than once`);
    return values[0] ?? null;
  }

  /** Every value that is not empty; `resource` may be repeated (RFC 8707 §2). */
  all(name: string): string[] {
    const value = this.raw[name];
    const values = Array.isArray(value) ? value : value === undefined ? [] : [value];
    return values.length > 1 ? values : values.filter((item) => item !== '');
  }

  /** Like `one`, for values that the request cannot be judged without; null when it is sent more than once. */
  oneOrNull(name: string): string | null {
    const values = this.all(name);
    return values.length === 1 ? values[0]! : null;
  }

  /** @throws OAuthError `invalid_request` naming the first of `names` that is repeated */
  requireSingle(names: readonly string[]): void {
    for (const name of names) this.one(name);
  }

  /** @throws OAuthError `invalid_request` when it is missing */
  require(name: string): string {
    const value = this.one(name);
    if (value === null) throw OAuthError.invalidRequest(`${name} is missing`);
    return value;
  }

  /** Everything, ready to be sent again. */
  toSearch(): string {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(this.raw)) {
      for (const item of Array.isArray(value) ? value : [value])
        if (item !== undefined) search.append(name, item);
    }
    return search.toString();
  }
}

function isPlain(raw: unknown): raw is RawParameters {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}

/** Text or a list of texts: whatever else a parser makes never gets further. */
const isText = (value: unknown): boolean =>
  typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'));
