// Reads a JWT and checks its signature here, with the keys that the server publishes (RFC 7515 §5.2).

const IMPORT = {
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  EdDSA: { name: 'Ed25519' },
};
const VERIFY = {
  RS256: { name: 'RSASSA-PKCS1-v1_5' },
  PS256: { name: 'RSA-PSS', saltLength: 32 },
  ES256: { name: 'ECDSA', hash: 'SHA-256' },
  EdDSA: { name: 'Ed25519' },
};

export const base64url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
    character.charCodeAt(0),
  );

const readPart = (part) => JSON.parse(new TextDecoder().decode(bytesOf(part)));

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Header and payload of a JWT; null for tokens that are none. */
export function readJwt(token) {
  const parts = token.split('.');
  if (parts.length !== 3) return null;
  try {
    const [header, payload] = parts.slice(0, 2).map(readPart);
    return isObject(header) && isObject(payload) ? { parts, header, payload } : null;
  } catch {
    return null;
  }
}

/** @returns `valid`, `invalid`, `unknownKey`, or `unable` where this browser lacks the algorithm */
export async function checkSignature({ parts, header }, jwksUri) {
  const { alg, kid } = header;
  if (!Object.hasOwn(IMPORT, alg) || !globalThis.crypto?.subtle) return 'unable';
  const { keys } = await (await fetch(jwksUri, { credentials: 'omit' })).json();
  const jwk = keys.find((key) => key.kid === kid && (key.alg ?? alg) === alg);
  if (!jwk) return 'unknownKey';
  let key;
  try {
    // Browsers differ in the names that they know for `alg` and `use`; the algorithm is given beside them.
    const { kty, crv, x, y, n, e } = jwk;
    key = await crypto.subtle.importKey('jwk', { kty, crv, x, y, n, e }, IMPORT[alg], false, ['verify']);
  } catch {
    return 'unable';
  }
  const signed = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
  return (await crypto.subtle.verify(VERIFY[alg], key, signatureOf(parts), signed)) ? 'valid' : 'invalid';
}

/** A signature that cannot be decoded is as wrong as any other. */
function signatureOf(parts) {
  try {
    return bytesOf(parts[2]);
  } catch {
    return new Uint8Array();
  }
}
