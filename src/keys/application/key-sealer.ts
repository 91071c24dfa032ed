import { createCipheriv, createDecipheriv, hkdfSync, type JsonWebKey, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';

/** The stored private keys cannot be opened with this KEY_ENCRYPTION_SECRET. */
export class WrongKeySecretError extends Error {
  constructor(kid: string) {
    super(
      `The signing key ${kid} cannot be decrypted: KEY_ENCRYPTION_SECRET is not the one it was stored with.\n` +
        '  Set the former value, or run: npm run cli -- keys:rotate --emergency (every token signed so far is then refused).',
    );
  }
}

/** Encrypts private keys at rest: AES-256-GCM, bound to the key id. */
@Injectable()
export class KeySealer {
  private readonly key: Uint8Array;

  constructor(settings: Settings) {
    this.key = new Uint8Array(
      hkdfSync('sha256', settings.keyEncryptionSecret, '', 'grantor signing keys', 32),
    );
  }

  seal(kid: string, jwk: JsonWebKey): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv).setAAD(Buffer.from(kid));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(jwk)), cipher.final()]);
    return [iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url')).join('.');
  }

  /** @throws WrongKeySecretError */
  open(kid: string, text: string): JsonWebKey {
    const [iv, tag, sealed] = text.split('.').map((part) => Buffer.from(part, 'base64url'));
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key, iv!)
        .setAAD(Buffer.from(kid))
        .setAuthTag(tag!);
      return JSON.parse(Buffer.concat([decipher.update(sealed!), decipher.final()]).toString()) as JsonWebKey;
    } catch {
      throw new WrongKeySecretError(kid);
    }
  }
}
