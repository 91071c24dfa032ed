import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { AccountsModule } from '../accounts/accounts.module';
import { AdminSeed } from './admin-seed';
import { ErrorFilter } from './error.filter';
import { LiveCopiesGuard } from './live-copies.guard';
import { KeyStart } from './key-start';
import { LegacyWarning } from './legacy-warning';
import { KeysModule } from '../keys/keys.module';
import { SetupLink } from './setup-link';
import { ScopesModule } from '../scopes/scopes.module';
import { UsersModule } from '../users/users.module';

/** What holds for every request, and what is done once at start. */
@Module({
  imports: [AccountsModule, KeysModule, ScopesModule, UsersModule],
  providers: [
    AdminSeed,
    SetupLink,
    KeyStart,
    LegacyWarning,
    { provide: APP_FILTER, useClass: ErrorFilter },
    { provide: APP_GUARD, useClass: LiveCopiesGuard },
  ],
})
export class ServerModule {}
