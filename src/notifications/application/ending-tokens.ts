import { Injectable } from '@nestjs/common';
import { PersonalAccessTokenStore } from '../../personal-access-tokens/application/personal-access-token-store';
import type { PersonalAccessToken } from '../../personal-access-tokens/domain/personal-access-token';
import { Announcements } from './announcements';
import { Letters } from './letters';

const DAYS = [30, 7, 1];

/** Tells people that a personal token of theirs ends; never the token. */
@Injectable()
export class EndingTokens {
  constructor(
    private readonly announcements: Announcements,
    private readonly tokens: PersonalAccessTokenStore,
    private readonly letters: Letters,
  ) {}

  announce(): Promise<void> {
    return this.announcements.announce(
      DAYS,
      (span) => this.tokens.listEnding(span),
      (token) => this.tell(token),
    );
  }

  private async tell({
    userId,
    name,
    expiresAt,
    lastUsedAt,
    lastUsedIp,
  }: PersonalAccessToken): Promise<void> {
    await this.letters.write(userId, {
      key: 'mail.tokenEnding',
      path: '/settings/tokens',
      values: (language) => ({
        token: name,
        when: this.announcements.when(language, expiresAt!),
        used: this.announcements.used(language, lastUsedAt, lastUsedIp),
      }),
    });
  }
}
