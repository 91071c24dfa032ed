import { type Caller, requireAdministrator, requireToo } from '../../bearer/caller';
import type { User } from '../../users/domain/user';

/**
 * Administrators are touched by administrators only, with a token that may change people and settings: no machine, and no
 * narrower token, gets at the account of somebody who may do everything.
 *
 * @param user null: nobody that we know
 * @throws Problem `insufficient-scope`, `role-required`
 */
export function requireMayTouch(caller: Caller, user: Pick<User, 'role'> | null): void {
  if (user?.role !== 'admin') return;
  requireToo(caller, 'admin:users');
  requireAdministrator(caller);
}
