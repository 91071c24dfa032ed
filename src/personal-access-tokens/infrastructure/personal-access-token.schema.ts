import { EntitySchema } from 'typeorm';
import { flag, id, json, moment, text } from '../../database/columns';
import { PersonalAccessToken } from '../domain/personal-access-token';

export const PersonalAccessTokenSchema = new EntitySchema<PersonalAccessToken>({
  name: 'PersonalAccessToken',
  target: PersonalAccessToken,
  tableName: 'grantor_personal_access_tokens',
  columns: {
    id: id({ primary: true, primaryKeyConstraintName: 'pk_grantor_personal_access_tokens' }),
    familyId: id({ name: 'family_id' }),
    authorizationId: id({ name: 'authorization_id' }),
    userId: text(255, { name: 'user_id' }),
    name: text(100),
    description: text(500),
    scopes: json(),
    prefix: text(10),
    last4: text(4),
    rotatable: flag(),
    createdAt: moment({ name: 'created_at' }),
    expiresAt: moment({ name: 'expires_at', nullable: true }),
    lastUsedAt: moment({ name: 'last_used_at', nullable: true }),
    lastUsedIp: text(45, { name: 'last_used_ip', nullable: true }),
    revokedAt: moment({ name: 'revoked_at', nullable: true }),
    replacedBy: id({ name: 'replaced_by', nullable: true }),
  },
  indices: [
    {
      name: 'uq_grantor_personal_access_tokens_authorization_id',
      columns: ['authorizationId'],
      unique: true,
    },
    { name: 'ix_grantor_personal_access_tokens_user_id', columns: ['userId', 'createdAt', 'id'] },
    { name: 'ix_grantor_personal_access_tokens_created_at', columns: ['createdAt', 'id'] },
    { name: 'ix_grantor_personal_access_tokens_expires_at', columns: ['expiresAt'] },
    { name: 'ix_grantor_personal_access_tokens_last_used_at', columns: ['lastUsedAt', 'createdAt'] },
  ],
});
