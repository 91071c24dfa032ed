import { CLIENT_TYPES } from '../clients/domain/client';
import { SIGNING_ALGORITHMS } from '../config/settings';
import { TOKEN_STATUSES } from '../personal-access-tokens/domain/personal-access-token';
import { ROLES } from '../users/domain/user';
import { SECURITY_EVENT_TYPES } from '../shared/domain/security-events';
import { TOKEN_KINDS } from '../tokens/domain/token-kind';
import type { JsonSchema } from '../shared/http/json-schema';

const text: JsonSchema = { type: 'string' };
const flag: JsonSchema = { type: 'boolean' };
const texts: JsonSchema = { type: 'array', items: text };
const whole: JsonSchema = { type: 'integer' };
const moment: JsonSchema = { type: 'string', format: 'date-time' };
const orNull = (schema: JsonSchema): JsonSchema => ({
  ...schema,
  type: [...[schema.type!].flat(), 'null'],
  ...(schema.enum && { enum: [...schema.enum, null] }),
});
const id = (prefix: string): JsonSchema => ({ type: 'string', pattern: `^${prefix}_[0-9A-Za-z]{16}$` });

/** An object that always has all of these members; some more only at times. */
const object = (
  properties: Record<string, JsonSchema>,
  sometimes: Record<string, JsonSchema> = {},
): JsonSchema => ({
  type: 'object',
  properties: { ...properties, ...sometimes },
  required: Object.keys(properties),
  additionalProperties: false,
});

const CLIENT_SECRET = object({
  id: id('sec'),
  last4: text,
  created_at: moment,
  created_by: orNull(text),
  expires_at: orNull(moment),
  last_used_at: orNull(moment),
  leak_reported_at: orNull(moment),
  status: { const: 'active' },
});

const CLIENT = {
  client_id: text,
  name: text,
  type: { type: 'string', enum: CLIENT_TYPES },
  redirect_uris: texts,
  scopes: texts,
  grant_types: texts,
  token_endpoint_auth_method: {
    type: 'string',
    enum: ['client_secret_basic', 'client_secret_post', 'none'],
  },
  require_pkce: flag,
  access_token_format: orNull({ type: 'string', enum: ['jwt', 'opaque'] }),
  access_token_ttl: orNull(whole),
  refresh_token_ttl: orNull(whole),
  first_party: flag,
  introspect: flag,
  status: { type: 'string', enum: ['active', 'disabled'] },
  owner_id: orNull(text),
  secrets: { type: 'array', items: CLIENT_SECRET },
  created_at: moment,
  updated_at: moment,
} satisfies Record<string, JsonSchema>;

const ONCE = { secret_shown_once: { const: true } } satisfies Record<string, JsonSchema>;

const USER = {
  id: id('user'),
  email: text,
  email_verified: flag,
  name: text,
  picture: orNull(text),
  locale: orNull(text),
  roles: { type: 'array', items: { type: 'string', enum: [...ROLES] } },
  status: { type: 'string', enum: ['active', 'disabled'] },
  has_password: flag,
  last_seen_at: orNull(moment),
  created_at: moment,
  updated_at: moment,
} satisfies Record<string, JsonSchema>;

const PERSONAL_ACCESS_TOKEN = {
  id: id('tok'),
  name: text,
  description: text,
  prefix: text,
  last4: text,
  scopes: texts,
  rotatable: flag,
  created_at: moment,
  expires_at: orNull(moment),
  last_used_at: orNull(moment),
  last_used_ip: orNull(text),
  status: { type: 'string', enum: TOKEN_STATUSES },
} satisfies Record<string, JsonSchema>;

const SIGNING_KEY = object({
  kid: text,
  alg: { type: 'string', enum: SIGNING_ALGORITHMS },
  use: { const: 'sig' },
  status: orNull({ type: 'string', enum: ['next', 'active', 'retiring', 'retired'] }),
  created_at: orNull(moment),
  activate_at: orNull(moment),
  retire_at: orNull(moment),
  signed_count: orNull(whole),
});

/** The forms of answers, by name. */
export const SCHEMAS = {
  Problem: object(
    { type: { type: 'string', format: 'uri' }, title: text, status: whole, detail: text, instance: text },
    {
      errors: { type: 'array', items: object({ pointer: text, code: text, detail: text }) },
      resource: text,
      uses: object({ clients: whole, authorizations: whole }, { tokens: whole, scopes: whole }),
    },
  ),
  Client: object(CLIENT),
  ClientWithStats: object({
    ...CLIENT,
    stats: object({ users: whole, tokens_7d: whole, last_used_at: orNull(moment) }),
  }),
  NewClient: object(CLIENT, { client_secret: text, ...ONCE }),
  ClientSecret: CLIENT_SECRET,
  NewClientSecret: object(
    { ...(CLIENT_SECRET.properties as Record<string, JsonSchema>), secret: text, ...ONCE },
    {
      previous: {
        anyOf: [{ type: 'null' }, object({ id: id('sec'), expires_at: orNull(moment) })],
      },
    },
  ),
  Revoked: object({ revoked: whole }),
  User: object(USER),
  UserDetail: object({ ...USER, locked_until: orNull(moment) }),
  NewUser: object(USER, { invite_url: text, ...ONCE }),
  ResetLink: object({ reset_url: text, ...ONCE }),
  PersonalAccessToken: object(PERSONAL_ACCESS_TOKEN),
  NewPersonalAccessToken: object({ ...PERSONAL_ACCESS_TOKEN, token: text, ...ONCE }),
  CurrentToken: object({
    id: text,
    kind: { type: 'string', enum: ['access', 'personal'] },
    name: orNull(text),
    scopes: texts,
    client_id: orNull(text),
    user_id: orNull(text),
    rotatable: flag,
    expires_at: orNull(moment),
  }),
  Session: object({
    id: id('sess'),
    user_id: text,
    ip: orNull(text),
    user_agent: orNull(text),
    auth_time: moment,
    created_at: moment,
    last_seen_at: moment,
    expires_at: moment,
  }),
  Authorization: object({
    id: id('auth'),
    user_id: orNull(text),
    client_id: orNull(text),
    client_name: orNull(text),
    grant_type: text,
    scopes: texts,
    resource: text,
    created_at: moment,
    last_used_at: orNull(moment),
  }),
  Profile: object(
    { id: text, name: text, picture: orNull(text), locale: orNull(text) },
    { email: text, email_verified: flag },
  ),
  ProfileEmail: object({ email: text, email_verified: flag }),
  Project: object({
    id: id('prj'),
    key: text,
    name: text,
    description: text,
    status: { type: 'string', enum: ['active', 'archived'] },
    owner_id: text,
    created_at: moment,
    updated_at: moment,
  }),
  Organization: object({ name: text, users: whole, clients: whole, projects: whole }),
  Member: object({
    id: id('user'),
    email: text,
    email_verified: flag,
    name: text,
    role: { type: 'string', enum: ['member', 'admin'] },
    status: { type: 'string', enum: ['active', 'disabled'] },
    created_at: moment,
    updated_at: moment,
  }),
  Scope: object({
    name: text,
    description: text,
    consent_text: text,
    group: text,
    risk: { type: 'string', enum: ['read', 'write', 'danger'] },
    grantable_to: { type: 'string', enum: ['users', 'clients', 'both'] },
  }),
  Token: object({
    id: text,
    kind: { type: 'string', enum: TOKEN_KINDS },
    status: { type: 'string', enum: ['active', 'expired', 'revoked', 'used'] },
    user_id: orNull(text),
    client_id: orNull(text),
    client_name: orNull(text),
    authorization_id: id('auth'),
    name: orNull(text),
    scopes: texts,
    resource: text,
    created_at: moment,
    expires_at: orNull(moment),
    last_used_at: orNull(moment),
    ip: orNull(text),
  }),
  RevokedTokens: object({ matched: whole, revoked: whole }),
  AdministeredScope: object({
    name: text,
    description: text,
    consent_text: text,
    locales: { type: 'object', additionalProperties: text },
    group: text,
    risk: { type: 'string', enum: ['read', 'write', 'danger'] },
    default: flag,
    grantable_to: { type: 'string', enum: ['users', 'clients', 'both'] },
    audience: orNull(text),
    built_in: flag,
  }),
  AdministeredResource: object({
    id: id('res'),
    uri: text,
    name: text,
    scopes: orNull(texts),
    access_token_format: orNull({ type: 'string', enum: ['jwt', 'opaque'] }),
    access_token_ttl: orNull(whole),
    signing_alg: orNull({ type: 'string', enum: SIGNING_ALGORITHMS }),
    introspection_client_id: orNull(text),
  }),
  Overview: object({
    users: whole,
    clients: whole,
    tokens: whole,
    sign_ins_24h: orNull(whole),
    needs_a_look: object({
      secrets_ending_30d: whole,
      reuse_detected_7d: orNull(whole),
      locked_24h: orNull(whole),
    }),
    last_key_rotation: orNull(moment),
  }),
  Settings: object({
    access_token_ttl: whole,
    refresh_token_ttl: whole,
    refresh_token_absolute_ttl: whole,
    auth_code_ttl: whole,
    refresh_grace: whole,
    pat_max_days: whole,
    signup: { type: 'string', enum: ['invite', 'open'] },
    grants: texts,
    locked: texts,
  }),
  SigningKey: SIGNING_KEY,
  RotatedKeys: object({
    active: SIGNING_KEY,
    retiring: { anyOf: [{ type: 'null' }, SIGNING_KEY] },
  }),
  AuditEvent: object({
    id: id('evt'),
    at: moment,
    type: { type: 'string', enum: SECURITY_EVENT_TYPES },
    outcome: { type: 'string', enum: ['success', 'failure'] },
    actor: object({ type: text, id: orNull(text), label: orNull(text) }),
    target: { anyOf: [{ type: 'null' }, object({ type: text, id: orNull(text) })] },
    client_id: orNull(text),
    user_id: orNull(text),
    ip: orNull(text),
    user_agent: orNull(text),
    request_id: orNull(text),
    changes: { type: 'array', items: object({ path: text }, { from: {}, to: {} }) },
  }),
  AuditEventType: object({ type: { type: 'string', enum: SECURITY_EVENT_TYPES }, description: text }),
} as const satisfies Record<string, JsonSchema>;

export type SchemaName = keyof typeof SCHEMAS;
