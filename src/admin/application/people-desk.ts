import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../../shared/domain/page';
import { Problem } from '../../shared/domain/problem';
import { DirectoryKind } from '../../users/application/directory-kind';
import { LocalUsers } from '../../users/application/local-users';
import { UserDirectory } from '../../users/application/user-directory';
import { type UserFilters, UserSearch, type UserSort } from '../../users/application/user-search';
import type { LocalUser, User } from '../../users/domain/user';

/** What administrators see of people. */
@Injectable()
export class PeopleDesk {
  constructor(
    private readonly finder: UserSearch,
    private readonly users: LocalUsers,
    private readonly directory: UserDirectory,
    private readonly kind: DirectoryKind,
  ) {}

  /** @throws Problem `conflict` where the company keeps its people elsewhere */
  search(page: PageRequest<UserSort>, filters: UserFilters): Promise<Page<LocalUser>> {
    this.requireLocal();
    return this.finder.find(page, filters);
  }

  /** Somebody whom we may change. @throws Problem `not-found`, `conflict` as `search` */
  async find(id: string): Promise<LocalUser> {
    this.requireLocal();
    const user = await this.users.find(id);
    if (!user) throw Problem.notFound('person');
    return user;
  }

  /** Somebody, wherever people are kept. @throws Problem `not-found` */
  async person(id: string): Promise<User> {
    const user = await this.directory.find(id);
    if (!user) throw Problem.notFound('person');
    return user;
  }

  /** @throws Problem `conflict` where the company keeps its people elsewhere */
  requireLocal(): void {
    if (this.kind.isLocal) return;
    throw new Problem('conflict', 'People are kept elsewhere here. Find and change them there.', {
      words: { key: 'fault.peopleElsewhere' },
    });
  }
}
