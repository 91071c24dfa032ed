import { Module } from '@nestjs/common';
import { AuthorizationModule } from '../authorization/authorization.module';
import { GrantTypes } from '../clients/application/grant-types';
import { ClientsModule } from '../clients/clients.module';
import { Settings } from '../config/settings';
import { ScopesModule } from '../scopes/scopes.module';
import { SessionsModule } from '../sessions/sessions.module';
import { TokensModule } from '../tokens/tokens.module';
import { AuthorizationCodeGrant } from './application/authorization-code.grant';
import { ClientCredentialsGrant } from './application/client-credentials.grant';
import { type Grant, Grants } from './application/grant';
import { PasswordGrant } from './application/password.grant';
import { RefreshTokenGrant } from './application/refresh-token.grant';
import { TokenEndpoint } from './application/token-endpoint';
import { RequestRules, TokenKit } from './application/token-kit';
import { TokenController } from './http/token.controller';

/** The grants that come with the server; which of them are on is said by the setting GRANTS. */
export const DEFAULT_GRANTS = [
  AuthorizationCodeGrant,
  RefreshTokenGrant,
  ClientCredentialsGrant,
  PasswordGrant,
];

/** The token endpoint. */
@Module({
  imports: [ScopesModule, ClientsModule, SessionsModule, TokensModule, AuthorizationModule],
  controllers: [TokenController],
  providers: [
    TokenEndpoint,
    TokenKit,
    RequestRules,
    ...DEFAULT_GRANTS,
    {
      provide: Grants,
      inject: [Settings, GrantTypes, ...DEFAULT_GRANTS],
      useFactory: (settings: Settings, names: GrantTypes, ...all: Grant[]) =>
        new Grants(all, names, settings),
    },
  ],
  exports: [Grants, TokenKit, RequestRules],
})
export class GrantsModule {}
