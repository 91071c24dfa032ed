import { EntitySchema } from 'typeorm';
import { hash, json, moment, text } from '../../database/columns';
import { OneTimeLink } from '../domain/one-time-link';

export const OneTimeLinkSchema = new EntitySchema<OneTimeLink>({
  name: 'OneTimeLink',
  target: OneTimeLink,
  tableName: 'grantor_one_time_links',
  columns: {
    hash: hash({ primary: true, primaryKeyConstraintName: 'pk_grantor_one_time_links' }),
    purpose: text(20),
    subject: text(255),
    payload: json(),
    createdAt: moment({ name: 'created_at' }),
    expiresAt: moment({ name: 'expires_at' }),
    endedAt: moment({ name: 'ended_at', nullable: true }),
  },
  indices: [
    { name: 'ix_grantor_one_time_links_subject', columns: ['subject', 'purpose'] },
    { name: 'ix_grantor_one_time_links_expires_at', columns: ['expiresAt'] },
  ],
});
