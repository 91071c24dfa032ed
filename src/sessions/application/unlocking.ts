import { Injectable, type OnModuleInit } from '@nestjs/common';
import { because } from '../../shared/domain/changes';
import { Platform } from '../../shared/application/platform';
import type { EpochMs } from '../../shared/domain/clock';
import { type Party, SecurityEvents, userParty } from '../../shared/domain/security-events';
import { LocalUsers } from '../../users/application/local-users';
import { Guesses } from '../../throttles/application/guesses';
import type { User } from '../../users/domain/user';
import { nameHashOf } from './password-check';

/** Lets people sign in again at once whose name was guessed at. */
@Injectable()
export class Unlocking implements OnModuleInit {
  constructor(
    private readonly guesses: Guesses,
    private readonly users: LocalUsers,
    private readonly events: SecurityEvents,
    private readonly platform: Platform,
  ) {}

  /** Whoever has a new password has shown who they are, by the old one or by their mail. */
  onModuleInit(): void {
    this.events.subscribe(['password.changed'], async ({ userId }) => {
      const user = userId ? await this.users.find(userId) : null;
      if (user) await this.forget(user.email);
    });
  }

  /** Until when somebody, somewhere, has to wait with another password for the name; null: nobody has to. */
  lockedUntil(login: string): Promise<EpochMs | null> {
    return this.guesses.lockedUntil(nameHashOf(login));
  }

  /** Forgets all wrong passwords for a person, from wherever they came. @param reason for the audit log */
  unlock({ id, email }: User, actor: Party, reason?: string): Promise<void> {
    return this.platform.transaction(async () => {
      await this.forget(email);
      const target = userParty(id);
      const changes = because(reason);
      await this.platform.publish({
        type: 'user.unlocked',
        outcome: 'success',
        actor,
        target,
        userId: id,
        changes,
      });
    });
  }

  private forget(login: string): Promise<void> {
    return this.guesses.forgetName(nameHashOf(login));
  }
}
