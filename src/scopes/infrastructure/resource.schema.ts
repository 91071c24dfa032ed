import { EntitySchema } from 'typeorm';
import { hash, id, integer, json, moment, text } from '../../database/columns';
import { Resource } from '../domain/resource';

export const ResourceSchema = new EntitySchema<Resource>({
  name: 'Resource',
  target: Resource,
  tableName: 'grantor_resources',
  columns: {
    id: id({ primary: true, primaryKeyConstraintName: 'pk_grantor_resources' }),
    uri: text(2000),
    uriHash: hash({ name: 'uri_hash' }),
    name: text(100),
    scopes: json({ nullable: true }),
    accessTokenFormat: text(10, { name: 'access_token_format', nullable: true }),
    accessTokenTtl: integer({ name: 'access_token_ttl', nullable: true }),
    signingAlg: text(10, { name: 'signing_alg', nullable: true }),
    introspectionClientRef: hash({ name: 'introspection_client_ref', nullable: true }),
    createdAt: moment({ name: 'created_at' }),
    updatedAt: moment({ name: 'updated_at' }),
    version: integer(),
  },
  indices: [{ name: 'uq_grantor_resources_uri_hash', columns: ['uriHash'], unique: true }],
});
