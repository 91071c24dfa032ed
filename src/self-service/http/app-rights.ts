import { type Caller, hasScope, requirePerson } from '../../bearer/caller';
import { insufficientScope } from '../../bearer/challenges';
import type { Client } from '../../clients/domain/client';
import { without } from '../../scopes/domain/scope';
import { User } from '../../users/domain/user';

const ACTS_ALONE = 'client_credentials';

/**
 * The person whose apps the token may manage, with no more power over them than the token has: that of an administrator
 * who has not given it admin:write is like anybody's.
 *
 * @throws Problem `role-required` for a machine
 */
export function ownerOf(caller: Caller): User {
  const user = requirePerson(caller);
  return hasScope(caller, 'admin:write') ? user : new User({ ...user, role: 'member' });
}

type Powers = Pick<Client, 'grantTypes' | 'scopes'>;

/**
 * An app that acts alone gets no scope, and its secret is given to nobody, beyond what the token itself may do: no token
 * can breed a stronger one.
 *
 * @param before what the app could do already, where nothing is handed out but what is new
 * @throws Problem `insufficient-scope`
 */
export function requireNoStronger(caller: Caller, after: Powers, before?: Powers): void {
  if (!after.grantTypes.includes(ACTS_ALONE)) return;
  const known = before?.grantTypes.includes(ACTS_ALONE) ? before.scopes : [];
  const lacking = without(without(after.scopes, known), caller.scopes);
  if (lacking.length === 0) return;
  throw insufficientScope(
    lacking,
    `The app acts alone. To let it do this, the token needs the scope ${lacking.join(' ')} too.`,
  );
}
