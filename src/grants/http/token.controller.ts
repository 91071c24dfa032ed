import { Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { BrowserOriginGuard } from '../../clients/browser-origin.guard';
import { formatScope } from '../../scopes/domain/scope';
import type { Parameters } from '../../shared/domain/parameters';
import { FormBody } from '../../shared/http/form';
import { ProtocolEndpoint } from '../../shared/http/protocol-endpoint';
import type { IssuedTokens } from '../application/grant';
import { TokenEndpoint } from '../application/token-endpoint';

/** POST /oauth/token (RFC 6749 §3.2). */
@Controller('oauth/token')
@UseGuards(BrowserOriginGuard)
export class TokenController extends ProtocolEndpoint {
  constructor(private readonly endpoint: TokenEndpoint) {
    super();
  }

  @Post()
  @HttpCode(200)
  async exchange(@Req() request: FastifyRequest, @FormBody() params: Parameters) {
    return toResponse(await this.endpoint.exchange(request.headers.authorization ?? null, params));
  }
}

/** The answer of RFC 6749 §5.1; `scope` always says what was granted, and is left out when that is nothing. */
const toResponse = (issued: IssuedTokens) => ({
  access_token: issued.accessToken,
  token_type: 'Bearer',
  expires_in: issued.expiresIn,
  ...(issued.refreshToken !== null && { refresh_token: issued.refreshToken }),
  ...(issued.scopes.length > 0 && { scope: formatScope(issued.scopes) }),
});
