import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EndingSecrets } from './ending-secrets';
import { EndingTokens } from './ending-tokens';

const EVERY_MS = 3_600_000;

/** Tells people in good time that a token or a client secret of theirs ends; once an hour it looks. */
@Injectable()
export class EndingNotices implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Notices');
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly tokens: EndingTokens,
    private readonly secrets: EndingSecrets,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.run().catch((error: unknown) => this.logger.error('Looking for what ends failed', error));
    }, EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
  }

  async run(): Promise<void> {
    await this.tokens.announce();
    await this.secrets.announce();
  }
}
