import { EntitySchema } from 'typeorm';
import { hash, moment, text } from '../../database/columns';
import { KnownBrowser } from '../domain/known-browser';

export const KnownBrowserSchema = new EntitySchema<KnownBrowser>({
  name: 'KnownBrowser',
  target: KnownBrowser,
  tableName: 'grantor_known_browsers',
  columns: {
    hash: hash({ primary: true, primaryKeyConstraintName: 'pk_grantor_known_browsers' }),
    userId: text(255, { name: 'user_id' }),
    expiresAt: moment({ name: 'expires_at' }),
  },
  indices: [
    { name: 'ix_grantor_known_browsers_user_id', columns: ['userId'] },
    { name: 'ix_grantor_known_browsers_expires_at', columns: ['expiresAt'] },
  ],
});
