import { Injectable } from '@nestjs/common';
import { Desk } from '../../desk/desk';
import type { Html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import type { ApiCall } from '../../pages/templates/admin';
import type { UserContent } from '../../pages/templates/admin-user';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { Clock } from '../../shared/domain/clock';
import type { LocalUser } from '../../users/domain/user';

export const USERS_PATH = '/admin/users';

export const userPath = ({ id }: Pick<LocalUser, 'id'>): string => `${USERS_PATH}/${encodeURIComponent(id)}`;

/** What stands beside somebody's name. */
export const marksOf = (user: LocalUser) => ({
  admin: user.role === 'admin',
  active: user.isActive,
  invited: user.passwordHash === null,
});

/** What is shown of a person, and where the list goes on. */
interface Shown {
  content: UserContent;
  api: ApiCall[];
  query?: unknown;
  next?: string | null;
  first?: string | null;
}

/** Makes the page of one person for administrators. */
@Injectable()
export class UserViews {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly clock: Clock,
  ) {}

  page(visitor: SignedInVisitor, user: LocalUser, shown: Shown): Html {
    const { query, next = null, first = null, content, api } = shown;
    const shell = this.desk.shell(visitor, USERS_PATH, query);
    const { id, name } = user;
    return this.pages.adminUser({
      ...{ shell, api, content, next, first, id, name, now: this.clock.now() },
      ...marksOf(user),
    });
  }
}
