import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../shared/domain/clock';
import { SecurityEvents } from '../../shared/domain/security-events';
import { LocalUsers } from '../../users/application/local-users';
import { LocalUser, type User } from '../../users/domain/user';

const NOTED_EVERY = 3_600_000;

/** Notes when people were last here, exact to the hour: who is long gone is looked for by it. */
@Injectable()
export class Presence implements OnModuleInit {
  constructor(
    private readonly users: LocalUsers,
    private readonly events: SecurityEvents,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.events.subscribe(['user.login.succeeded'], async ({ userId }) => {
      if (userId) await this.users.noteSeen(userId, this.clock.now());
    });
  }

  /** Somebody who is signed in has sent a request. People of a company's own directory are not ours to note. */
  async note(user: User): Promise<void> {
    const now = this.clock.now();
    if (user instanceof LocalUser && (user.lastSeenAt ?? 0) <= now - NOTED_EVERY)
      await this.users.noteSeen(user.id, now);
  }
}
