import { EntitySchema } from 'typeorm';
import { integer, json, longText, moment, text } from '../../database/columns';
import { SigningKey } from '../domain/signing-key';

export const SigningKeySchema = new EntitySchema<SigningKey>({
  name: 'SigningKey',
  target: SigningKey,
  tableName: 'grantor_signing_keys',
  columns: {
    kid: text(100, { primary: true, primaryKeyConstraintName: 'pk_grantor_signing_keys' }),
    alg: text(10),
    status: text(10),
    publicJwk: json({ name: 'public_jwk' }),
    sealedPrivateJwk: longText({ name: 'sealed_private_jwk' }),
    createdAt: moment({ name: 'created_at' }),
    activatedAt: moment({ name: 'activated_at', nullable: true }),
    retireAt: moment({ name: 'retire_at', nullable: true }),
    signedCount: integer({ name: 'signed_count' }),
  },
});
