import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createPublicKey } from 'node:crypto';
import { JwtSigner } from '../../src/keys/application/jwt-signer';
import { KeyStore } from '../../src/keys/application/key-store';
import { signingInput } from '../../src/keys/domain/jws';
import type { TestServer } from '../support/test-server';

type Part = Record<string, unknown>;

/** The parts of a compact JWS, read. */
export function readJwt(jwt: string): { header: Part; payload: Part; signature: string } {
  const [header, payload, signature] = jwt.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Part;
  return { header: read(header!), payload: read(payload!), signature: signature! };
}

/** What a stranger can make of a token without our key, and what our key would make of bad claims. */
export class ForgedTokens {
  private readonly attacker = generateKeyPairSync('rsa', { modulusLength: 2048 });

  constructor(
    private readonly server: TestServer,
    /** A token that is good. */
    private readonly good: string,
  ) {}

  /** Without our key; `header` and `claims` replace what the good token says, undefined takes away. */
  async forge(alg: string, more: { header?: Part; claims?: Part; key?: string } = {}): Promise<string> {
    const { header, payload } = readJwt(this.good);
    const input = signingInput({ ...header, alg, ...more.header }, { ...payload, ...more.claims });
    return `${input}.${await this.signature(alg, more.key ?? 'attacker', input)}`;
  }

  /** Signed with our key. */
  sign(claims: Part, typ = 'at+jwt'): Promise<string> {
    const { payload } = readJwt(this.good);
    return this.server.get(JwtSigner).sign(typ, 'RS256', { ...payload, ...claims });
  }

  /** Signed with our key, and with a header of one's own. */
  async signWithHeader(more: Part, claims: Part = {}): Promise<string> {
    const { header, payload } = readJwt(this.good);
    const input = signingInput({ ...header, ...more }, { ...payload, ...claims });
    const signer = await this.server.get(KeyStore).signer('RS256');
    return `${input}.${Buffer.from(await signer.sign(Buffer.from(input))).toString('base64url')}`;
  }

  /** Other claims under the good signature. */
  tamper(claims: Part): string {
    const { header, payload, signature } = readJwt(this.good);
    return `${signingInput(header, { ...payload, ...claims })}.${signature}`;
  }

  get attackerJwk(): object {
    return this.attacker.publicKey.export({ format: 'jwk' });
  }

  private async signature(alg: string, key: string, input: string): Promise<string> {
    if (/^none$/i.test(alg)) return '';
    if (alg.startsWith('HS')) {
      const secret = await this.publicKeyAs(key);
      return createHmac(`sha${alg.slice(2)}`, secret)
        .update(input)
        .digest('base64url');
    }
    return createSign('RSA-SHA256').update(input).sign(this.attacker.privateKey).toString('base64url');
  }

  /** The public key as text, in the forms that a careless server would take for a shared secret. */
  private async publicKeyAs(form: string): Promise<string | Buffer> {
    const { kid } = readJwt(this.good).header;
    const keys = await this.server.get(KeyStore).publicKeys();
    const { jwk } = keys.find((key) => key.kid === kid)!;
    if (form === 'empty') return '';
    if (form === 'jwk') return JSON.stringify(jwk);
    const key: KeyObject = createPublicKey({ key: jwk, format: 'jwk' });
    return form === 'der'
      ? key.export({ type: 'spki', format: 'der' })
      : key.export({ type: 'spki', format: 'pem' });
  }
}
