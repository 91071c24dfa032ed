import { Module } from '@nestjs/common';
import { JwtSigner } from './application/jwt-signer';
import { JwtVerifier } from './application/jwt-verifier';
import { KeyList } from './application/key-list';
import { KeyMaker } from './application/key-maker';
import { KeyRing } from './application/key-ring';
import { KeySealer } from './application/key-sealer';
import { SignatureCounter } from './application/signature-counter';
import { SigningKeys } from './application/signing-keys';
import { JwksController } from './http/jwks.controller';
import { TypeOrmSigningKeys } from './infrastructure/typeorm-signing-keys';

/** Signing keys, their rotation, and the JWTs that they sign and verify. */
@Module({
  controllers: [JwksController],
  providers: [
    JwtSigner,
    JwtVerifier,
    KeyList,
    KeyMaker,
    KeyRing,
    KeySealer,
    SignatureCounter,
    { provide: SigningKeys, useClass: TypeOrmSigningKeys },
  ],
  exports: [JwtSigner, JwtVerifier, KeyList, KeyRing, KeySealer, SigningKeys],
})
export class KeysModule {}
