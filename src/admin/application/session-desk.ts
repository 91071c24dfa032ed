import { Injectable } from '@nestjs/common';
import { OwnSessions } from '../../sessions/application/own-sessions';
import { Sessions } from '../../sessions/application/sessions';
import type { Session } from '../../sessions/domain/session';
import { Clock } from '../../shared/domain/clock';
import type { Page, PageRequest } from '../../shared/domain/page';
import { Problem } from '../../shared/domain/problem';
import type { Party } from '../../shared/domain/security-events';
import { type SessionFilters, SessionSearch } from './session-search';

/** What administrators see of the browsers in which people are signed in, and how they end them. */
@Injectable()
export class SessionDesk {
  constructor(
    private readonly finder: SessionSearch,
    private readonly sessions: Sessions,
    private readonly own: OwnSessions,
    private readonly clock: Clock,
  ) {}

  search(page: PageRequest<'createdAt'>, filters: SessionFilters): Promise<Page<Session>> {
    return this.finder.find(page, filters, this.clock.now());
  }

  /** One that lives. @throws Problem `not-found` */
  async find(id: string): Promise<Session> {
    const session = await this.sessions.find(id);
    if (!session?.isLive(this.clock.now())) throw Problem.notFound('session');
    return session;
  }

  end({ userId, id }: Session, actor: Party): Promise<void> {
    return this.own.end(userId, id, actor);
  }
}
