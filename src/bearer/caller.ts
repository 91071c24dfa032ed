import { Problem } from '../shared/domain/problem';
import { clientParty, type Party, userParty } from '../shared/domain/security-events';
import { type Caller, hasScope } from '../tokens/domain/caller';
import type { User } from '../users/domain/user';

export { type Caller, hasScope, ownerIdOf } from '../tokens/domain/caller';

/** The caller as the audit log names it. */
export const partyOf = (caller: Caller): Party =>
  caller.user ? userParty(caller.user.id) : clientParty(caller.clientId!);

/** @throws Problem `role-required` for a machine */
export function requirePerson(caller: Caller): User {
  if (caller.user) return caller.user;
  throw roleRequired('This is about a person, and the token is that of a machine.');
}

/**
 * What only a human administrator may do, with a token that may change settings too.
 *
 * @throws Problem `insufficient-scope`, `role-required`
 */
export function requireAdministrator(caller: Caller): User {
  if (!hasScope(caller, 'admin:write')) {
    throw new Problem(
      'insufficient-scope',
      'For an administrator the token needs the scope admin:write too.',
      {
        headers: { 'WWW-Authenticate': challenge('The token lacks a scope', 'admin:write') },
      },
    );
  }
  const user = requirePerson(caller);
  if (user.role === 'admin') return user;
  throw roleRequired('Only an administrator may do this.');
}

function roleRequired(detail: string): Problem {
  return new Problem('role-required', detail, { headers: { 'WWW-Authenticate': challenge(detail) } });
}

/** RFC 6750 §3.1: the request needs more than the token gives. */
const challenge = (description: string, scope?: string): string =>
  `Bearer realm="api", error="insufficient_scope", error_description="${description}"${scope ? `, scope="${scope}"` : ''}`;
