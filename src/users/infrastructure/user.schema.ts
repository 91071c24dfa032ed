import { EntitySchema } from 'typeorm';
import { flag, id, integer, moment, text } from '../../database/columns';
import { LocalUser } from '../domain/user';

export const UserSchema = new EntitySchema<LocalUser>({
  name: 'User',
  target: LocalUser,
  tableName: 'grantor_users',
  columns: {
    id: id({ primary: true, primaryKeyConstraintName: 'pk_grantor_users' }),
    email: text(254),
    emailFolded: text(254, { name: 'email_folded' }),
    nameFolded: text(100, { name: 'name_folded' }),
    emailVerified: flag({ name: 'email_verified' }),
    name: text(100),
    picture: text(2000, { nullable: true }),
    locale: text(35, { nullable: true }),
    role: text(10),
    status: text(10),
    passwordHash: text(200, { name: 'password_hash', nullable: true }),
    passwordChangedAt: moment({ name: 'password_changed_at', nullable: true }),
    lastSeenAt: moment({ name: 'last_seen_at', nullable: true }),
    createdAt: moment({ name: 'created_at' }),
    updatedAt: moment({ name: 'updated_at' }),
    version: integer(),
  },
  indices: [
    { name: 'uq_grantor_users_email_folded', columns: ['emailFolded'], unique: true },
    { name: 'ix_grantor_users_role', columns: ['role', 'status'] },
    { name: 'ix_grantor_users_status', columns: ['status', 'createdAt', 'id'] },
    { name: 'ix_grantor_users_email_folded', columns: ['emailFolded', 'id'] },
    { name: 'ix_grantor_users_name_folded', columns: ['nameFolded', 'id'] },
    { name: 'ix_grantor_users_created_at', columns: ['createdAt', 'id'] },
    { name: 'ix_grantor_users_last_seen_at', columns: ['lastSeenAt'] },
  ],
});
