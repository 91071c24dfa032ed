import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ClientAuthenticator } from '../../clients/application/authentication/client-authenticator';
import { credentialsOf } from '../../clients/http-credentials';
import type { Parameters } from '../../shared/domain/parameters';
import { FormBody } from '../../shared/http/form';
import { ProtocolEndpoint } from '../../shared/http/protocol-endpoint';
import { TokenIntrospector } from '../application/token-introspector';

/** POST /oauth/introspect (RFC 7662 §2). */
@Controller('oauth/introspect')
export class IntrospectionController extends ProtocolEndpoint {
  constructor(
    private readonly authenticator: ClientAuthenticator,
    private readonly introspector: TokenIntrospector,
  ) {
    super();
  }

  @Post()
  @HttpCode(200)
  async introspect(@Req() request: FastifyRequest, @FormBody() params: Parameters): Promise<object> {
    const client = await this.authenticator.authenticate(credentialsOf(request, params));
    return this.introspector.introspect(params.require('token'), client);
  }
}
