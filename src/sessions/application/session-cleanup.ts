import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SecurityEvents, type SecurityEventType } from '../../shared/domain/security-events';
import { Sessions } from './sessions';

const ENDS_SESSIONS = new Set<SecurityEventType>(['user.disabled', 'user.deleted', 'password.changed']);

/** A person who is disabled or deleted, or whose password is another, is signed out everywhere. */
@Injectable()
export class SessionCleanup implements OnModuleInit {
  constructor(
    private readonly sessions: Sessions,
    private readonly events: SecurityEvents,
  ) {}

  onModuleInit(): void {
    this.events.subscribe(async ({ type, userId }) => {
      if (ENDS_SESSIONS.has(type) && userId) await this.sessions.removeOfUser(userId);
    });
  }
}
