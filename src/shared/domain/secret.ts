import { hash, randomFillSync, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECKSUM_LENGTH = 6;

/** The kinds of secret that leave the server, by the letters behind the configurable first one (`apat_`, `art_` …). */
const KINDS = { personal: 'pat', refresh: 'rt', access: 'at', client: 'cs', code: 'ac', link: 'ln' } as const;

export type SecretKind = keyof typeof KINDS;

/** 36 characters of 62 are 214 bits. */
const SECRET_LENGTH = 36;

/** SHA-256 in base64url, 43 characters: the only form in which secrets are stored, and a key of fixed length. */
export function sha256(value: string): string {
  return hash('sha256', value, 'base64url');
}

/** Random bytes are drawn in large portions: each draw costs as much as a thousand bytes more. None is used twice. */
const portion = Buffer.allocUnsafeSlow(4096);
let used = portion.length;

function randomByte(): number {
  if (used === portion.length) {
    randomFillSync(portion);
    used = 0;
  }
  const byte = portion[used]!;
  portion[used++] = 0;
  return byte;
}

/** `length` characters of 0-9A-Za-z, each equally likely (bytes that would skew the choice are thrown away). */
export function randomBase62(length: number): string {
  let out = '';
  while (out.length < length) {
    const byte = randomByte();
    if (byte < 248) out += ALPHABET[byte % 62];
  }
  return out;
}

/** A whole number in exactly `length` digits of 0-9A-Za-z: greater numbers stand behind smaller ones. */
export function digits62(value: number, length: number): string {
  let out = '';
  for (let rest = value; out.length < length; rest = Math.floor(rest / 62)) out = ALPHABET[rest % 62]! + out;
  return out;
}

/** So many digits at once fit a number exactly: dividing big integers costs far more. */
const CHUNK = 8;
const CHUNK_SIZE = 62n ** BigInt(CHUNK);

/** The same bytes always give the same characters: 36 of them keep 214 bits of a 256-bit digest. */
export function base62(bytes: Uint8Array, length = SECRET_LENGTH): string {
  let value = BigInt('0x' + Buffer.from(bytes).toString('hex'));
  let out = '';
  while (out.length < length) {
    let chunk = Number(value % CHUNK_SIZE);
    value /= CHUNK_SIZE;
    for (let i = 0; i < CHUNK && out.length < length; i++) {
      out += ALPHABET[chunk % 62];
      chunk = Math.floor(chunk / 62);
    }
  }
  return out;
}

/** Compares without telling by its duration where the strings differ. */
export function equalInConstantTime(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

function checksum(text: string): string {
  let value = crc32(text);
  let out = '';
  for (let i = 0; i < CHECKSUM_LENGTH; i++) {
    out = ALPHABET[value % 62] + out;
    value = Math.floor(value / 62);
  }
  return out;
}

/**
 * The look of every secret that we hand out: a prefix that names its kind, random characters, and a CRC-32,
 * so that leaks can be searched for and a mistyped token is refused without asking the database.
 */
export class SecretFormat {
  /** @param firstLetter the setting `TOKEN_PREFIX` */
  constructor(private readonly firstLetter: string) {}

  /** A new secret; `body` replaces the random characters where they are derived (refresh tokens). */
  make(kind: SecretKind, body: string = randomBase62(SECRET_LENGTH)): string {
    const unchecked = this.prefix(kind) + body;
    return unchecked + checksum(unchecked);
  }

  prefix(kind: SecretKind): string {
    return `${this.firstLetter}${KINDS[kind]}_`;
  }

  /** Whether it claims to be of that kind; says nothing about its being real. */
  claims(kind: SecretKind, value: string): boolean {
    return value.startsWith(this.prefix(kind));
  }

  /** The characters between prefix and checksum, or null when it cannot be one of ours. */
  body(kind: SecretKind, value: string): string | null {
    const prefix = this.prefix(kind);
    if (!value.startsWith(prefix) || value.length > 200) return null;
    const cut = value.length - CHECKSUM_LENGTH;
    const body = value.slice(prefix.length, cut);
    if (body.length < SECRET_LENGTH || checksum(value.slice(0, cut)) !== value.slice(cut)) return null;
    return body;
  }
}
