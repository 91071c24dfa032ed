import { EntitySchema } from 'typeorm';
import { flag, hash, id, json, moment, text } from '../../database/columns';
import { AuthorizationCode } from '../domain/authorization-code';
import { Consent } from '../domain/consent';
import { PendingRequest } from '../domain/pending-request';

export const AuthorizationCodeSchema = new EntitySchema<AuthorizationCode>({
  name: 'AuthorizationCode',
  target: AuthorizationCode,
  tableName: 'grantor_authorization_codes',
  columns: {
    hash: hash({ primary: true, primaryKeyConstraintName: 'pk_grantor_authorization_codes' }),
    authorizationId: id({ name: 'authorization_id' }),
    clientRef: hash({ name: 'client_ref' }),
    redirectUri: text(2000, { name: 'redirect_uri' }),
    redirectUriSent: flag({ name: 'redirect_uri_sent' }),
    codeChallenge: hash({ name: 'code_challenge', nullable: true }),
    validUntil: moment({ name: 'valid_until' }),
    usedAt: moment({ name: 'used_at', nullable: true }),
    expiresAt: moment({ name: 'expires_at' }),
  },
  indices: [{ name: 'ix_grantor_authorization_codes_expires_at', columns: ['expiresAt'] }],
});

export const ConsentSchema = new EntitySchema<Consent>({
  name: 'Consent',
  target: Consent,
  tableName: 'grantor_consents',
  columns: {
    id: id({ primary: true, primaryKeyConstraintName: 'pk_grantor_consents' }),
    userId: text(255, { name: 'user_id' }),
    clientRef: hash({ name: 'client_ref' }),
    resource: text(2000),
    resourceHash: hash({ name: 'resource_hash' }),
    scopes: json(),
    createdAt: moment({ name: 'created_at' }),
    updatedAt: moment({ name: 'updated_at' }),
  },
  indices: [
    { name: 'uq_grantor_consents_user_id', columns: ['userId', 'clientRef', 'resourceHash'], unique: true },
    { name: 'ix_grantor_consents_client_ref', columns: ['clientRef'] },
  ],
});

export const PendingRequestSchema = new EntitySchema<PendingRequest>({
  name: 'PendingRequest',
  target: PendingRequest,
  tableName: 'grantor_pending_requests',
  columns: {
    id: id({ primary: true, primaryKeyConstraintName: 'pk_grantor_pending_requests' }),
    browserHash: hash({ name: 'browser_hash' }),
    sessionId: id({ name: 'session_id', nullable: true }),
    shownScopes: json({ name: 'shown_scopes', nullable: true }),
    chosenBy: id({ name: 'chosen_by', nullable: true }),
    clientRef: hash({ name: 'client_ref' }),
    content: json(),
    createdAt: moment({ name: 'created_at' }),
    expiresAt: moment({ name: 'expires_at' }),
  },
  indices: [
    { name: 'ix_grantor_pending_requests_browser_hash', columns: ['browserHash', 'createdAt'] },
    { name: 'ix_grantor_pending_requests_expires_at', columns: ['expiresAt'] },
  ],
});
