import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Env, SettingFault } from './environment';
import { readSettings, SettingsError } from './read-settings';
import type { Mode, Settings } from './settings';

const GOOD = {
  ISSUER: 'https://auth.example.test',
  DB_URL: 'mysql://grantor:pw@127.0.0.1:3306/grantor',
  COOKIE_SECRET: 'a cookie secret that is long enough: 0123456789',
  KEY_ENCRYPTION_SECRET: 'a key secret that is long enough: 0123456789',
};

const read = (env: Env = {}, mode: Mode = 'production'): Settings => readSettings({ ...GOOD, ...env }, mode);

function refusal(env: Env, mode: Mode = 'production'): SettingsError {
  try {
    readSettings(env, mode);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return error as SettingsError;
  }
  throw new Error('The settings were accepted');
}

const faults = (env: Env, mode?: Mode): SettingFault[] => refusal({ ...GOOD, ...env }, mode).faults;
const names = (env: Env, mode?: Mode): string[] => faults(env, mode).map(({ name }) => name);

describe('settings', () => {
  it('need four values in production; the rest is safe as it is', () => {
    expect(read()).toMatchObject({
      mode: 'production',
      issuer: GOOD.ISSUER,
      host: '127.0.0.1',
      port: 3000,
      dbUrl: GOOD.DB_URL,
      dbPoolSize: 10,
      dbMigrate: 'check',
      signingAlg: 'RS256',
      signingKeyBits: 2048,
      accessTokenTtl: 3600,
      refreshTokenTtl: 30 * 86_400,
      refreshTokenAbsoluteTtl: 365 * 86_400,
      authCodeTtl: 60,
      refreshGrace: 0,
      accessTokenFormat: 'jwt',
      accessTokenAudience: GOOD.ISSUER,
      grants: ['authorization_code', 'refresh_token', 'client_credentials'],
      oauthPaths: ['/oauth'],
      defaultScopes: [],
      consentRedirect: 'page',
      tokenPrefix: 'a',
      patDefaultDays: 30,
      patMaxDays: 366,
      patAllowNever: false,
      patMaxPerUser: 50,
      passwordMinLength: 15,
      adminEmail: null,
      adminPassword: null,
      trustProxy: [],
      corsOrigins: [],
      logLevel: 'info',
      logFormat: 'json',
    });
  });

  it('cannot be changed afterwards', () => {
    const settings = read() as { port: number };
    expect(() => {
      settings.port = 1;
    }).toThrow(TypeError);
  });

  it.each([
    ['production', 'check', 'json'],
    ['test', 'auto', 'json'],
    ['development', 'auto', 'pretty'],
    ['demo', 'auto', 'pretty'],
  ] as const)('of the mode %s: migrations %s, logs %s', (mode, dbMigrate, logFormat) => {
    expect(read({}, mode)).toMatchObject({ mode, dbMigrate, logFormat });
  });

  it('outside production need secrets only', () => {
    const { COOKIE_SECRET, KEY_ENCRYPTION_SECRET } = GOOD;
    expect(readSettings({ COOKIE_SECRET, KEY_ENCRYPTION_SECRET, PORT: '4000' }, 'development')).toMatchObject(
      {
        issuer: 'http://localhost:4000',
        accessTokenAudience: 'http://localhost:4000',
        dbUrl: 'sqlite:./data/grantor.sqlite',
      },
    );
  });

  it('that are empty count as absent', () => {
    expect(read({ PORT: '', ACCESS_TOKEN_TTL: '  ', ADMIN_EMAIL: '' })).toMatchObject({
      port: 3000,
      accessTokenTtl: 3600,
      adminEmail: null,
    });
  });

  it('know the addresses of the server', () => {
    const settings = read({ OAUTH_PATHS: '/oauth2,/oauth' });
    expect(settings.url('/settings')).toBe('https://auth.example.test/settings');
    expect(settings.oauthUrl('token')).toBe('https://auth.example.test/oauth2/token');
    expect(settings.hasGrant('refresh_token')).toBe(true);
    expect(settings.hasGrant('password')).toBe(false);
  });
});

describe('faults', () => {
  it('all come in one block: name, seen, expected, example', () => {
    const { message } = refusal({ PORT: 'http', ACCESS_TOKEN_TTL: '60' });
    expect(message).toBe(`Grantor cannot start: 6 setting(s) need a change.

  ISSUER
    seen      (not set)
    expected  the public https address of this server
    example   ISSUER=https://auth.example.com

  PORT
    seen      http
    expected  a whole number from 0 to 65535
    example   PORT=3000

  DB_URL
    seen      (not set)
    expected  sqlite:PATH or mysql://user:password@host:port/database
    example   DB_URL=mysql://grantor:secret@127.0.0.1:3306/grantor

  COOKIE_SECRET
    seen      (not set)
    expected  at least 32 random bytes
    example   COOKIE_SECRET="$(openssl rand -base64 48)"

  KEY_ENCRYPTION_SECRET
    seen      (not set)
    expected  at least 32 random bytes
    example   KEY_ENCRYPTION_SECRET="$(openssl rand -base64 48)"

  ACCESS_TOKEN_TTL
    seen      60
    expected  a duration like 90s, 15m, 1h, 30d or 1y, from 1 s to 31536000 s
    example   ACCESS_TOKEN_TTL=1h
`);
  });

  it('never repeat a secret', () => {
    const env = {
      DB_URL: 'postgres://grantor:hunter2@db/grantor',
      COOKIE_SECRET: 'tiny-hunter3',
      KEY_ENCRYPTION_SECRET: 'h4'.repeat(30),
      ADMIN_PASSWORD: 'hunter5',
      PORT: 'x',
    };
    const error = refusal({ ...GOOD, ...env });
    expect(error.faults.map(({ name }) => name)).toEqual([
      'PORT',
      'DB_URL',
      'COOKIE_SECRET',
      'KEY_ENCRYPTION_SECRET',
    ]);
    expect(error.message + JSON.stringify(error)).not.toMatch(/hunter|h4h4/);
  });

  it.each([
    ['an https address', 'https://auth.example.test'],
    ['a port', 'https://auth.example.test:8443'],
    ['a path', 'https://example.test/auth/one'],
    ['http on localhost', 'http://localhost:3000'],
    ['http on 127.0.0.1', 'http://127.0.0.1'],
    ['http on [::1]', 'http://[::1]:3000'],
  ])('are not in an ISSUER with %s (RFC 8414 §2)', (_, ISSUER) => {
    expect(read({ ISSUER }).issuer).toBe(ISSUER);
  });

  it.each([
    'http://auth.example.test',
    'http://localhost.example.test',
    'http://127.0.0.1.example.test',
    'https://auth.example.test/',
    'https://auth.example.test/auth/',
    'https://auth.example.test?x=1',
    'https://auth.example.test?',
    'https://auth.example.test#x',
    'https://auth.example.test/#',
    'https://AUTH.example.test',
    'https://user@auth.example.test',
    'https://auth.example.test:443',
    'https://example.test/a/../b',
    'ftp://auth.example.test',
    'auth.example.test',
    'javascript:alert(1)',
    'https://',
  ])('are in the ISSUER %s (RFC 8414 §2)', (ISSUER) => {
    expect(faults({ ISSUER })).toEqual([expect.objectContaining({ name: 'ISSUER', seen: ISSUER })]);
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '1e3'],
    ['PORT', '0x10'],
    ['DB_URL', 'sqlite:'],
    ['DB_URL', 'mysql://host'],
    ['DB_URL', 'mysql://host/'],
    ['DB_URL', 'postgres://u:p@host/db'],
    ['DB_POOL_SIZE', '0'],
    ['DB_MIGRATE', 'yes'],
    ['COOKIE_SECRET', 'x'.repeat(31)],
    ['COOKIE_SECRET', 'abcabcabc'.repeat(10)],
    ['KEY_ENCRYPTION_SECRET', 'x'.repeat(64)],
    ['SIGNING_ALG', 'HS256'],
    ['SIGNING_ALG', 'none'],
    ['SIGNING_KEY_BITS', '1024'],
    ['ACCESS_TOKEN_TTL', '3600'],
    ['ACCESS_TOKEN_TTL', '0s'],
    ['ACCESS_TOKEN_TTL', '366d'],
    ['REFRESH_TOKEN_TTL', '11y'],
    ['REFRESH_TOKEN_ABSOLUTE_TTL', '0s'],
    ['AUTH_CODE_TTL', '601s'],
    ['AUTH_CODE_TTL', '0s'],
    ['REFRESH_GRACE', '61s'],
    ['ACCESS_TOKEN_FORMAT', 'JWT'],
    ['ACCESS_TOKEN_AUDIENCE', 'api'],
    ['ACCESS_TOKEN_AUDIENCE', 'https://api.example.test/#x'],
    ['GRANTS', 'authorization_code,device_code'],
    ['OAUTH_PATHS', 'oauth'],
    ['OAUTH_PATHS', '/oauth/'],
    ['OAUTH_PATHS', '/oauth,/'],
    ['OAUTH_PATHS', '/o*'],
    ['CONSENT_REDIRECT', '302'],
    ['TOKEN_PREFIX', 'ab'],
    ['TOKEN_PREFIX', 'A'],
    ['TOKEN_PREFIX', '_'],
    ['PAT_DEFAULT_DAYS', '0'],
    ['PAT_MAX_DAYS', '1.5'],
    ['PAT_ALLOW_NEVER', 'yes'],
    ['PAT_MAX_PER_USER', '0'],
    ['PASSWORD_MIN_LENGTH', '7'],
    ['PASSWORD_HASH_MEMORY', '19455'],
    ['WORKERS', '0'],
    ['WORKERS', 'many'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '10.0.0.0/8,localhost'],
    ['TRUST_PROXY', '10.0.0.0/x'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'null'],
    ['CORS_ORIGINS', 'https://app.example.test/'],
    ['CORS_ORIGINS', 'https://app.example.test/cb'],
    ['CORS_ORIGINS', 'com.example.app://x'],
    ['LOG_LEVEL', 'verbose'],
    ['LOG_FORMAT', 'text'],
  ])('are in %s=%s', (name, value) => {
    expect(names({ [name]: value })).toEqual([name]);
  });

  it.each([
    ['PORT', '0', { port: 0 }],
    ['PORT', '65535', { port: 65_535 }],
    ['REFRESH_GRACE', '60s', { refreshGrace: 60 }],
    ['DB_URL', 'mariadb://u:p@db:3307/grantor', { dbUrl: 'mariadb://u:p@db:3307/grantor' }],
    ['DB_URL', 'sqlite:./x.sqlite', { dbUrl: 'sqlite:./x.sqlite' }],
    ['ACCESS_TOKEN_TTL', '1y', { accessTokenTtl: 31_536_000 }],
    ['ACCESS_TOKEN_AUDIENCE', 'urn:example:api', { accessTokenAudience: 'urn:example:api' }],
    ['GRANTS', 'password, implicit', { grants: ['password', 'implicit'] }],
    ['OAUTH_PATHS', '/oauth /api/oauth2', { oauthPaths: ['/oauth', '/api/oauth2'] }],
    ['DEFAULT_SCOPES', 'read:profile read:email', { defaultScopes: ['read:profile', 'read:email'] }],
    ['PAT_ALLOW_NEVER', 'true', { patAllowNever: true }],
    ['TRUST_PROXY', '10.0.0.0/8, ::1', { trustProxy: ['10.0.0.0/8', '::1'] }],
    [
      'CORS_ORIGINS',
      'https://a.example http://localhost:5173',
      { corsOrigins: ['https://a.example', 'http://localhost:5173'] },
    ],
    ['SIGNING_ALG', 'EdDSA', { signingAlg: 'EdDSA' }],
    ['SIGNING_KEY_BITS', '3072', { signingKeyBits: 3072 }],
    ['TOKEN_PREFIX', 'k', { tokenPrefix: 'k' }],
  ])('are not in %s=%s', (name, value, expected) => {
    expect(read({ [name]: value })).toMatchObject(expected);
  });

  it('are not made of weak secrets where nothing is at stake', () => {
    expect(read({ COOKIE_SECRET: 'weak' }, 'development').cookieSecret).toBe('weak');
    expect(names({ COOKIE_SECRET: '' }, 'development')).toEqual(['COOKIE_SECRET']);
  });
});

describe('NAME_FILE', () => {
  let folder: string;
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'grantor-settings-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('names the file that holds the value', () => {
    const secret = 'from a file, and long enough to be one: 42';
    const path = file('cookie', `${secret}\n`);
    expect(read({ COOKIE_SECRET: undefined, COOKIE_SECRET_FILE: path }).cookieSecret).toBe(secret);
  });

  it('counts for every setting', () => {
    expect(read({ PORT_FILE: file('port', '4000') }).port).toBe(4000);
    expect(read({ ADMIN_PASSWORD_FILE: file('password', ' tr0ub4dor \n') }).adminPassword).toBe('tr0ub4dor');
  });

  it('gives way to NAME', () => {
    expect(read({ PORT: '5000', PORT_FILE: file('port', '4000') }).port).toBe(5000);
  });

  it('must exist', () => {
    expect(faults({ PORT_FILE: '/nowhere/port' })).toEqual([
      {
        name: 'PORT_FILE',
        seen: '/nowhere/port',
        expected: 'the path of a readable file',
        example: '/run/secrets/port',
      },
    ]);
  });

  it('is no way around the rules, and its content is not repeated', () => {
    const env = { COOKIE_SECRET: undefined, COOKIE_SECRET_FILE: file('weak', 'hunter2') };
    const error = refusal({ ...GOOD, ...env });
    expect(error.faults.map(({ name }) => name)).toEqual(['COOKIE_SECRET']);
    expect(error.message).not.toContain('hunter2');
  });
});

describe('a name that looks like ours', () => {
  const warnings = (env: Env): string[] => {
    const told: string[] = [];
    readSettings({ ...GOOD, ...env }, 'production', (message) => told.push(message));
    return told;
  };

  it('but is not known is told, without its value', () => {
    expect(warnings({ ACCESS_TOKEN_TIME: '1h', OAUTH_PATH: '/o', DB_PASSWORD: 'hunter2' })).toEqual([
      'ACCESS_TOKEN_TIME is set, but Grantor has no setting of that name.',
      'OAUTH_PATH is set, but Grantor has no setting of that name.',
      'DB_PASSWORD is set, but Grantor has no setting of that name.',
    ]);
  });

  it('and is known is not, nor is anything else of the process', () => {
    expect(
      warnings({ PAT_MAX_DAYS: '30', PATH: '/bin', DBUS_SESSION_BUS_ADDRESS: 'x', NODE_ENV: 'test' }),
    ).toEqual([]);
  });
});
