import { createHash, createDecipheriv, createHmac, hkdfSync, pbkdf2, timingSafeEqual } from 'node:crypto';
import { base62, sha256 } from '../../shared/domain/secret';
import { FAMILY_LENGTH, type ParsedRefreshToken } from './refresh-token';

/** Version 2 of the format of defuse/php-encryption, in hexadecimal: header, salt, IV, ciphertext, HMAC. */
const SHAPE = /^def50200[0-9a-f]{160,4000}$/;
const HEADER = 4;
const SALT = 32;
const IV = 16;
const MAC = 32;
const ITERATIONS = 100_000;

/** Whether it may be a refresh token of Laravel Passport; to know takes the key, and a twentieth of a second. */
export const looksLikePassport = (token: string): boolean => SHAPE.test(token);

/** The key of Laravel's `APP_KEY`, `base64:…`; null when it is none. */
export function readAppKey(value: string): Buffer | null {
  const key = /^base64:([A-Za-z0-9+/]+={0,2})$/.exec(value)?.[1];
  const bytes = key === undefined ? null : Buffer.from(key, 'base64');
  return bytes?.length === 32 ? bytes : null;
}

/** The id of a refresh token in Passport's table; null when the token was not made with that key. */
export async function openPassportToken(token: string, appKey: Buffer): Promise<string | null> {
  if (!looksLikePassport(token) || token.length % 2 !== 0) return null;
  const all = Buffer.from(token, 'hex');
  const body = all.subarray(0, -MAC);
  const salt = body.subarray(HEADER, HEADER + SALT);
  const iv = body.subarray(HEADER + SALT, HEADER + SALT + IV);
  const keys = await keysOf(appKey, salt);
  if (!timingSafeEqual(createHmac('sha256', keys.mac).update(body).digest(), all.subarray(-MAC))) return null;
  const cipher = createDecipheriv('aes-256-ctr', keys.cipher, iv);
  const text = Buffer.concat([cipher.update(body.subarray(HEADER + SALT + IV)), cipher.final()]).toString();
  return idIn(text);
}

/** Passport gives its key as a password, which that format stretches. */
async function keysOf(appKey: Buffer, salt: Buffer): Promise<{ mac: Buffer; cipher: Buffer }> {
  const password = createHash('sha256').update(appKey).digest();
  const stretched = await new Promise<Buffer>((resolve, reject) =>
    pbkdf2(password, salt, ITERATIONS, 32, 'sha256', (error, key) => (error ? reject(error) : resolve(key))),
  );
  const derive = (info: string) => Buffer.from(hkdfSync('sha256', stretched, salt, info, 32));
  return {
    mac: derive('DefusePHP|V2|KeyForAuthentication'),
    cipher: derive('DefusePHP|V2|KeyForEncryption'),
  };
}

function idIn(text: string): string | null {
  try {
    const { refresh_token_id: id } = JSON.parse(text) as { refresh_token_id?: unknown };
    return typeof id === 'string' && id !== '' ? id : null;
  } catch {
    return null;
  }
}

/**
 * Where a token of Passport's stands among ours. The family follows from the id, so that importing twice makes one; the
 * secret is never one that we made, and the first rotation replaces it.
 */
export function parsePassportToken(id: string): ParsedRefreshToken {
  const family = base62(createHash('sha256').update(`passport family\0${id}`).digest(), FAMILY_LENGTH);
  return { family, familyHash: sha256(family), secretHash: sha256(`passport secret\0${id}`) };
}
