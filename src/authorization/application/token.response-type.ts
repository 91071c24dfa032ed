import { Injectable } from '@nestjs/common';
import { formatScope } from '../../scopes/domain/scope';
import { Authorizations } from '../../tokens/application/stores';
import { TokenIssuer } from '../../tokens/application/token-issuer';
import { type ResponseContext, ResponseType } from './response-type';

/**
 * `response_type=token`, the implicit grant (RFC 6749 §4.2.2): a legacy switch, off by default, because the token
 * stands in the address bar (RFC 9700 §2.1.2).
 */
@Injectable()
export class TokenResponseType extends ResponseType {
  readonly type = 'token';
  readonly grantType = 'implicit';
  readonly responseMode = 'fragment';

  constructor(
    private readonly issuer: TokenIssuer,
    private readonly authorizations: Authorizations,
  ) {
    super();
  }

  async respond({ client, user, authorization }: ResponseContext): Promise<Record<string, string>> {
    const token = await this.issuer.issue({ authorization, client, user, scopes: authorization.scopes });
    await this.authorizations.noteUse(authorization.id, token.issuedAt, token.expiresAt);
    return {
      access_token: token.value,
      token_type: 'Bearer',
      expires_in: String(token.expiresIn),
      ...(token.scopes.length > 0 && { scope: formatScope(token.scopes) }),
    };
  }
}
