import { Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ClientAuthenticator } from '../../clients/application/authentication/client-authenticator';
import { BrowserOriginGuard } from '../../clients/browser-origin.guard';
import { credentialsOf } from '../../clients/http-credentials';
import type { Parameters } from '../../shared/domain/parameters';
import { FormBody } from '../../shared/http/form';
import { ProtocolEndpoint } from '../../shared/http/protocol-endpoint';
import { TokenRevoker } from '../application/token-revoker';

/** POST /oauth/revoke (RFC 7009 §2). `token_type_hint` is ignored: a token shows what it is. */
@Controller('oauth/revoke')
@UseGuards(BrowserOriginGuard)
export class RevocationController extends ProtocolEndpoint {
  constructor(
    private readonly authenticator: ClientAuthenticator,
    private readonly revoker: TokenRevoker,
  ) {
    super();
  }

  @Post()
  @HttpCode(200)
  async revoke(@Req() request: FastifyRequest, @FormBody() params: Parameters): Promise<object> {
    const client = await this.authenticator.authenticate(credentialsOf(request, params));
    await this.revoker.revokeForClient(params.require('token'), client);
    return {};
  }
}
