import { Module } from '@nestjs/common';
import { AuthorizationModule } from '../authorization/authorization.module';
import { KeysModule } from '../keys/keys.module';
import { SessionsModule } from '../sessions/sessions.module';
import { TokensModule } from '../tokens/tokens.module';
import { Purge, PurgeableStores } from './purge';

/** Deletes what has ended. */
@Module({
  imports: [TokensModule, AuthorizationModule, SessionsModule, KeysModule],
  providers: [Purge, PurgeableStores],
  exports: [Purge],
})
export class PurgeModule {}
