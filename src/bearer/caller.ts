import { clientParty, type Party, userParty } from '../shared/domain/security-events';
import { type Caller, hasScope } from '../tokens/domain/caller';
import { insufficientScope, roleRequired } from './challenges';
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
 * A scope beside that of the route, because it is about an administrator.
 *
 * @throws Problem `insufficient-scope`
 */
export function requireToo(caller: Caller, scope: 'admin:write' | 'admin:users'): void {
  if (hasScope(caller, scope)) return;
  throw insufficientScope([scope], `For an administrator the token needs the scope ${scope} too.`);
}

/**
 * What only a human administrator may do, with a token that may change settings too.
 *
 * @throws Problem `insufficient-scope`, `role-required`
 */
export function requireAdministrator(caller: Caller): User {
  requireToo(caller, 'admin:write');
  const user = requirePerson(caller);
  if (user.role === 'admin') return user;
  throw roleRequired('Only an administrator may do this.');
}
