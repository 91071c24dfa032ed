import { AuditEventSchema } from './audit/infrastructure/audit-event.schema';
import {
  AuthorizationCodeSchema,
  ConsentSchema,
  PendingRequestSchema,
} from './authorization/infrastructure/authorization.schemas';
import { ClientSchema, ClientSecretSchema } from './clients/infrastructure/client.schema';
import { FeedEntrySchema, FeedPositionSchema } from './database/change-feed.schema';
import { LeaseSchema } from './database/leases.schema';
import { LockSchema } from './database/locks.schema';
import { IdempotencyKeySchema } from './idempotency/infrastructure/idempotency-key.schema';
import { SigningKeySchema } from './keys/infrastructure/signing-key.schema';
import { StoredSettingsSchema } from './live-settings/infrastructure/stored-settings.schema';
import { OneTimeLinkSchema } from './one-time-links/infrastructure/one-time-link.schema';
import { OrganizationSchema } from './organization/organization.schema';
import { PersonalAccessTokenSchema } from './personal-access-tokens/infrastructure/personal-access-token.schema';
import { ProjectSchema } from './projects/infrastructure/project.schema';
import { ResourceSchema } from './scopes/infrastructure/resource.schema';
import { StoredScopeSchema } from './scopes/infrastructure/stored-scope.schema';
import { KnownBrowserSchema } from './sessions/infrastructure/known-browser.schema';
import { ThrottleSchema } from './throttles/infrastructure/throttle.schema';
import { SessionSchema } from './sessions/infrastructure/session.schema';
import {
  AccessTokenSchema,
  AuthorizationSchema,
  RefreshTokenFamilySchema,
  RevokedTokenSchema,
} from './tokens/infrastructure/token.schemas';
import { ClientUsageSchema } from './usage/infrastructure/client-usage.schema';
import { UserSchema } from './users/infrastructure/user.schema';

/** Every table of the server; the same for SQLite and MySQL. */
export const ENTITIES = [
  StoredSettingsSchema,
  StoredScopeSchema,
  UserSchema,
  OneTimeLinkSchema,
  SessionSchema,
  KnownBrowserSchema,
  ThrottleSchema,
  ClientSchema,
  ClientSecretSchema,
  ResourceSchema,
  SigningKeySchema,
  PendingRequestSchema,
  ConsentSchema,
  AuthorizationSchema,
  AuthorizationCodeSchema,
  AccessTokenSchema,
  RefreshTokenFamilySchema,
  RevokedTokenSchema,
  PersonalAccessTokenSchema,
  AuditEventSchema,
  ProjectSchema,
  OrganizationSchema,
  IdempotencyKeySchema,
  ClientUsageSchema,
  LockSchema,
  FeedPositionSchema,
  FeedEntrySchema,
  LeaseSchema,
];
