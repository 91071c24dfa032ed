import { Body, Delete, Get, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { type Caller, partyOf, requirePerson } from '../../bearer/caller';
import { roleRequired } from '../../bearer/challenges';
import { CurrentCaller, ShowsSecret } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import { PersonalAccessTokens } from '../../personal-access-tokens/application/personal-access-tokens';
import { daysOf, type PersonalAccessToken } from '../../personal-access-tokens/domain/personal-access-token';
import { madeTokenBody } from '../../personal-access-tokens/token-body';
import { Platform } from '../../shared/application/platform';
import { rfc3339OrNull } from '../../shared/http/rfc3339';
import { TokenRevoker } from '../../tokens/application/token-revoker';
import { TokenPowers } from './token-powers';
import { RotatedTwiceInterceptor } from './rotated-twice.interceptor';
import { RotateCurrentTokenDto } from './token.dto';

/** /v1/tokens/current: the very token that is sent, for whoever holds it. */
@RestApi('v1/tokens/current')
@UseInterceptors(RotatedTwiceInterceptor)
export class CurrentTokenController {
  constructor(
    private readonly tokens: PersonalAccessTokens,
    private readonly revoker: TokenRevoker,
    private readonly powers: TokenPowers,
    private readonly platform: Platform,
  ) {}

  @Get()
  async show(@CurrentCaller() caller: Caller) {
    const personal = await this.personal(caller);
    return {
      id: personal?.id ?? caller.tokenId,
      kind: personal ? 'personal' : 'access',
      name: personal?.name ?? null,
      scopes: caller.scopes,
      client_id: caller.clientId,
      user_id: caller.user?.id ?? null,
      rotatable: personal?.rotatable ?? false,
      expires_at: rfc3339OrNull(caller.expiresAt),
    };
  }

  /** @throws Problem `role-required` for a token that may not */
  @Post('rotate')
  @ShowsSecret()
  async rotate(@CurrentCaller() caller: Caller, @Body() { expires_in }: RotateCurrentTokenDto) {
    const token = await this.personal(caller);
    if (!token?.rotatable) throw roleRequired('Only a personal token that was made rotatable can do this.');
    this.powers.requireRotatable(token);
    const days = expires_in === undefined ? {} : { expiresInDays: daysOf(expires_in) };
    const made = await this.tokens.rotate(requirePerson(caller), token.id, { ...days, overlapSeconds: 0 });
    return madeTokenBody(made, this.platform.now());
  }

  @Delete()
  @HttpCode(204)
  async end(@CurrentCaller() caller: Caller): Promise<void> {
    const personal = await this.personal(caller);
    if (personal) return this.tokens.revoke(personal.id, personal.userId, partyOf(caller));
    const { tokenId: jti, expiresAt, clientId } = caller;
    await this.revoker.revokeAccessToken({ jti, expiresAt }, partyOf(caller), clientId);
  }

  private async personal(caller: Caller): Promise<PersonalAccessToken | null> {
    return caller.kind === 'personal' ? this.tokens.findByAuthorization(caller.authorizationId) : null;
  }
}
