import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';
import { Clock } from '../../shared/domain/clock';
import { DAY_MS } from '../../shared/domain/day';
import { SecretFormat, sha256 } from '../../shared/domain/secret';
import { clientParty, SecurityEvents } from '../../shared/domain/security-events';
import { AuthorizationCode } from '../domain/authorization-code';
import { type ResponseContext, ResponseType } from './response-type';
import { AuthorizationCodes } from './stores';

const REMEMBERED_MS = DAY_MS;

/** `response_type=code` (RFC 6749 §4.1.2). */
@Injectable()
export class CodeResponseType extends ResponseType {
  readonly type = 'code';
  readonly grantType = 'authorization_code';
  readonly responseMode = 'query';

  constructor(
    private readonly codes: AuthorizationCodes,
    private readonly format: SecretFormat,
    private readonly clock: Clock,
    private readonly settings: Settings,
    private readonly events: SecurityEvents,
  ) {
    super();
  }

  async respond({ request, client, authorization }: ResponseContext): Promise<{ code: string }> {
    const code = this.format.make('code');
    const validUntil = this.clock.now() + this.settings.authCodeTtl * 1000;
    await this.codes.add(
      new AuthorizationCode({
        hash: sha256(code),
        authorizationId: authorization.id,
        clientRef: client.ref,
        redirectUri: request.redirectUri,
        redirectUriSent: request.redirectUriSent,
        codeChallenge: request.codeChallenge,
        validUntil,
        usedAt: null,
        expiresAt: validUntil + REMEMBERED_MS,
      }),
    );
    await this.events.publish({
      type: 'code.issued',
      outcome: 'success',
      actor: clientParty(client.id),
      target: { type: 'authorization', id: authorization.id },
      clientId: client.id,
      userId: authorization.userId,
    });
    return { code };
  }
}
