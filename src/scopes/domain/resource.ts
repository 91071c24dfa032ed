import type { SigningAlgorithm, TokenFormat } from '../../config/settings';
import { BoundedMap } from '../../shared/domain/bounded-map';
import type { EpochMs } from '../../shared/domain/clock';

/** An API that tokens are for: its URI becomes `aud` (RFC 8707 §2). */
export class Resource {
  id!: string;
  /** As registered; it is what `aud` says. */
  uri!: string;
  /** SHA-256 of the normalized URI: how it is found. */
  uriHash!: string;
  name!: string;
  /** Scopes that this API knows; tokens for it are cut to them. Null: every scope of the catalogue. */
  scopes!: string[] | null;
  accessTokenFormat!: TokenFormat | null;
  /** Seconds. */
  accessTokenTtl!: number | null;
  signingAlg!: SigningAlgorithm | null;
  /** The client that may introspect tokens for this API (RFC 7662 §2.1). */
  introspectionClientRef!: string | null;
  createdAt!: EpochMs;
  updatedAt!: EpochMs;
  version!: number;

  constructor(values: Resource) {
    Object.assign(this, values);
  }
}

/**
 * The form in which resource URIs are compared: scheme and host in lower case, an empty path as `/`.
 *
 * @returns null when it is no absolute URI or has a fragment (RFC 8707 §2)
 */
export function normalizeResourceUri(uri: string): string | null {
  const known = normalized.get(uri);
  if (known !== undefined) return known;
  const form = normalize(uri);
  normalized.set(uri, form);
  return form;
}

/** Whether two URIs name the same API. */
export function isSameResource(a: string, b: string): boolean {
  const form = normalizeResourceUri(a);
  return form !== null && form === normalizeResourceUri(b);
}

/** Each token and request names one of a few APIs. */
const normalized = new BoundedMap<string, string | null>(1000);

function normalize(uri: string): string | null {
  if (uri.length > 2000 || /[#\s\\]/.test(uri) || !URL.canParse(uri)) return null;
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/([^/?]*)(.*))?/s.exec(uri);
  if (!match) return null;
  const [, scheme, authority, rest] = match;
  if (authority === undefined) return scheme!.toLowerCase() + uri.slice(scheme!.length);
  const path = rest === '' ? '/' : rest!.startsWith('?') ? '/' + rest : rest;
  return `${scheme!.toLowerCase()}://${authority.toLowerCase()}${path}`;
}
