import { EntitySchema } from 'typeorm';
import { hash, id, json, moment, text } from '../../database/columns';
import { Session } from '../domain/session';

export const SessionSchema = new EntitySchema<Session>({
  name: 'Session',
  target: Session,
  tableName: 'grantor_sessions',
  columns: {
    id: id({ primary: true, primaryKeyConstraintName: 'pk_grantor_sessions' }),
    secretHash: hash({ name: 'secret_hash' }),
    userId: text(255, { name: 'user_id' }),
    authTime: moment({ name: 'auth_time' }),
    acr: text(50),
    amr: json(),
    ip: text(45, { nullable: true }),
    userAgent: text(300, { name: 'user_agent', nullable: true }),
    createdAt: moment({ name: 'created_at' }),
    lastSeenAt: moment({ name: 'last_seen_at' }),
    expiresAt: moment({ name: 'expires_at' }),
  },
  indices: [
    { name: 'uq_grantor_sessions_secret_hash', columns: ['secretHash'], unique: true },
    { name: 'ix_grantor_sessions_user_id', columns: ['userId', 'createdAt', 'id'] },
    { name: 'ix_grantor_sessions_created_at', columns: ['createdAt', 'id'] },
    { name: 'ix_grantor_sessions_ip', columns: ['ip', 'createdAt', 'id'] },
    { name: 'ix_grantor_sessions_expires_at', columns: ['expiresAt'] },
  ],
});
