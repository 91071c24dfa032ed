import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../../config/settings';
import { KeyStore, type PublicKey, type Signer } from '../application/key-store';
import { signBytes } from '../domain/jws';

interface FileKey extends PublicKey {
  privateKey: KeyObject | null;
}

/** The setting SIGNING_KEYS_FILE: a JWK set (RFC 7517 §5) instead of the stored keys. The first private key of an algorithm signs. */
export class FileKeyStore extends KeyStore {
  private readonly keys: FileKey[];

  /** @throws Error when the file is no JWK set with `kid` and `alg` in each key, or has no private key */
  constructor(path: string) {
    super();
    const { keys } = JSON.parse(readFileSync(path, 'utf8')) as { keys: JsonWebKey[] };
    this.keys = keys.map((jwk) => readKey(jwk, path));
    if (this.keys.every((key) => key.privateKey === null)) {
      throw new Error(`SIGNING_KEYS_FILE ${path} holds no private key to sign with.`);
    }
  }

  async signer(alg: SigningAlgorithm): Promise<Signer> {
    const key = this.keys.find((candidate) => candidate.alg === alg && candidate.privateKey !== null);
    if (!key) throw new Error(`SIGNING_KEYS_FILE holds no private key for ${alg}.`);
    return { kid: key.kid, alg, sign: (data) => signBytes(alg, key.privateKey!, data) };
  }

  async publicKeys(): Promise<PublicKey[]> {
    return this.keys.map(({ kid, alg, jwk }) => ({ kid, alg, jwk }));
  }
}

function readKey(jwk: JsonWebKey, path: string): FileKey {
  const kid = jwk['kid'];
  const alg = jwk['alg'] as SigningAlgorithm;
  if (typeof kid !== 'string' || !SIGNING_ALGORITHMS.includes(alg)) {
    throw new Error(
      `SIGNING_KEYS_FILE ${path}: every key needs a kid and one of ${SIGNING_ALGORITHMS.join(', ')} as alg.`,
    );
  }
  const publicKey = createPublicKey({ format: 'jwk', key: jwk });
  if (publicKey.asymmetricKeyType === 'rsa' && publicKey.asymmetricKeyDetails!.modulusLength! < 2048) {
    throw new Error(`SIGNING_KEYS_FILE ${path}: RSA keys need 2048 bits or more.`);
  }
  const privateKey = jwk.d === undefined ? null : createPrivateKey({ format: 'jwk', key: jwk });
  return { kid, alg, jwk: publicKey.export({ format: 'jwk' }), privateKey };
}
