import { Injectable } from '@nestjs/common';
import { PersonalAccessTokens } from '../../personal-access-tokens/application/personal-access-tokens';
import { OwnSessions } from '../../sessions/application/own-sessions';
import { OwnAuthorizations } from '../../tokens/application/own-authorizations';

/** How much would end with a person. */
export interface Reach {
  browsers: number;
  grants: number;
  tokens: number;
}

const COUNTED = { limit: 1, by: 'createdAt', descending: true, after: null, count: true } as const;

/** Counts what hangs on a person, for whoever is about to end it. */
@Injectable()
export class PersonReach {
  constructor(
    private readonly sessions: OwnSessions,
    private readonly authorizations: OwnAuthorizations,
    private readonly tokens: PersonalAccessTokens,
  ) {}

  async of(userId: string): Promise<Reach> {
    const sessions = await this.sessions.listOf(userId, COUNTED);
    const authorizations = await this.authorizations.listOf(userId, COUNTED);
    const tokens = await this.tokens.listOf(userId, COUNTED, { live: true });
    return { browsers: sessions.total!, grants: authorizations.total!, tokens: tokens.total! };
  }
}
