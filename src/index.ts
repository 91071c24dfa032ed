// The public API: what a company's server imports. Everything else may change between versions.

export { AuthServerModule, type AuthServerOptions } from './auth-server.module';
export type { Part } from './replaceable-parts';

// Start
export { loadEnvironment, readMode } from './config/load-environment';
export { readSettings, SettingsError } from './config/read-settings';
export { type Mode, Settings, type SigningAlgorithm, type TokenFormat } from './config/settings';
export { createServer, type Server } from './server/create-server';
export { reportStartFailure } from './server/start-failure';

// Replaceable parts
export { AuditArchive } from './audit/application/audit-archive';
export { AuditLog } from './audit/application/audit-log';
export type { AuditEvent } from './audit/domain/audit-event';
export type { AuditFilters } from './audit/domain/audit-filters';
export { KeyStore, type PublicKey, type Signer } from './keys/application/key-store';
export { Html, html, safeHref } from './pages/html';
export { Pages } from './pages/pages';
export type { FormView } from './pages/page-kit';
// What each page is given.
export type * from './pages/templates/account';
export type * from './pages/templates/app';
export type * from './pages/templates/apps';
export type * from './pages/templates/confirm';
export type * from './pages/templates/connections';
export type * from './pages/templates/consent';
export type * from './pages/templates/home';
export type * from './pages/templates/messages';
export type * from './pages/templates/new-app';
export type * from './pages/templates/outbox';
export type * from './pages/templates/profile';
export type * from './pages/templates/rotate-token';
export type * from './pages/templates/security';
export type * from './pages/templates/sessions';
export type * from './pages/templates/shell';
export type * from './pages/templates/sign-in';
export type * from './pages/templates/tokens';
export type * from './pages/templates/untrusted-request';
export { codeBlock, facts, note, secretBox, table } from './pages/templates/parts';
export { field, passwordField } from './pages/templates/forms';
export { type ScopeContext, ScopePolicy } from './scopes/domain/scope-policy';
export { type ClaimsContext, ClaimsProvider } from './tokens/domain/claims-provider';
export { UserDirectory } from './users/application/user-directory';
export { type Role, User } from './users/domain/user';

// Grants, response types and scopes
export { type ResponseContext, ResponseType } from './authorization/application/response-type';
export { Client } from './clients/domain/client';
export { Grant, type IssuedTokens } from './grants/application/grant';
export { RequestRules, TokenKit } from './grants/application/token-kit';
export type { ScopeDefinition } from './scopes/domain/scope';
export { type GuessOrigin, PasswordCheck } from './sessions/application/password-check';
export { Clock, type EpochMs } from './shared/domain/clock';
export { OAuthError } from './shared/domain/oauth-error';
export type { Parameters } from './shared/domain/parameters';
export { Problem } from './shared/domain/problem';
export { type SecurityEvent, SecurityEvents } from './shared/domain/security-events';
export { Transaction } from './shared/domain/transaction';
export { Authorizations } from './tokens/application/stores';
export { type Authorization, newAuthorization } from './tokens/domain/authorization';

// Resource APIs in the same process
export { BearerGuard } from './bearer/bearer.guard';
export { BearerModule } from './bearer/bearer.module';
export { CurrentCaller, ForAudience, RequireScopes } from './bearer/decorators';
export { type Caller, hasScope, ownerIdOf } from './tokens/domain/caller';

// Administration from code
export {
  ClientRegistration,
  type ClientRegistrationRequest,
} from './clients/application/client-registration';
