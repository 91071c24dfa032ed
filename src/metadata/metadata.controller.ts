import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ResponseTypes } from '../authorization/application/response-type';
import { AUTHENTICATION_METHODS } from '../clients/application/authentication/client-authenticator';
import { Settings } from '../config/settings';
import { Grants } from '../grants/application/grant';
import { LANGUAGES } from '../locales/words';
import { ScopeCatalogue } from '../scopes/application/scope-catalogue';
import { Problem } from '../shared/domain/problem';
import { sendCacheable } from '../shared/http/cacheable';

/** GET /.well-known/oauth-authorization-server (RFC 8414 §3), built from the lists that the server runs on. */
@Controller('.well-known/oauth-authorization-server')
export class MetadataController {
  constructor(
    private readonly settings: Settings,
    private readonly grants: Grants,
    private readonly responseTypes: ResponseTypes,
    private readonly catalogue: ScopeCatalogue,
  ) {}

  @Get()
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendCacheable(request, reply, this.describe());
  }

  /** An issuer with a path has its document at the root too, with the path behind (RFC 8414 §3.1). */
  @Get('*')
  showWithPath(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('*') path: string): void {
    const own = new URL(this.settings.issuer).pathname;
    if (own === '/' || `/${path}` !== own) throw Problem.notFound('document');
    this.show(request, reply);
  }

  private describe() {
    const { settings } = this;
    const methods = AUTHENTICATION_METHODS.map((method) => method.name);
    const confidential = methods.filter((name) => name !== 'none');
    const responseTypes = this.responseTypes.all;
    return {
      issuer: settings.issuer,
      authorization_endpoint: settings.oauthUrl('authorize'),
      token_endpoint: settings.oauthUrl('token'),
      revocation_endpoint: settings.oauthUrl('revoke'),
      introspection_endpoint: settings.oauthUrl('introspect'),
      jwks_uri: settings.url('/.well-known/jwks.json'),
      scopes_supported: this.catalogue.names(),
      response_types_supported: responseTypes.map(({ type }) => type),
      response_modes_supported: [...new Set(responseTypes.map(({ responseMode }) => responseMode))],
      grant_types_supported: [
        ...this.grants.all.map(({ type }) => type),
        ...responseTypes.map(({ grantType }) => grantType).filter((type) => type === 'implicit'),
      ],
      token_endpoint_auth_methods_supported: methods,
      revocation_endpoint_auth_methods_supported: methods,
      introspection_endpoint_auth_methods_supported: confidential,
      code_challenge_methods_supported: ['S256'],
      ui_locales_supported: LANGUAGES,
      authorization_response_iss_parameter_supported: true,
    };
  }
}
