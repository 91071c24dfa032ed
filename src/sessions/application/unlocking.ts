import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SecurityEvents } from '../../shared/domain/security-events';
import { LocalUsers } from '../../users/application/local-users';
import { Guesses } from './guesses';
import { nameHashOf } from './password-check';

/** Lets people sign in again at once whose name was guessed at. */
@Injectable()
export class Unlocking implements OnModuleInit {
  constructor(
    private readonly guesses: Guesses,
    private readonly users: LocalUsers,
    private readonly events: SecurityEvents,
  ) {}

  /** Whoever has a new password has shown who they are, by the old one or by their mail. */
  onModuleInit(): void {
    this.events.subscribe(async ({ type, userId }) => {
      const user = type === 'password.changed' && userId ? await this.users.find(userId) : null;
      if (user) await this.unlock(user.email);
    });
  }

  /** Forgets all wrong passwords for a name, from wherever they came. */
  async unlock(login: string): Promise<void> {
    await this.guesses.forgetName(nameHashOf(login));
  }
}
