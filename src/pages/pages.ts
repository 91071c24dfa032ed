import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings';
import type { Html } from './html';
import { PageKit } from './page-kit';
import { accountPage, type AccountView } from './templates/account';
import { consentPage, type ConsentView, returningPage, type ReturningView } from './templates/consent';
import {
  adminClientPage,
  adminClientsPage,
  type AdminClientsView,
  type AdminClientView,
} from './templates/admin-clients';
import {
  adminAuditEventPage,
  type AdminAuditEventView,
  adminAuditPage,
  type AdminAuditView,
} from './templates/admin-audit';
import { adminKeysPage, type AdminKeysView } from './templates/admin-keys';
import { adminOverviewPage, type AdminOverviewView } from './templates/admin-overview';
import { adminUserPage, type AdminUserView } from './templates/admin-user';
import {
  adminUsersPage,
  type AdminUsersView,
  inviteUserPage,
  type InviteUserView,
  userLinkPage,
} from './templates/admin-users';
import { type TokenRevocationView, tokenRevocationPage } from './templates/admin-token-revocation';
import {
  adminTokenPage,
  adminTokensPage,
  type AdminTokensView,
  type AdminTokenView,
  tokenLookupPage,
} from './templates/admin-tokens';
import { adminScopePage, type AdminScopeView } from './templates/admin-scope';
import { adminScopesPage, type AdminScopesView } from './templates/admin-scopes';
import { adminSettingsPage, type AdminSettingsView } from './templates/admin-settings';
import { appPage, type AppView } from './templates/app';
import { appsPage, type AppsView } from './templates/apps';
import { appTypePage, newAppPage, type NewAppView } from './templates/new-app';
import type { ShellView } from './templates/shell';
import { confirmPage, type ConfirmView } from './templates/confirm';
import { connectionsPage, type ConnectionsView } from './templates/connections';
import { homePage, type HomeView } from './templates/home';
import { errorPage, type ErrorView, messagePage, type MessageView } from './templates/messages';
import { outboxPage, type OutboxView } from './templates/outbox';
import { playgroundCallbackPage, playgroundPage, type PlaygroundView } from './templates/playground';
import { profilePage, type ProfileView } from './templates/profile';
import { securityPage, type SecurityView } from './templates/security';
import { sessionsPage, type SessionsView } from './templates/sessions';
import { signInPage, type SignInView, signOutPage, type SignOutView } from './templates/sign-in';
import { referencePage, type ReferenceView } from './templates/reference';
import { rotateTokenPage, type RotateTokenView } from './templates/rotate-token';
import { newTokenPage, type NewTokenView, tokensPage, type TokensView } from './templates/tokens';
import { untrustedRequestPage, type UntrustedRequestView } from './templates/untrusted-request';

/**
 * Replaceable part: view data in, HTML out. A company subclasses it and overrides one page, or one piece that many
 * pages share (`brand`, `scopeLine`, `document`, …).
 *
 * Pages work without scripts, load nothing from elsewhere and have stable ids and names: programs drive them.
 */
@Injectable()
export class Pages extends PageKit {
  constructor(settings: Settings) {
    super(settings);
  }

  signIn(view: SignInView): Html {
    return signInPage(this, view);
  }

  signOut(view: SignOutView): Html {
    return signOutPage(this, view);
  }

  account(view: AccountView): Html {
    return accountPage(this, view);
  }

  consent(view: ConsentView): Html {
    return consentPage(this, view);
  }

  returning(view: ReturningView): Html {
    return returningPage(this, view);
  }

  confirm(view: ConfirmView): Html {
    return confirmPage(this, view);
  }

  profile(view: ProfileView): Html {
    return profilePage(this, view);
  }

  security(view: SecurityView): Html {
    return securityPage(this, view);
  }

  sessions(view: SessionsView): Html {
    return sessionsPage(this, view);
  }

  connections(view: ConnectionsView): Html {
    return connectionsPage(this, view);
  }

  apps(view: AppsView): Html {
    return appsPage(this, view);
  }

  appType(view: { shell: ShellView }): Html {
    return appTypePage(this, view);
  }

  newApp(view: NewAppView): Html {
    return newAppPage(this, view);
  }

  app(view: AppView): Html {
    return appPage(this, view);
  }

  tokens(view: TokensView): Html {
    return tokensPage(this, view);
  }

  newToken(view: NewTokenView): Html {
    return newTokenPage(this, view);
  }

  rotateToken(view: RotateTokenView): Html {
    return rotateTokenPage(this, view);
  }

  message(view: MessageView): Html {
    return messagePage(this, view);
  }

  untrustedRequest(view: UntrustedRequestView): Html {
    return untrustedRequestPage(this, view);
  }

  adminClients(view: AdminClientsView): Html {
    return adminClientsPage(this, view);
  }

  adminClient(view: AdminClientView): Html {
    return adminClientPage(this, view);
  }

  adminUsers(view: AdminUsersView): Html {
    return adminUsersPage(this, view);
  }

  adminUser(view: AdminUserView): Html {
    return adminUserPage(this, view);
  }

  inviteUser(view: InviteUserView): Html {
    return inviteUserPage(this, view);
  }

  userLink(view: { shell: ShellView; name: string; link: string; href: string }): Html {
    return userLinkPage(this, view);
  }

  adminTokens(view: AdminTokensView): Html {
    return adminTokensPage(this, view);
  }

  adminToken(view: AdminTokenView): Html {
    return adminTokenPage(this, view);
  }

  tokenLookup(view: Parameters<typeof tokenLookupPage>[1]): Html {
    return tokenLookupPage(this, view);
  }

  tokenRevocation(view: TokenRevocationView): Html {
    return tokenRevocationPage(this, view);
  }

  adminKeys(view: AdminKeysView): Html {
    return adminKeysPage(this, view);
  }

  adminOverview(view: AdminOverviewView): Html {
    return adminOverviewPage(this, view);
  }

  adminScopes(view: AdminScopesView): Html {
    return adminScopesPage(this, view);
  }

  adminScope(view: AdminScopeView): Html {
    return adminScopePage(this, view);
  }

  adminSettings(view: AdminSettingsView): Html {
    return adminSettingsPage(this, view);
  }

  adminAudit(view: AdminAuditView): Html {
    return adminAuditPage(this, view);
  }

  adminAuditEvent(view: AdminAuditEventView): Html {
    return adminAuditEventPage(this, view);
  }

  reference(view: ReferenceView): Html {
    return referencePage(this, view);
  }

  error(view: ErrorView): Html {
    return errorPage(this, view);
  }

  outbox(view: OutboxView): Html {
    return outboxPage(this, view);
  }

  playground(view: PlaygroundView): Html {
    return playgroundPage(this, view);
  }

  playgroundCallback(view: { exchange: string }): Html {
    return playgroundCallbackPage(this, view);
  }

  home(view: HomeView): Html {
    return homePage(this, view);
  }
}
