import { EntitySchema } from 'typeorm';
import { hash, integer, moment, text } from '../../database/columns';
import { ClientUsage } from '../domain/client-usage';

export const ClientUsageSchema = new EntitySchema<ClientUsage>({
  name: 'ClientUsage',
  target: ClientUsage,
  tableName: 'grantor_client_usage',
  columns: {
    id: text(60, { primary: true, primaryKeyConstraintName: 'pk_grantor_client_usage' }),
    clientRef: hash({ name: 'client_ref' }),
    day: integer(),
    tokens: integer(),
    lastUsedAt: moment({ name: 'last_used_at' }),
    expiresAt: moment({ name: 'expires_at' }),
  },
  indices: [
    { name: 'ix_grantor_client_usage_client_ref', columns: ['clientRef', 'day'] },
    { name: 'ix_grantor_client_usage_expires_at', columns: ['expiresAt'] },
  ],
});
