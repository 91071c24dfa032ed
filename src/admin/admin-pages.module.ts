import { Module } from '@nestjs/common';
import { DeskModule } from '../desk/desk.module';
import { KeysModule } from '../keys/keys.module';
import { LiveSettingsModule } from '../live-settings/live-settings.module';
import { TokensModule } from '../tokens/tokens.module';
import { AdminModule } from './admin.module';
import { AdminAuditPagesController } from './http/audit.pages.controller';
import { AdminKeyStepsController } from './http/key-steps.pages.controller';
import { AdminKeyPagesController } from './http/keys.pages.controller';
import { AdminOverviewPagesController } from './http/overview.pages.controller';
import { AdminScopeDeletionController } from './http/scope-deletion.pages.controller';
import { ScopeViews } from './http/scope-views';
import { AdminScopePagesController } from './http/scopes.pages.controller';
import { AdminSettingsPagesController } from './http/server-settings.pages.controller';
import { AdminTokenRevocationController } from './http/token-revocation.pages.controller';
import { AdminTokenPagesController } from './http/tokens.pages.controller';
import { TokenViews } from './http/token-views';
import { KeyRows } from './http/key-rows';

/** Pages for administrators, under /admin, over the same services as REST. */
@Module({
  imports: [AdminModule, DeskModule, KeysModule, LiveSettingsModule, TokensModule],
  controllers: [
    AdminOverviewPagesController,
    AdminAuditPagesController,
    AdminKeyPagesController,
    AdminKeyStepsController,
    AdminScopePagesController,
    AdminScopeDeletionController,
    AdminSettingsPagesController,
    AdminTokenRevocationController,
    AdminTokenPagesController,
  ],
  providers: [KeyRows, ScopeViews, TokenViews],
})
export class AdminPagesModule {}
