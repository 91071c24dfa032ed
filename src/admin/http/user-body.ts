import { rfc3339, rfc3339OrNull } from '../../shared/http/rfc3339';
import type { LocalUser } from '../../users/domain/user';

/** A person as administrators see one by REST; never anything of the password. */
export const userBody = (user: LocalUser) => ({
  id: user.id,
  email: user.email,
  email_verified: user.emailVerified,
  name: user.name,
  picture: user.picture,
  locale: user.locale,
  roles: [user.role],
  status: user.status,
  has_password: user.passwordHash !== null,
  last_seen_at: rfc3339OrNull(user.lastSeenAt),
  created_at: rfc3339(user.createdAt),
  updated_at: rfc3339(user.updatedAt),
});

/** An answer that holds a link which is in no other: whoever has it may do what it is for. */
export const linkBody = (name: 'invite_url' | 'reset_url', link: string) => ({
  [name]: link,
  secret_shown_once: true,
});
