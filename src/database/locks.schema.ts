import { EntitySchema } from 'typeorm';
import { integer } from './columns';

/** How many rows there are to lock: so many names can be held at once without waiting for each other by chance. */
export const LOCK_SLOTS = 256;

/** Rows that stand for names; see `Transaction.lock`. */
export const LockSchema = new EntitySchema<{ slot: number }>({
  name: 'Lock',
  tableName: 'grantor_locks',
  columns: { slot: integer({ primary: true, primaryKeyConstraintName: 'pk_grantor_locks' }) },
});
