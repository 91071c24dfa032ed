import { Injectable } from '@nestjs/common';
import { Platform } from '../../shared/application/platform';
import type { Page, PageRequest } from '../../shared/domain/page';
import { Problem } from '../../shared/domain/problem';
import { type Party, userParty } from '../../shared/domain/security-events';
import type { Session } from '../domain/session';
import { Sessions } from './sessions';

/** What a person may do with the sessions of their own: see and end them (ASVS 7.5.2). */
@Injectable()
export class OwnSessions {
  constructor(
    private readonly sessions: Sessions,
    private readonly platform: Platform,
  ) {}

  now(): number {
    return this.platform.now();
  }

  /** Those that live, the latest first. */
  listOf(userId: string, page: PageRequest<'createdAt'>): Promise<Page<Session>> {
    return this.sessions.listOf(userId, this.platform.now(), page);
  }

  /** @throws Problem `not-found` for an unknown session and for somebody else's */
  async find(userId: string, id: string): Promise<Session> {
    const session = await this.sessions.find(id);
    if (session?.userId !== userId || !session.isLive(this.platform.now())) throw Problem.notFound('session');
    return session;
  }

  /** Ends one of them; one that is over already stays so. @param actor the person, unless it was an administrator */
  end(userId: string, id: string, actor: Party = userParty(userId)): Promise<void> {
    return this.platform.transaction(async () => {
      if (await this.sessions.removeOwn(userId, id)) await this.publish(userId, id, actor);
    });
  }

  /** Ends all of them but the one that is kept; null keeps none. @param actor as for `end` */
  endOthers(userId: string, kept: string | null, actor: Party = userParty(userId)): Promise<void> {
    return this.platform.transaction(async () => {
      if (await this.sessions.removeOfUser(userId, kept)) await this.publish(userId, null, actor);
    });
  }

  private publish(userId: string, id: string | null, actor: Party): Promise<void> {
    return this.platform.publish({
      type: 'session.revoked',
      outcome: 'success',
      actor,
      target: { type: 'session', id },
      userId,
    });
  }
}
