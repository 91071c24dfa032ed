import type { EpochMs } from '../shared/domain/clock';
import { rfc3339, rfc3339OrNull } from '../shared/http/rfc3339';
import type { MadeToken } from './application/personal-access-token-mint';
import type { PersonalAccessToken } from './domain/personal-access-token';

/** A personal token as REST shows it; never its value. */
export const tokenBody = (token: PersonalAccessToken, now: EpochMs) => ({
  id: token.id,
  name: token.name,
  description: token.description,
  prefix: token.prefix,
  last4: token.last4,
  scopes: token.scopes,
  rotatable: token.rotatable,
  created_at: rfc3339(token.createdAt),
  expires_at: rfc3339OrNull(token.expiresAt),
  last_used_at: rfc3339OrNull(token.lastUsedAt),
  last_used_ip: token.lastUsedIp,
  status: token.statusAt(now),
});

/** A personal token that has just been made: its value is in this answer only. */
export const madeTokenBody = ({ token, value }: MadeToken, now: EpochMs) => ({
  ...tokenBody(token, now),
  token: value,
  secret_shown_once: true,
});
