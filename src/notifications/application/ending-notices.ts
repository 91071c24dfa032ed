import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Schedule } from '../../shared/application/schedule';
import { EndingSecrets } from './ending-secrets';
import { EndingTokens } from './ending-tokens';

const EVERY_MS = 3_600_000;

/** Tells people in good time that a token or a client secret of theirs ends; once an hour one process of all looks. */
@Injectable()
export class EndingNotices implements OnApplicationBootstrap {
  constructor(
    private readonly tokens: EndingTokens,
    private readonly secrets: EndingSecrets,
    private readonly schedule: Schedule,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule.every('ending-notices', EVERY_MS, () => this.run());
  }

  async run(): Promise<void> {
    await this.tokens.announce();
    await this.secrets.announce();
  }
}
