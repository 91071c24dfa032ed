import { EntitySchema } from 'typeorm';
import { moment, text } from './columns';

/** Who does what only one process may do, and until when; see `Leases`. */
export const LeaseSchema = new EntitySchema<{ name: string; holder: string; expiresAt: number }>({
  name: 'Lease',
  tableName: 'grantor_leases',
  columns: {
    name: text(50, { primary: true, primaryKeyConstraintName: 'pk_grantor_leases' }),
    holder: text(16),
    expiresAt: moment({ name: 'expires_at' }),
  },
});
