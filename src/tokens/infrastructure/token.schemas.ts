import { EntitySchema } from 'typeorm';
import { hash, id, integer, json, moment, text } from '../../database/columns';
import { StoredAccessToken } from '../domain/access-token';
import { Authorization } from '../domain/authorization';
import { RefreshTokenFamily } from '../domain/refresh-token';

export const AuthorizationSchema = new EntitySchema<Authorization>({
  name: 'Authorization',
  target: Authorization,
  tableName: 'grantor_authorizations',
  columns: {
    id: id({ primary: true, primaryKeyConstraintName: 'pk_grantor_authorizations' }),
    grantType: text(100, { name: 'grant_type' }),
    userId: text(255, { name: 'user_id', nullable: true }),
    clientRef: hash({ name: 'client_ref', nullable: true }),
    clientEpoch: text(16, { name: 'client_epoch', nullable: true }),
    scopes: json(),
    resource: text(2000),
    sid: id({ nullable: true }),
    authTime: moment({ name: 'auth_time', nullable: true }),
    acr: text(50, { nullable: true }),
    amr: json({ nullable: true }),
    nonce: text(500, { nullable: true }),
    cnf: json({ nullable: true }),
    generation: integer(),
    standingFor: hash({ name: 'standing_for', nullable: true }),
    createdAt: moment({ name: 'created_at' }),
    lastUsedAt: moment({ name: 'last_used_at', nullable: true }),
    revokedAt: moment({ name: 'revoked_at', nullable: true }),
    expiresAt: moment({ name: 'expires_at', nullable: true }),
  },
  indices: [
    { name: 'uq_grantor_authorizations_standing_for', columns: ['standingFor'], unique: true },
    { name: 'ix_grantor_authorizations_user_id', columns: ['userId', 'clientRef', 'revokedAt', 'createdAt'] },
    // The last three so that those of a client are counted without a look at their rows.
    {
      name: 'ix_grantor_authorizations_client_ref',
      columns: ['clientRef', 'id', 'clientEpoch', 'revokedAt', 'standingFor'],
    },
    { name: 'ix_grantor_authorizations_created_at', columns: ['createdAt', 'id'] },
    { name: 'ix_grantor_authorizations_expires_at', columns: ['expiresAt'] },
  ],
});

export const RefreshTokenFamilySchema = new EntitySchema<RefreshTokenFamily>({
  name: 'RefreshTokenFamily',
  target: RefreshTokenFamily,
  tableName: 'grantor_refresh_tokens',
  columns: {
    familyHash: hash({
      name: 'family_hash',
      primary: true,
      primaryKeyConstraintName: 'pk_grantor_refresh_tokens',
    }),
    authorizationId: id({ name: 'authorization_id' }),
    clientRef: hash({ name: 'client_ref' }),
    userId: text(255, { name: 'user_id', nullable: true }),
    currentHash: hash({ name: 'current_hash' }),
    previousHash: hash({ name: 'previous_hash', nullable: true }),
    rotatedAt: moment({ name: 'rotated_at', nullable: true }),
    createdAt: moment({ name: 'created_at' }),
    expiresAt: moment({ name: 'expires_at' }),
    absoluteExpiresAt: moment({ name: 'absolute_expires_at' }),
  },
  indices: [
    { name: 'ix_grantor_refresh_tokens_authorization_id', columns: ['authorizationId'] },
    { name: 'ix_grantor_refresh_tokens_created_at', columns: ['createdAt', 'authorizationId'] },
    { name: 'ix_grantor_refresh_tokens_expires_at', columns: ['expiresAt'] },
  ],
});

export const AccessTokenSchema = new EntitySchema<StoredAccessToken>({
  name: 'AccessToken',
  target: StoredAccessToken,
  tableName: 'grantor_access_tokens',
  columns: {
    hash: hash({ primary: true, primaryKeyConstraintName: 'pk_grantor_access_tokens' }),
    jti: text(64),
    authorizationId: id({ name: 'authorization_id' }),
    scopes: json(),
    resource: text(2000),
    issuedAt: moment({ name: 'issued_at' }),
    expiresAt: moment({ name: 'expires_at', nullable: true }),
  },
  indices: [
    { name: 'ix_grantor_access_tokens_authorization_id', columns: ['authorizationId'] },
    { name: 'ix_grantor_access_tokens_issued_at', columns: ['issuedAt', 'jti'] },
    { name: 'ix_grantor_access_tokens_expires_at', columns: ['expiresAt'] },
  ],
});

/** A row of the list of single revoked tokens. */
export class RevokedToken {
  jti!: string;
  expiresAt!: number;
}

export const RevokedTokenSchema = new EntitySchema<RevokedToken>({
  name: 'RevokedToken',
  target: RevokedToken,
  tableName: 'grantor_revoked_tokens',
  columns: {
    jti: text(64, { primary: true, primaryKeyConstraintName: 'pk_grantor_revoked_tokens' }),
    expiresAt: moment({ name: 'expires_at' }),
  },
  indices: [{ name: 'ix_grantor_revoked_tokens_expires_at', columns: ['expiresAt'] }],
});
