import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Settings } from '../config/settings';

const LEGACY: Record<string, string> = {
  implicit: 'tokens stand in address bars (RFC 9700 §2.1.2); use the authorization code with PKCE',
  password: 'apps see the passwords of people (RFC 9700 §2.4); use the authorization code with PKCE',
};

/** Reminds at each start of the legacy grants that are switched on. */
@Injectable()
export class LegacyWarning implements OnApplicationBootstrap {
  private readonly logger = new Logger('Settings');

  constructor(private readonly settings: Settings) {}

  onApplicationBootstrap(): void {
    for (const [grant, why] of Object.entries(LEGACY)) {
      if (this.settings.hasGrant(grant))
        this.logger.warn(`The legacy grant ${grant} is switched on: ${why}.`);
    }
  }
}
