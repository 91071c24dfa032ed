import { EntitySchema } from 'typeorm';
import { flag, hash, id, integer, json, moment, text } from '../../database/columns';
import { Client } from '../domain/client';
import { ClientSecret } from '../domain/client-secret';

export const ClientSchema = new EntitySchema<Client>({
  name: 'Client',
  target: Client,
  tableName: 'grantor_clients',
  columns: {
    ref: hash({ primary: true, primaryKeyConstraintName: 'pk_grantor_clients' }),
    id: text(2000),
    name: text(100),
    idFolded: text(100, { name: 'id_folded' }),
    nameFolded: text(100, { name: 'name_folded' }),
    type: text(10),
    ownerId: text(255, { name: 'owner_id', nullable: true }),
    firstParty: flag({ name: 'first_party' }),
    authenticationMethod: text(30, { name: 'token_endpoint_auth_method', nullable: true }),
    requirePkce: flag({ name: 'require_pkce' }),
    redirectUris: json({ name: 'redirect_uris' }),
    grantTypes: json({ name: 'grant_types' }),
    scopes: json(),
    resources: json({ nullable: true }),
    accessTokenFormat: text(10, { name: 'access_token_format', nullable: true }),
    accessTokenTtl: integer({ name: 'access_token_ttl', nullable: true }),
    refreshTokenTtl: integer({ name: 'refresh_token_ttl', nullable: true }),
    refreshPolicy: text(10, { name: 'refresh_policy' }),
    refreshGrace: integer({ name: 'refresh_grace', nullable: true }),
    introspect: flag(),
    status: text(10),
    epoch: text(16),
    grantedFrom: moment({ name: 'granted_from' }),
    accessGeneration: integer({ name: 'access_generation' }),
    accessFrom: moment({ name: 'access_from' }),
    disabledBy: text(255, { name: 'disabled_by', nullable: true }),
    createdAt: moment({ name: 'created_at' }),
    updatedAt: moment({ name: 'updated_at' }),
    version: integer(),
  },
  indices: [
    { name: 'ix_grantor_clients_owner_id', columns: ['ownerId', 'createdAt', 'ref'] },
    { name: 'ix_grantor_clients_created_at', columns: ['createdAt', 'ref'] },
    { name: 'ix_grantor_clients_type', columns: ['type', 'createdAt', 'ref'] },
    { name: 'ix_grantor_clients_status', columns: ['status', 'createdAt', 'ref'] },
    { name: 'ix_grantor_clients_id_folded', columns: ['idFolded', 'ref'] },
    { name: 'ix_grantor_clients_name_folded', columns: ['nameFolded', 'ref'] },
  ],
});

export const ClientSecretSchema = new EntitySchema<ClientSecret>({
  name: 'ClientSecret',
  target: ClientSecret,
  tableName: 'grantor_client_secrets',
  columns: {
    id: id({ primary: true, primaryKeyConstraintName: 'pk_grantor_client_secrets' }),
    clientRef: hash({ name: 'client_ref' }),
    hash: hash(),
    foreignHash: text(255, { name: 'foreign_hash', nullable: true }),
    last4: text(4),
    createdBy: text(255, { name: 'created_by', nullable: true }),
    createdAt: moment({ name: 'created_at' }),
    expiresAt: moment({ name: 'expires_at', nullable: true }),
    lastUsedAt: moment({ name: 'last_used_at', nullable: true }),
    leakReportedAt: moment({ name: 'leak_reported_at', nullable: true }),
  },
  indices: [
    { name: 'ix_grantor_client_secrets_hash', columns: ['hash'] },
    { name: 'ix_grantor_client_secrets_client_ref', columns: ['clientRef'] },
    { name: 'ix_grantor_client_secrets_expires_at', columns: ['expiresAt'] },
  ],
});
