import { Injectable } from '@nestjs/common';
import { OwnSessions } from '../../sessions/application/own-sessions';
import { Unlocking } from '../../sessions/application/unlocking';
import type { Party } from '../../shared/domain/security-events';
import { changedMeanwhile, UserAdministration } from '../../users/application/user-administration';
import type { LocalUser, Role } from '../../users/domain/user';

/** What can be done to a person without asking for more than a yes. */
export const PERSON_ACTS = ['disable', 'enable', 'unlock', 'sign-out', 'role', 'delete'] as const;
export type PersonAct = (typeof PERSON_ACTS)[number];

/** Does to a person what a page has asked about; what is done already is not done again. */
@Injectable()
export class PersonActs {
  constructor(
    private readonly administration: UserAdministration,
    private readonly unlocking: Unlocking,
    private readonly sessions: OwnSessions,
  ) {}

  /**
   * @param asked the version that the page was about, and the role that it offered
   * @throws Problem `version-mismatch`, `last-admin`
   */
  async take(
    act: PersonAct,
    user: LocalUser,
    asked: { version: string | null; role: Role },
    actor: Party,
  ): Promise<void> {
    if (act === 'unlock') return this.unlocking.unlock(user, actor);
    if (act === 'sign-out') return this.sessions.endOthers(user.id, null, actor);
    if (act === 'delete') {
      requireVersion(user, asked.version);
      return this.administration.remove(user, actor);
    }
    const wanted =
      act === 'role' ? { role: asked.role } : ({ status: act === 'enable' ? 'active' : 'disabled' } as const);
    const isThere = Object.entries(wanted).every(([name, value]) => user[name as 'role'] === value);
    if (isThere) return;
    requireVersion(user, asked.version);
    await this.administration.update(user, wanted, actor);
  }
}

/** @throws Problem `version-mismatch` where the page was about another version */
export function requireVersion(user: LocalUser, version: string | null): void {
  if (String(user.version) !== version) throw changedMeanwhile();
}
