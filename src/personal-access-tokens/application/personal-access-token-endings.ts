import { Injectable } from '@nestjs/common';
import { Platform } from '../../shared/application/platform';
import type { Party } from '../../shared/domain/security-events';
import { TokenRevoker } from '../../tokens/application/token-revoker';
import type { PersonalAccessToken } from '../domain/personal-access-token';
import { PersonalAccessTokenStore } from './personal-access-token-store';

/** The ways in which personal tokens end before their time. One that is over already is no news. */
@Injectable()
export class PersonalAccessTokenEndings {
  constructor(
    private readonly store: PersonalAccessTokenStore,
    private readonly revoker: TokenRevoker,
    private readonly platform: Platform,
  ) {}

  /** Somebody does not want it any more. */
  revoke(token: PersonalAccessToken, actor: Party): Promise<void> {
    return this.endOne(['pat.revoked'], token, actor);
  }

  /** Its value was found where others can read it. */
  reportLeak(token: PersonalAccessToken, actor: Party): Promise<void> {
    return this.endOne(['pat.leak_reported', 'pat.revoked'], token, actor);
  }

  /**
   * Somebody rotates a token that was rotated before: thief or owner, nobody can tell, so everything that followed from
   * it ends.
   */
  endFamily({ userId, familyId }: PersonalAccessToken, actor: Party): Promise<void> {
    return this.platform.transaction(async () => {
      await this.platform.lock(`personal tokens of ${userId}`);
      const family = await this.store.listFamily(userId, familyId);
      const living = family.find((token) => token.isLive(this.platform.now()));
      for (const token of family) await this.end(token, actor);
      if (living) await this.publish('pat.reuse_detected', living, actor);
    });
  }

  private endOne(types: ('pat.revoked' | 'pat.leak_reported')[], token: PersonalAccessToken, actor: Party) {
    return this.platform.transaction(async () => {
      if (!(await this.end(token, actor))) return;
      for (const type of types) await this.publish(type, token, actor);
    });
  }

  private async end({ id, authorizationId }: PersonalAccessToken, actor: Party): Promise<boolean> {
    if (!(await this.store.revoke(id, this.platform.now()))) return false;
    await this.revoker.revokeAuthorization(authorizationId, actor);
    return true;
  }

  private publish(
    type: `pat.${'revoked' | 'reuse_detected' | 'leak_reported'}`,
    { id, userId }: PersonalAccessToken,
    actor: Party,
  ): Promise<void> {
    return this.platform.publish({
      type,
      outcome: type === 'pat.reuse_detected' ? 'failure' : 'success',
      actor,
      target: { type: 'token', id },
      userId,
    });
  }
}
