import { EntitySchema } from 'typeorm';
import { hash, integer, moment } from '../../database/columns';
import { Throttle } from '../domain/throttle';

export const ThrottleSchema = new EntitySchema<Throttle>({
  name: 'Throttle',
  target: Throttle,
  tableName: 'grantor_throttles',
  columns: {
    hash: hash({ primary: true, primaryKeyConstraintName: 'pk_grantor_throttles' }),
    nameHash: hash({ name: 'name_hash', nullable: true }),
    failures: integer(),
    lockedUntil: moment({ name: 'locked_until' }),
    changes: integer(),
    expiresAt: moment({ name: 'expires_at' }),
  },
  indices: [
    { name: 'ix_grantor_throttles_name_hash', columns: ['nameHash'] },
    { name: 'ix_grantor_throttles_expires_at', columns: ['expiresAt'] },
  ],
});
