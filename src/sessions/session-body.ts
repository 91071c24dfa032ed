import { rfc3339 } from '../shared/http/rfc3339';
import type { Session } from './domain/session';

/** A session as REST shows it; never what is in the cookie. */
export const sessionBody = (session: Session) => ({
  id: session.id,
  user_id: session.userId,
  ip: session.ip,
  user_agent: session.userAgent,
  auth_time: rfc3339(session.authTime),
  created_at: rfc3339(session.createdAt),
  last_seen_at: rfc3339(session.lastSeenAt),
  expires_at: rfc3339(session.expiresAt),
});
