import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AdminSeed } from './admin-seed';
import { ErrorFilter } from './error.filter';
import { KeyStart } from './key-start';
import { LegacyWarning } from './legacy-warning';
import { KeysModule } from '../keys/keys.module';
import { ScopesModule } from '../scopes/scopes.module';
import { UsersModule } from '../users/users.module';

/** What holds for every request, and what is done once at start. */
@Module({
  imports: [KeysModule, ScopesModule, UsersModule],
  providers: [AdminSeed, KeyStart, LegacyWarning, { provide: APP_FILTER, useClass: ErrorFilter }],
})
export class ServerModule {}
