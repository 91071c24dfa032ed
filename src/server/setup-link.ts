import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { AccountFeatures } from '../accounts/application/account-features';
import { FirstAdmin } from '../accounts/application/first-admin';
import { Settings } from '../config/settings';
import { isFirstProcess } from '../shared/application/siblings';

/** Prints the link by which the first administrator is made, where there is none and ADMIN_EMAIL names none. */
@Injectable()
export class SetupLink implements OnApplicationBootstrap {
  private readonly logger = new Logger('FirstStart');

  constructor(
    private readonly firstAdmin: FirstAdmin,
    private readonly features: AccountFeatures,
    private readonly settings: Settings,
    private readonly host: HttpAdapterHost,
  ) {}

  /** Only where the page is answered, and once for all processes of a server; the demo brings its own people. */
  async onApplicationBootstrap(): Promise<void> {
    const { adminEmail, mode } = this.settings;
    if (!isFirstProcess()) return;
    if (!this.host.httpAdapter || !this.features.isLocal || adminEmail !== null || mode === 'demo') return;
    const link = await this.firstAdmin.offer();
    if (link === null) return;
    this.logger.warn(
      `There is no administrator yet. Whoever opens this link within 30 minutes becomes one: ${link}`,
    );
  }
}
