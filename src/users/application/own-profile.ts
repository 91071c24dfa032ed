import { Injectable } from '@nestjs/common';
import { Problem } from '../../shared/domain/problem';
import { userParty } from '../../shared/domain/security-events';
import type { LocalUser } from '../domain/user';
import { LocalUsers } from './local-users';
import { changedMeanwhile, UserAdministration } from './user-administration';

/** What somebody has typed over their profile. */
export interface ProfileForm {
  name: string;
  /** Null: the choice of the browser. */
  locale: string | null;
  /** The version that they looked at. */
  version: number;
}

/** What a person may change about themselves. */
@Injectable()
export class OwnProfile {
  constructor(
    private readonly users: LocalUsers,
    private readonly administration: UserAdministration,
  ) {}

  /** Null: the company keeps its people elsewhere. */
  find(userId: string): Promise<LocalUser | null> {
    return this.users.find(userId);
  }

  /**
   * Writes the profile; what is there already is not written again, whoever wrote it.
   *
   * @throws Problem `validation-failed`, `version-mismatch`, `conflict` for people who are kept elsewhere
   */
  async change(userId: string, { version, ...typed }: ProfileForm): Promise<void> {
    const user = await this.users.find(userId);
    if (!user) throw new Problem('conflict', 'Profiles are kept elsewhere. Change yours there.');
    const wanted = { ...typed, name: typed.name.trim() };
    if (isThere(user, wanted)) return;
    if (user.version !== version) throw changedMeanwhile();
    try {
      await this.administration.update(user, wanted, userParty(userId));
    } catch (error) {
      // The same form, sent twice at once: what one has written is what the other wanted.
      const lost = error instanceof Problem && error.slug === 'version-mismatch';
      const now = lost ? await this.users.find(userId) : null;
      if (!now || !isThere(now, wanted)) throw error;
    }
  }
}

const isThere = (user: LocalUser, { name, locale }: Pick<LocalUser, 'name' | 'locale'>): boolean =>
  user.name === name && user.locale === locale;
