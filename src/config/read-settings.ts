import { isIP } from 'node:net';
import { type Env, Environment, type SettingFault } from './environment';
import { type Mode, Settings, SIGNING_ALGORITHMS } from './settings';

/** Everything that is wrong with the settings, in one block: name, value seen, what is expected, an example. */
export class SettingsError extends Error {
  constructor(readonly faults: SettingFault[]) {
    const lines = faults.map(
      ({ name, seen, expected, example }) =>
        `  ${name}\n    seen      ${seen}\n    expected  ${expected}\n    example   ${name}=${example}`,
    );
    super(`Grantor cannot start: ${faults.length} setting(s) need a change.\n\n${lines.join('\n\n')}\n`);
  }
}

const GRANT_TYPES = ['authorization_code', 'refresh_token', 'client_credentials', 'password', 'implicit'];
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]', '::1'];
const YEARS = 31_536_000;

/**
 * Reads all settings from the environment.
 *
 * @param warn is told about names that look like ours but are not known
 * @throws SettingsError naming every fault at once
 */
export function readSettings(env: Env, mode: Mode, warn: (message: string) => void = () => {}): Settings {
  const source = new Environment(env);
  const safe = mode === 'production';
  const issuer = readIssuer(source, safe);
  const port = source.integer('PORT', 3000, 0, 65_535);

  const values = {
    mode,
    issuer: issuer ?? `http://localhost:${port}`,
    host: source.text('HOST') ?? '127.0.0.1',
    port,
    appName: source.text('APP_NAME') ?? 'Grantor',
    appLogo: source.text('APP_LOGO'),
    themeCss: source.text('THEME_CSS'),
    dbUrl: readDbUrl(source, safe),
    dbPoolSize: source.integer('DB_POOL_SIZE', 10, 1, 200),
    dbMigrate: source.oneOf('DB_MIGRATE', ['check', 'auto'], safe ? 'check' : 'auto'),
    cookieSecret: readSecret(source, 'COOKIE_SECRET', safe),
    keyEncryptionSecret: readSecret(source, 'KEY_ENCRYPTION_SECRET', safe),
    signingAlg: source.oneOf('SIGNING_ALG', SIGNING_ALGORITHMS, 'RS256'),
    signingKeyBits: Number(source.oneOf('SIGNING_KEY_BITS', ['2048', '3072', '4096'], '2048')),
    signingKeysFile: source.text('SIGNING_KEYS_FILE'),
    accessTokenTtl: source.duration('ACCESS_TOKEN_TTL', '1h', 1, YEARS),
    refreshTokenTtl: source.duration('REFRESH_TOKEN_TTL', '30d', 1, 10 * YEARS),
    refreshTokenAbsoluteTtl: source.duration('REFRESH_TOKEN_ABSOLUTE_TTL', '365d', 1, 10 * YEARS),
    authCodeTtl: source.duration('AUTH_CODE_TTL', '60s', 1, 600),
    refreshGrace: source.duration('REFRESH_GRACE', '0s', 0, 60),
    accessTokenFormat: source.oneOf('ACCESS_TOKEN_FORMAT', ['jwt', 'opaque'], 'jwt'),
    accessTokenAudience: readAudience(source) ?? issuer ?? `http://localhost:${port}`,
    grants: readGrants(source),
    oauthPaths: readPaths(source),
    defaultScopes: source.list('DEFAULT_SCOPES', ''),
    consentRedirect: source.oneOf('CONSENT_REDIRECT', ['page', '303'], 'page'),
    tokenPrefix: readPrefix(source),
    patDefaultDays: source.integer('PAT_DEFAULT_DAYS', 30, 1, 3660),
    patMaxDays: source.integer('PAT_MAX_DAYS', 366, 1, 3660),
    patAllowNever: source.flag('PAT_ALLOW_NEVER', false),
    patMaxPerUser: source.integer('PAT_MAX_PER_USER', 50, 1, 10_000),
    passwordMinLength: source.integer('PASSWORD_MIN_LENGTH', 15, 8, 64),
    adminEmail: source.text('ADMIN_EMAIL'),
    adminPassword: source.text('ADMIN_PASSWORD'),
    trustProxy: readProxies(source),
    corsOrigins: readOrigins(source),
    logLevel: source.oneOf(
      'LOG_LEVEL',
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'info',
    ),
    logFormat: source.oneOf(
      'LOG_FORMAT',
      ['json', 'pretty'],
      mode === 'development' || mode === 'demo' ? 'pretty' : 'json',
    ),
  } as const;

  if (source.faults.length > 0) throw new SettingsError(source.faults);
  for (const name of source.unknown()) warn(`${name} is set, but Grantor has no setting of that name.`);
  return new Settings(values);
}

/** https, or http on a loopback host; no query, no fragment, no trailing slash (RFC 8414 §2). */
function readIssuer(source: Environment, required: boolean): string | null {
  const value = source.text('ISSUER');
  if (value === null) {
    if (required)
      source.fault('ISSUER', null, 'the public https address of this server', 'https://auth.example.com');
    return null;
  }
  const url = URL.canParse(value) ? new URL(value) : null;
  const good =
    url !== null &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname))) &&
    !value.includes('?') &&
    !value.includes('#') &&
    url.username === '' &&
    value === (url.pathname === '/' ? url.origin : url.origin + url.pathname).replace(/\/$/, '');
  if (good) return value;
  source.fault(
    'ISSUER',
    value,
    'an https address (http only on localhost, 127.0.0.1 or [::1]) in lower case, without query, fragment or a slash at its end',
    'https://auth.example.com',
  );
  return null;
}

function readDbUrl(source: Environment, required: boolean): string {
  const value = source.text('DB_URL');
  const expected = 'sqlite:PATH or mysql://user:password@host:port/database';
  if (value === null) {
    if (required) source.fault('DB_URL', null, expected, 'mysql://grantor:secret@127.0.0.1:3306/grantor');
    return 'sqlite:./data/grantor.sqlite';
  }
  if (/^sqlite:.+/.test(value)) return value;
  if (/^(mysql|mariadb):\/\/[^/]+\/[^/]+$/.test(value) && URL.canParse(value)) return value;
  // The value may hold a password: it is not repeated.
  source.fault('DB_URL', '(something else)', expected, 'mysql://grantor:secret@127.0.0.1:3306/grantor');
  return value;
}

/** At least 32 bytes. Development makes its own before this is called. */
function readSecret(source: Environment, name: string, required: boolean): string {
  const value = source.text(name);
  const example = '"$(openssl rand -base64 48)"';
  if (value === null) {
    source.fault(name, null, 'at least 32 random bytes', example);
    return '';
  }
  const weak = Buffer.byteLength(value) < 32 || new Set(value).size < 10;
  if (weak && required) source.fault(name, '(too short or too regular)', 'at least 32 random bytes', example);
  return value;
}

function readAudience(source: Environment): string | null {
  const value = source.text('ACCESS_TOKEN_AUDIENCE');
  if (value === null || (URL.canParse(value) && !value.includes('#'))) return value;
  source.fault(
    'ACCESS_TOKEN_AUDIENCE',
    value,
    'an absolute URI without a fragment',
    'https://api.example.com',
  );
  return null;
}

function readGrants(source: Environment): string[] {
  const grants = source.list('GRANTS', 'authorization_code,refresh_token,client_credentials');
  for (const grant of grants.filter((name) => !GRANT_TYPES.includes(name))) {
    source.fault('GRANTS', grant, `a list of ${GRANT_TYPES.join(', ')}`, 'authorization_code,refresh_token');
  }
  return grants;
}

function readPaths(source: Environment): string[] {
  const paths = source.list('OAUTH_PATHS', '/oauth');
  for (const path of paths.filter((value) => !/^(\/[A-Za-z0-9_-]+)+$/.test(value))) {
    source.fault(
      'OAUTH_PATHS',
      path,
      'path prefixes that begin with a slash and do not end with one',
      '/oauth,/oauth2',
    );
  }
  return paths;
}

function readPrefix(source: Environment): string {
  const value = source.text('TOKEN_PREFIX') ?? 'a';
  if (!/^[a-z]$/.test(value)) source.fault('TOKEN_PREFIX', value, 'one lower-case letter', 'a');
  return value;
}

function readProxies(source: Environment): string[] {
  const proxies = source.list('TRUST_PROXY', '');
  for (const proxy of proxies) {
    const [address, bits] = proxy.split('/');
    if (isIP(address!) === 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) {
      source.fault('TRUST_PROXY', proxy, 'addresses or CIDRs of your proxies, never "true"', '10.0.0.0/8');
    }
  }
  return proxies;
}

function readOrigins(source: Environment): string[] {
  const origins = source.list('CORS_ORIGINS', '');
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      source.fault(
        'CORS_ORIGINS',
        origin,
        'origins: scheme, host and port, nothing behind',
        'https://app.example.com',
      );
    }
  }
  return origins;
}
