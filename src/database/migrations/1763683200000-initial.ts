import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LOCK_SLOTS } from '../locks.schema';
import {
  createTable,
  flag,
  hash,
  id,
  index,
  integer,
  longText,
  moment,
  nullable,
  text,
  unique,
} from './table-builder';

const TABLES = [
  'grantor_users',
  'grantor_one_time_links',
  'grantor_sessions',
  'grantor_known_browsers',
  'grantor_throttles',
  'grantor_clients',
  'grantor_client_secrets',
  'grantor_settings',
  'grantor_scopes',
  'grantor_resources',
  'grantor_signing_keys',
  'grantor_authorization_codes',
  'grantor_consents',
  'grantor_pending_requests',
  'grantor_authorizations',
  'grantor_refresh_tokens',
  'grantor_access_tokens',
  'grantor_revoked_tokens',
  'grantor_personal_access_tokens',
  'grantor_audit_events',
  'grantor_projects',
  'grantor_organization',
  'grantor_idempotency_keys',
  'grantor_client_usage',
  'grantor_locks',
  'grantor_feed_position',
  'grantor_feed_entries',
  'grantor_leases',
];

/** The first tables. */
export class Initial1763683200000 implements MigrationInterface {
  name = 'Initial1763683200000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'grantor_users',
      [
        id('id'),
        text('email', 254),
        text('email_folded', 254),
        text('name_folded', 100),
        flag('email_verified'),
        text('name', 100),
        nullable(text('picture', 2000)),
        nullable(text('locale', 35)),
        text('role', 10),
        text('status', 10),
        nullable(text('password_hash', 200)),
        nullable(moment('password_changed_at')),
        nullable(moment('last_seen_at')),
        moment('created_at'),
        moment('updated_at'),
        integer('version'),
      ],
      [
        unique('grantor_users', 'email_folded'),
        index('grantor_users', 'role', 'status'),
        index('grantor_users', 'email_folded', 'id'),
        index('grantor_users', 'name_folded', 'id'),
        index('grantor_users', 'created_at', 'id'),
        index('grantor_users', 'last_seen_at'),
      ],
    );
    await createTable(
      runner,
      'grantor_one_time_links',
      [
        hash('hash'),
        text('purpose', 20),
        text('subject', 255),
        longText('payload'),
        moment('created_at'),
        moment('expires_at'),
        nullable(moment('ended_at')),
      ],
      [index('grantor_one_time_links', 'subject', 'purpose'), index('grantor_one_time_links', 'expires_at')],
    );
    await createTable(
      runner,
      'grantor_sessions',
      [
        id('id'),
        hash('secret_hash'),
        text('user_id', 255),
        moment('auth_time'),
        text('acr', 50),
        longText('amr'),
        nullable(text('ip', 45)),
        nullable(text('user_agent', 300)),
        moment('created_at'),
        moment('last_seen_at'),
        moment('expires_at'),
      ],
      [
        unique('grantor_sessions', 'secret_hash'),
        index('grantor_sessions', 'user_id', 'created_at', 'id'),
        index('grantor_sessions', 'created_at', 'id'),
        index('grantor_sessions', 'ip', 'created_at', 'id'),
        index('grantor_sessions', 'expires_at'),
      ],
    );
    await createTable(
      runner,
      'grantor_known_browsers',
      [hash('hash'), text('user_id', 255), moment('expires_at')],
      [index('grantor_known_browsers', 'user_id'), index('grantor_known_browsers', 'expires_at')],
    );
    await createTable(
      runner,
      'grantor_throttles',
      [
        hash('hash'),
        nullable(hash('name_hash')),
        integer('failures'),
        moment('locked_until'),
        integer('changes'),
        moment('expires_at'),
      ],
      [index('grantor_throttles', 'name_hash'), index('grantor_throttles', 'expires_at')],
    );
    await createTable(
      runner,
      'grantor_clients',
      [
        hash('ref'),
        text('id', 2000),
        text('name', 100),
        text('type', 10),
        nullable(text('owner_id', 255)),
        flag('first_party'),
        nullable(text('token_endpoint_auth_method', 30)),
        flag('require_pkce'),
        longText('redirect_uris'),
        longText('grant_types'),
        longText('scopes'),
        nullable(longText('resources')),
        nullable(text('access_token_format', 10)),
        nullable(integer('access_token_ttl')),
        nullable(integer('refresh_token_ttl')),
        text('refresh_policy', 10),
        nullable(integer('refresh_grace')),
        flag('introspect'),
        text('status', 10),
        text('epoch', 16),
        moment('granted_from'),
        integer('access_generation'),
        moment('access_from'),
        nullable(text('disabled_by', 255)),
        moment('created_at'),
        moment('updated_at'),
        integer('version'),
      ],
      [
        index('grantor_clients', 'owner_id', 'created_at', 'ref'),
        index('grantor_clients', 'created_at', 'ref'),
      ],
    );
    await createTable(
      runner,
      'grantor_client_secrets',
      [
        id('id'),
        hash('client_ref'),
        hash('hash'),
        nullable(text('foreign_hash', 255)),
        text('last4', 4),
        nullable(text('created_by', 255)),
        moment('created_at'),
        nullable(moment('expires_at')),
        nullable(moment('last_used_at')),
        nullable(moment('leak_reported_at')),
      ],
      [
        index('grantor_client_secrets', 'hash'),
        index('grantor_client_secrets', 'client_ref'),
        index('grantor_client_secrets', 'expires_at'),
      ],
    );
    await createTable(
      runner,
      'grantor_resources',
      [
        id('id'),
        text('uri', 2000),
        hash('uri_hash'),
        text('name', 100),
        nullable(longText('scopes')),
        nullable(text('access_token_format', 10)),
        nullable(integer('access_token_ttl')),
        nullable(text('signing_alg', 10)),
        nullable(hash('introspection_client_ref')),
        moment('created_at'),
      ],
      [unique('grantor_resources', 'uri_hash')],
    );
    await createTable(runner, 'grantor_settings', [
      integer('id'),
      longText('stored'),
      moment('updated_at'),
      integer('version'),
    ]);
    await createTable(runner, 'grantor_scopes', [
      text('name', 100),
      text('description', 300),
      text('consent_text', 300),
      longText('locales'),
      text('group_name', 100),
      text('risk', 10),
      flag('is_default'),
      text('grantable_to', 10),
      nullable(text('audience', 2000)),
      moment('created_at'),
      moment('updated_at'),
      integer('version'),
    ]);
    await createTable(runner, 'grantor_signing_keys', [
      text('kid', 100),
      text('alg', 10),
      text('status', 10),
      longText('public_jwk'),
      longText('sealed_private_jwk'),
      moment('created_at'),
      nullable(moment('activated_at')),
      nullable(moment('retire_at')),
      integer('signed_count'),
    ]);
    await createTable(
      runner,
      'grantor_authorization_codes',
      [
        hash('hash'),
        id('authorization_id'),
        hash('client_ref'),
        text('redirect_uri', 2000),
        flag('redirect_uri_sent'),
        nullable(hash('code_challenge')),
        moment('valid_until'),
        nullable(moment('used_at')),
        moment('expires_at'),
      ],
      [index('grantor_authorization_codes', 'expires_at')],
    );
    await createTable(
      runner,
      'grantor_consents',
      [
        id('id'),
        text('user_id', 255),
        hash('client_ref'),
        text('resource', 2000),
        hash('resource_hash'),
        longText('scopes'),
        moment('created_at'),
        moment('updated_at'),
      ],
      [
        unique('grantor_consents', 'user_id', 'client_ref', 'resource_hash'),
        index('grantor_consents', 'client_ref'),
      ],
    );
    await createTable(
      runner,
      'grantor_pending_requests',
      [
        id('id'),
        hash('browser_hash'),
        nullable(id('session_id')),
        nullable(longText('shown_scopes')),
        nullable(id('chosen_by')),
        hash('client_ref'),
        longText('content'),
        moment('created_at'),
        moment('expires_at'),
      ],
      [
        index('grantor_pending_requests', 'browser_hash', 'created_at'),
        index('grantor_pending_requests', 'expires_at'),
      ],
    );
    await createTable(
      runner,
      'grantor_authorizations',
      [
        id('id'),
        text('grant_type', 100),
        nullable(text('user_id', 255)),
        nullable(hash('client_ref')),
        nullable(text('client_epoch', 16)),
        longText('scopes'),
        text('resource', 2000),
        nullable(id('sid')),
        nullable(moment('auth_time')),
        nullable(text('acr', 50)),
        nullable(longText('amr')),
        nullable(text('nonce', 500)),
        nullable(longText('cnf')),
        integer('generation'),
        nullable(hash('standing_for')),
        moment('created_at'),
        nullable(moment('last_used_at')),
        nullable(moment('revoked_at')),
        nullable(moment('expires_at')),
      ],
      [
        unique('grantor_authorizations', 'standing_for'),
        index('grantor_authorizations', 'user_id', 'client_ref'),
        index('grantor_authorizations', 'client_ref', 'id'),
        index('grantor_authorizations', 'created_at', 'id'),
        index('grantor_authorizations', 'expires_at'),
      ],
    );
    await createTable(
      runner,
      'grantor_refresh_tokens',
      [
        hash('family_hash'),
        id('authorization_id'),
        hash('client_ref'),
        nullable(text('user_id', 255)),
        hash('current_hash'),
        nullable(hash('previous_hash')),
        nullable(moment('rotated_at')),
        moment('created_at'),
        moment('expires_at'),
        moment('absolute_expires_at'),
      ],
      [
        index('grantor_refresh_tokens', 'authorization_id'),
        index('grantor_refresh_tokens', 'created_at', 'authorization_id'),
        index('grantor_refresh_tokens', 'expires_at'),
      ],
    );
    await createTable(
      runner,
      'grantor_access_tokens',
      [
        hash('hash'),
        text('jti', 64),
        id('authorization_id'),
        longText('scopes'),
        text('resource', 2000),
        moment('issued_at'),
        nullable(moment('expires_at')),
      ],
      [
        index('grantor_access_tokens', 'authorization_id'),
        index('grantor_access_tokens', 'issued_at', 'jti'),
        index('grantor_access_tokens', 'expires_at'),
      ],
    );
    await createTable(
      runner,
      'grantor_revoked_tokens',
      [text('jti', 64), moment('expires_at')],
      [index('grantor_revoked_tokens', 'expires_at')],
    );
    await createTable(
      runner,
      'grantor_personal_access_tokens',
      [
        id('id'),
        id('family_id'),
        id('authorization_id'),
        text('user_id', 255),
        text('name', 100),
        text('description', 500),
        longText('scopes'),
        text('prefix', 10),
        text('last4', 4),
        flag('rotatable'),
        moment('created_at'),
        nullable(moment('expires_at')),
        nullable(moment('last_used_at')),
        nullable(text('last_used_ip', 45)),
        nullable(moment('revoked_at')),
        nullable(id('replaced_by')),
      ],
      [
        unique('grantor_personal_access_tokens', 'authorization_id'),
        index('grantor_personal_access_tokens', 'user_id', 'created_at', 'id'),
        index('grantor_personal_access_tokens', 'created_at', 'id'),
        index('grantor_personal_access_tokens', 'expires_at'),
        index('grantor_personal_access_tokens', 'last_used_at', 'created_at'),
      ],
    );
    await createTable(
      runner,
      'grantor_audit_events',
      [
        id('id'),
        moment('at'),
        text('type', 50),
        text('outcome', 10),
        text('actor_type', 20),
        nullable(text('actor_id', 2000)),
        hash('actor_hash'),
        nullable(text('target_type', 20)),
        nullable(text('target_id', 2000)),
        nullable(text('client_id', 2000)),
        nullable(hash('client_hash')),
        nullable(text('user_id', 255)),
        nullable(text('request_id', 64)),
        nullable(text('ip', 45)),
        nullable(text('user_agent', 300)),
        nullable(longText('changes')),
      ],
      [
        index('grantor_audit_events', 'at', 'id'),
        ...['type', 'outcome', 'actor_hash', 'client_hash', 'user_id', 'request_id', 'ip'].map((column) =>
          index('grantor_audit_events', column, 'at', 'id'),
        ),
      ],
    );
    await createTable(
      runner,
      'grantor_projects',
      [
        id('id'),
        text('key', 10),
        text('name', 100),
        longText('description'),
        text('status', 10),
        text('owner_id', 2000),
        hash('owner_hash'),
        moment('created_at'),
        moment('updated_at'),
        integer('version'),
      ],
      [
        unique('grantor_projects', 'owner_hash', 'key'),
        index('grantor_projects', 'owner_hash', 'created_at'),
      ],
    );
    await createTable(runner, 'grantor_organization', [
      id('id'),
      text('name', 100),
      moment('updated_at'),
      integer('version'),
    ]);
    await createTable(
      runner,
      'grantor_idempotency_keys',
      [
        hash('hash'),
        hash('request_hash'),
        nullable(text('resource', 2000)),
        nullable(longText('answer')),
        moment('created_at'),
        moment('expires_at'),
      ],
      [index('grantor_idempotency_keys', 'expires_at')],
    );
    await createTable(
      runner,
      'grantor_client_usage',
      [
        text('id', 60),
        hash('client_ref'),
        integer('day'),
        integer('tokens'),
        moment('last_used_at'),
        moment('expires_at'),
      ],
      [index('grantor_client_usage', 'client_ref', 'day'), index('grantor_client_usage', 'expires_at')],
    );
    await createTable(runner, 'grantor_locks', [integer('slot')]);
    await createTable(runner, 'grantor_leases', [text('name', 50), text('holder', 16), moment('expires_at')]);
    const slots = Array.from({ length: LOCK_SLOTS }, (_, slot) => `(${slot})`);
    await runner.query(`INSERT INTO grantor_locks (slot) VALUES ${slots.join(', ')}`);
    await createTable(runner, 'grantor_feed_position', [integer('id'), moment('number'), text('tag', 16)]);
    await runner.query("INSERT INTO grantor_feed_position (id, number, tag) VALUES (1, 0, '')");
    await createTable(
      runner,
      'grantor_feed_entries',
      [moment('number'), text('tag', 16), longText('subjects'), moment('at')],
      [index('grantor_feed_entries', 'at')],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.dropTable(table);
  }
}
