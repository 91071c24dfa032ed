import { EntitySchema } from 'typeorm';
import { hash, json, moment, text } from '../../database/columns';
import { IdempotencyKey } from '../domain/idempotency-key';

export const IdempotencyKeySchema = new EntitySchema<IdempotencyKey>({
  name: 'IdempotencyKey',
  target: IdempotencyKey,
  tableName: 'grantor_idempotency_keys',
  columns: {
    hash: hash({ primary: true, primaryKeyConstraintName: 'pk_grantor_idempotency_keys' }),
    requestHash: hash({ name: 'request_hash' }),
    resource: text(2000, { nullable: true }),
    answer: json({ nullable: true }),
    createdAt: moment({ name: 'created_at' }),
    expiresAt: moment({ name: 'expires_at' }),
  },
  indices: [{ name: 'ix_grantor_idempotency_keys_expires_at', columns: ['expiresAt'] }],
});
