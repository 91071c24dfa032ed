import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SecurityEvents } from '../../shared/domain/security-events';
import { Sessions } from './sessions';

const ENDS_SESSIONS = ['user.disabled', 'user.deleted', 'password.changed'] as const;

/** A person who is disabled or deleted, or whose password is another, is signed out everywhere. */
@Injectable()
export class SessionCleanup implements OnModuleInit {
  constructor(
    private readonly sessions: Sessions,
    private readonly events: SecurityEvents,
  ) {}

  onModuleInit(): void {
    this.events.subscribe(ENDS_SESSIONS, async ({ userId }) => {
      if (userId) await this.sessions.removeOfUser(userId);
    });
  }
}
