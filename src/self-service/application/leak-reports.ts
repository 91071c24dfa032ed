import { Injectable } from '@nestjs/common';
import { PersonalAccessTokenEndings } from '../../personal-access-tokens/application/personal-access-token-endings';
import { PersonalAccessTokens } from '../../personal-access-tokens/application/personal-access-tokens';
import { Platform } from '../../shared/application/platform';
import { ANONYMOUS } from '../../shared/domain/security-events';
import { TokenLeaks } from '../../tokens/application/token-leaks';
import { ClientSecretLeaks } from '../../clients/application/client-secret-leaks';

/** Ends what somebody has found in public, whoever that is: nobody but the owner loses anything that was safe. */
@Injectable()
export class LeakReports {
  constructor(
    private readonly tokens: TokenLeaks,
    private readonly personal: PersonalAccessTokens,
    private readonly endings: PersonalAccessTokenEndings,
    private readonly secrets: ClientSecretLeaks,
    private readonly platform: Platform,
  ) {}

  /** Begins when the answer is on its way: its duration tells nothing about what was known. */
  take(credentials: readonly string[]): void {
    this.platform.inBackground(async () => {
      for (const credential of new Set(credentials)) await this.end(credential);
    });
  }

  private async end(credential: string): Promise<void> {
    if (this.platform.secrets.claims('client', credential)) return this.secrets.report(credential, ANONYMOUS);
    const authorizationId = await this.tokens.report(credential, ANONYMOUS);
    if (authorizationId === null) return;
    await this.endings.reportLeak(await this.personal.findByAuthorization(authorizationId), ANONYMOUS);
  }
}
