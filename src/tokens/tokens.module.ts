import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module';
import { KeysModule } from '../keys/keys.module';
import { ScopesModule } from '../scopes/scopes.module';
import { EndedMarks } from './application/ended-marks';
import { MassEndings } from './application/mass-endings';
import { OwnAuthorizations } from './application/own-authorizations';
import { RefreshTokenIntrospector } from './application/refresh-token-introspector';
import { ImportedRefreshTokens } from './application/imported-refresh-tokens';
import { RefreshTokenReader } from './application/refresh-token-reader';
import { RefreshTokens } from './application/refresh-tokens';
import { ReplayAlarm } from './application/replay-alarm';
import { SigningKeyRotation } from './application/signing-key-rotation';
import { AccessTokens, Authorizations, RefreshTokenFamilies, RevokedTokens } from './application/stores';
import { TokenIntrospector } from './application/token-introspector';
import { TokenIssuer } from './application/token-issuer';
import { TokenLeaks } from './application/token-leaks';
import { RefreshTokenBound } from './application/refresh-token-bound';
import { TokenRevoker } from './application/token-revoker';
import { TokenParties, TokenStores, TokenVerifier } from './application/token-verifier';
import { IntrospectionController } from './http/introspection.controller';
import { RevocationController } from './http/revocation.controller';
import { TypeOrmAccessTokens } from './infrastructure/typeorm-access-tokens';
import { TypeOrmAuthorizations } from './infrastructure/typeorm-authorizations';
import { TypeOrmMassEndings } from './infrastructure/typeorm-mass-endings';
import { TypeOrmRefreshTokenFamilies } from './infrastructure/typeorm-refresh-token-families';
import { TypeOrmRevokedTokens } from './infrastructure/typeorm-revoked-tokens';

/** Authorizations and what comes from them: issued, verified, introspected, revoked. */
@Module({
  imports: [ScopesModule, ClientsModule, KeysModule],
  controllers: [RevocationController, IntrospectionController],
  providers: [
    TokenIssuer,
    RefreshTokens,
    RefreshTokenReader,
    RefreshTokenBound,
    ImportedRefreshTokens,
    TokenVerifier,
    TokenStores,
    TokenParties,
    TokenRevoker,
    TokenIntrospector,
    RefreshTokenIntrospector,
    OwnAuthorizations,
    ReplayAlarm,
    TokenLeaks,
    EndedMarks,
    SigningKeyRotation,
    { provide: MassEndings, useClass: TypeOrmMassEndings },
    { provide: Authorizations, useClass: TypeOrmAuthorizations },
    { provide: RefreshTokenFamilies, useClass: TypeOrmRefreshTokenFamilies },
    { provide: AccessTokens, useClass: TypeOrmAccessTokens },
    { provide: RevokedTokens, useClass: TypeOrmRevokedTokens },
  ],
  exports: [
    TokenIssuer,
    RefreshTokens,
    RefreshTokenBound,
    ImportedRefreshTokens,
    TokenVerifier,
    TokenRevoker,
    ReplayAlarm,
    TokenLeaks,
    OwnAuthorizations,
    SigningKeyRotation,
    EndedMarks,
    MassEndings,
    Authorizations,
    RefreshTokenFamilies,
    AccessTokens,
    RevokedTokens,
  ],
})
export class TokensModule {}
