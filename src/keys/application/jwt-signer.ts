import { Injectable } from '@nestjs/common';
import type { SigningAlgorithm } from '../../config/settings';
import { signingInput } from '../domain/jws';
import { KeyStore } from './key-store';
import { SignatureCounter } from './signature-counter';

/** Makes signed JWTs (RFC 7519 §7.1); every one names its key by `kid`. */
@Injectable()
export class JwtSigner {
  constructor(
    private readonly keys: KeyStore,
    private readonly counter: SignatureCounter,
  ) {}

  /** @param typ media type without `application/`, e.g. `at+jwt` (RFC 9068 §2.1) */
  async sign(typ: string, alg: SigningAlgorithm, claims: object): Promise<string> {
    const signer = await this.keys.signer(alg);
    const input = signingInput({ alg: signer.alg, typ, kid: signer.kid }, claims);
    const signature = Buffer.from(await signer.sign(Buffer.from(input))).toString('base64url');
    this.counter.note(signer.kid);
    return `${input}.${signature}`;
  }
}
