import { type Env, Environment, type SettingFault } from './environment';
import { readLimits } from './limits';
import {
  readAppKey,
  readAudience,
  readDbUrl,
  readGrants,
  readIssuer,
  readOrigins,
  readPaths,
  readPrefix,
  readProxies,
  readMailFrom,
  readOptionalSecret,
  readSecret,
  readSmtpUrl,
  readWorkers,
} from './setting-values';
import { LIVE_SETTINGS, liveSettingNames, type Mode, Settings, SIGNING_ALGORITHMS } from './settings';

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
    dbQueryTimeout: source.duration('DB_QUERY_TIMEOUT', '3s', 1, 600),
    dbPoolWait: source.duration('DB_POOL_WAIT', '2s', 1, 600),
    requestTimeout: source.duration('REQUEST_TIMEOUT', '10s', 1, 600),
    shutdownDelay: source.duration('SHUTDOWN_DELAY', '0s', 0, 600),
    shutdownTimeout: source.duration('SHUTDOWN_TIMEOUT', '15s', 1, 600),
    cookieSecret: readSecret(source, 'COOKIE_SECRET', safe),
    keyEncryptionSecret: readSecret(source, 'KEY_ENCRYPTION_SECRET', safe),
    signingAlg: source.oneOf('SIGNING_ALG', SIGNING_ALGORITHMS, 'RS256'),
    signingKeyBits: Number(source.oneOf('SIGNING_KEY_BITS', ['2048', '3072', '4096'], '2048')),
    signingKeysFile: source.text('SIGNING_KEYS_FILE'),
    accessTokenTtl: source.duration('ACCESS_TOKEN_TTL', '1h', 1, YEARS),
    refreshTokenTtl: source.duration('REFRESH_TOKEN_TTL', '30d', 1, 10 * YEARS),
    refreshTokenAbsoluteTtl: source.duration('REFRESH_TOKEN_ABSOLUTE_TTL', '365d', 1, 10 * YEARS),
    authCodeTtl: source.duration('AUTH_CODE_TTL', '60s', 1, 60),
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
    signup: source.oneOf('SIGNUP', ['invite', 'open'], 'invite'),
    passwordMinLength: source.integer('PASSWORD_MIN_LENGTH', 15, 8, 64),
    // OWASP's minimum for Argon2id with two passes; tests hash thousands of passwords.
    passwordHashMemory: source.integer(
      'PASSWORD_HASH_MEMORY',
      19_456,
      mode === 'test' ? 64 : 19_456,
      1_048_576,
    ),
    adminEmail: source.text('ADMIN_EMAIL'),
    adminPassword: source.text('ADMIN_PASSWORD'),
    smtpUrl: readSmtpUrl(source),
    mailFrom: readMailFrom(source),
    trustProxy: readProxies(source),
    corsOrigins: readOrigins(source),
    docs: source.onOff('DOCS', true),
    apiRateLimit: source.integer('API_RATE_LIMIT', 600, 0, 1_000_000),
    passportAppKey: readAppKey(source),
    passportRoutes: source.onOff('PASSPORT_ROUTES', false),
    playground: source.onOff('PLAYGROUND', mode === 'demo' || mode === 'development'),
    limits: readLimits(source),
    workers: readWorkers(source),
    auditTokenEvents: source.oneOf('AUDIT_TOKEN_EVENTS', ['batch', 'sync', 'off'], 'batch'),
    auditRetention: source.duration('AUDIT_RETENTION', '400d', 86_400, 10 * YEARS),
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
    logRequests: source.onOff('LOG_REQUESTS', mode !== 'demo'),
    metrics: source.onOff('METRICS', true),
    metricsToken: readOptionalSecret(source, 'METRICS_TOKEN'),
    locked: new Set(liveSettingNames.filter((name) => source.text(LIVE_SETTINGS[name]) !== null)),
  } as const;

  if (source.faults.length > 0) throw new SettingsError(source.faults);
  for (const name of source.unknown()) warn(`${name} is set, but Grantor has no setting of that name.`);
  return new Settings(values);
}
