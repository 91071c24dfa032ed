import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Settings } from '../config/settings';
import { Problem } from '../shared/domain/problem';
import { SYSTEM } from '../shared/domain/security-events';
import { LocalUsers } from '../users/application/local-users';
import { UserAdministration } from '../users/application/user-administration';

/** Creates the first administrator from ADMIN_EMAIL and ADMIN_PASSWORD, once, when there is nobody yet. */
@Injectable()
export class AdminSeed implements OnApplicationBootstrap {
  private readonly logger = new Logger('FirstStart');

  constructor(
    private readonly settings: Settings,
    private readonly users: LocalUsers,
    private readonly administration: UserAdministration,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { adminEmail: email, adminPassword: password } = this.settings;
    if (!email || !password || (await this.users.count()) > 0) return;
    const created = await this.create(email, password);
    if (!created) return;
    this.logger.log(
      'The first administrator is created from ADMIN_EMAIL. Remove ADMIN_PASSWORD from the settings now.',
    );
  }

  /** False when another node that starts in the same moment was first. */
  private async create(email: string, password: string): Promise<boolean> {
    try {
      await this.administration.create(
        { email, password, name: email.split('@')[0]!, role: 'admin' },
        SYSTEM,
      );
      return true;
    } catch (error) {
      if (error instanceof Problem && error.slug === 'conflict') return false;
      throw error;
    }
  }
}
