import { Module } from '@nestjs/common';
import { ClientAuthenticator } from './application/authentication/client-authenticator';
import { ClientFailures } from './application/authentication/client-failures';
import { ForeignHashes } from './application/authentication/foreign-hashes';
import { SecretCheck } from './application/authentication/secret-check';
import { BrowserOrigins } from './application/browser-origins';
import { ClientRegistration } from './application/client-registration';
import { ClientSecretLeaks } from './application/client-secret-leaks';
import { ClientSecretKeeper } from './application/client-secret-keeper';
import { Clients, ClientSecrets } from './application/clients';
import { GrantTypes } from './application/grant-types';
import { ClientPlan } from './application/client-plan';
import { IntrospectorCleanup } from './application/introspector-cleanup';
import { OwnApps } from './application/own-apps';
import { ScopesModule } from '../scopes/scopes.module';
import { ClientSecretAnswers } from './client-secret-answers';
import { ThrottlesModule } from '../throttles/throttles.module';
import { TypeOrmClientSecrets } from './infrastructure/typeorm-client-secrets';
import { TypeOrmClients } from './infrastructure/typeorm-clients';

/** Clients, their secrets, and how they prove who they are. Its faces to people and machines are leaves of their own. */
@Module({
  imports: [ScopesModule, ThrottlesModule],
  providers: [
    GrantTypes,
    BrowserOrigins,
    ClientAuthenticator,
    ClientFailures,
    SecretCheck,
    ForeignHashes,
    ClientRegistration,
    OwnApps,
    ClientPlan,
    ClientSecretKeeper,
    ClientSecretAnswers,
    ClientSecretLeaks,
    IntrospectorCleanup,
    { provide: Clients, useClass: TypeOrmClients },
    { provide: ClientSecrets, useClass: TypeOrmClientSecrets },
  ],
  exports: [
    GrantTypes,
    BrowserOrigins,
    ClientAuthenticator,
    ClientRegistration,
    ClientSecretKeeper,
    ClientSecretAnswers,
    ClientSecretLeaks,
    OwnApps,
    ClientPlan,
    Clients,
    ClientSecrets,
  ],
})
export class ClientsModule {}
