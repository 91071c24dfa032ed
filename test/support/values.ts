import { readSettings } from '../../src/config/read-settings';
import type { Mode, Settings } from '../../src/config/settings';
import { Client, clientRef, type ClientValues, foldedNames } from '../../src/clients/domain/client';
import { Resource } from '../../src/scopes/domain/resource';
import { Clock } from '../../src/shared/domain/clock';
import { User } from '../../src/users/domain/user';

/** 2026-11-21T12:00:00Z: the moment at which the unit specs play. */
export const NOON = Date.UTC(2026, 10, 21, 12);

/** A clock that stands still until it is moved. */
export class TestClock extends Clock {
  constructor(public at = NOON) {
    super();
  }

  now(): number {
    return this.at;
  }

  advance(seconds: number): void {
    this.at += seconds * 1000;
  }
}

/** The settings of a server that nobody has configured beyond its secrets. */
export const aSettings = (env: Record<string, string> = {}, mode: Mode = 'test'): Settings =>
  readSettings(
    {
      ISSUER: 'https://auth.example.test',
      COOKIE_SECRET: 'test cookie secret, long enough: 0123456789',
      KEY_ENCRYPTION_SECRET: 'test key secret, long enough: 0123456789',
      ...env,
    },
    mode,
  );

/** A confidential web client unless said otherwise. */
export function aClient(values: Partial<ClientValues> = {}): Client {
  const { id = 'board', name = 'Project Board' } = values;
  return new Client({
    ref: clientRef(id),
    id,
    name,
    ...foldedNames({ id, name }),
    type: 'web',
    ownerId: null,
    firstParty: false,
    authenticationMethod: null,
    requirePkce: false,
    redirectUris: ['https://app.example.test/cb'],
    grantTypes: ['authorization_code', 'refresh_token'],
    scopes: ['read:profile', 'read:projects', 'write:projects'],
    resources: null,
    accessTokenFormat: null,
    accessTokenTtl: null,
    refreshTokenTtl: null,
    refreshPolicy: 'rotate',
    refreshGrace: null,
    introspect: false,
    grantedFrom: 0,
    accessGeneration: 0,
    accessFrom: 0,
    epoch: 'first epoch',
    status: 'active',
    disabledBy: null,
    createdAt: NOON,
    updatedAt: NOON,
    version: 1,
    ...values,
  });
}

/** An app that cannot keep a secret. */
export const aPublicClient = (values: Partial<ClientValues> = {}): Client =>
  aClient({ type: 'spa', authenticationMethod: 'none', ...values });

/** A member unless said otherwise. */
export const aUser = (values: Partial<Omit<User, 'isActive'>> = {}): User =>
  new User({
    id: 'user_0123456789abcdef',
    email: 'ada@example.com',
    emailVerified: true,
    name: 'Ada Lovelace',
    picture: null,
    locale: null,
    role: 'member',
    status: 'active',
    ...values,
  });

/** An API that knows every scope. */
export const aResource = (values: Partial<Resource> = {}): Resource =>
  new Resource({
    id: 'res_0123456789abcdef',
    uri: 'https://api.example.test/',
    uriHash: 'hash',
    name: 'Parcels',
    scopes: null,
    accessTokenFormat: null,
    accessTokenTtl: null,
    signingAlg: null,
    introspectionClientRef: null,
    createdAt: NOON,
    updatedAt: NOON,
    version: 1,
    ...values,
  });

/** A value as the name of a test: JSON, and never long. */
const shortly = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > 70 ? `${text.slice(0, 70)}…` : text;
};

/** Rows for `it.each` whose first column names the first value: `%s` in the title. */
export const titled = <T>(values: readonly T[]): [string, T][] =>
  values.map((value) => [shortly(value), value]);

/** The first page of a list, the newest first. */
export const NEWEST = { limit: 200, by: 'createdAt', descending: true, after: null } as const;
