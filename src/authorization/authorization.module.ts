import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module';
import { ScopesModule } from '../scopes/scopes.module';
import { SessionsModule } from '../sessions/sessions.module';
import { Settings } from '../config/settings';
import { TokensModule } from '../tokens/tokens.module';
import { AuthorizeFlow } from './application/authorize-flow';
import { CodeRedemption } from './application/code-redemption';
import { CodeResponseType } from './application/code.response-type';
import { ConnectedApps } from './application/connected-apps';
import { Connections } from './application/connections';
import { ConsentCleanup } from './application/consent-cleanup';
import { ConsentRules } from './application/consent-rules';
import { Granter } from './application/granter';
import { RequestReader } from './application/request-reader';
import { AuthorizationCodes, Consents, PendingRequests } from './application/stores';
import { type ResponseType, ResponseTypes } from './application/response-type';
import { TokenResponseType } from './application/token.response-type';
import { WaitingRoom } from './application/waiting-room';
import { AuthorizeController } from './http/authorize.controller';
import { TypeOrmAuthorizationCodes } from './infrastructure/typeorm-authorization-codes';
import { TypeOrmConnections } from './infrastructure/typeorm-connections';
import { TypeOrmConsents } from './infrastructure/typeorm-consents';
import { TypeOrmPendingRequests } from './infrastructure/typeorm-pending-requests';
import { OutcomeResponder } from './outcome-responder';

/** The response types that come with the server; which of them answer is said by the setting GRANTS. */
export const DEFAULT_RESPONSE_TYPES = [CodeResponseType, TokenResponseType];

/** The authorize endpoint: requests, consent, codes. */
@Module({
  imports: [ScopesModule, ClientsModule, SessionsModule, TokensModule],
  controllers: [AuthorizeController],
  providers: [
    AuthorizeFlow,
    WaitingRoom,
    RequestReader,
    ConsentRules,
    Granter,
    CodeRedemption,
    ConnectedApps,
    ConsentCleanup,
    OutcomeResponder,
    ...DEFAULT_RESPONSE_TYPES,
    {
      provide: ResponseTypes,
      inject: [Settings, ...DEFAULT_RESPONSE_TYPES],
      useFactory: (settings: Settings, ...all: ResponseType[]) => new ResponseTypes(all, settings),
    },
    { provide: AuthorizationCodes, useClass: TypeOrmAuthorizationCodes },
    { provide: Connections, useClass: TypeOrmConnections },
    { provide: Consents, useClass: TypeOrmConsents },
    { provide: PendingRequests, useClass: TypeOrmPendingRequests },
  ],
  exports: [
    ResponseTypes,
    AuthorizeFlow,
    CodeRedemption,
    ConnectedApps,
    OutcomeResponder,
    AuthorizationCodes,
    Consents,
    PendingRequests,
  ],
})
export class AuthorizationModule {}
