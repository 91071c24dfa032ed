import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import type { Environment } from './environment';

const GRANT_TYPES = ['authorization_code', 'refresh_token', 'client_credentials', 'password', 'implicit'];
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]', '::1'];

/** https, or http on a loopback host; no query, no fragment, no trailing slash (RFC 8414 §2). */
export function readIssuer(source: Environment, required: boolean): string | null {
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

export function readDbUrl(source: Environment, required: boolean): string {
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

const RANDOM_BYTES = '"$(openssl rand -base64 48)"';

const isWeak = (value: string): boolean => Buffer.byteLength(value) < 32 || new Set(value).size < 10;

/** At least 32 bytes, or null. */
export function readOptionalSecret(source: Environment, name: string): string | null {
  const value = source.text(name);
  if (value === null || !isWeak(value)) return value;
  source.fault(name, '(too short or too regular)', 'at least 32 random bytes', RANDOM_BYTES);
  return null;
}

/** At least 32 bytes. Development makes its own before this is called. */
export function readSecret(source: Environment, name: string, required: boolean): string {
  const value = source.text(name);
  if (value === null) {
    source.fault(name, null, 'at least 32 random bytes', RANDOM_BYTES);
    return '';
  }
  if (isWeak(value) && required)
    source.fault(name, '(too short or too regular)', 'at least 32 random bytes', RANDOM_BYTES);
  return value;
}

/** The `APP_KEY` of a Laravel application. */
export function readAppKey(source: Environment): string | null {
  const value = source.text('PASSPORT_APP_KEY');
  if (value === null || /^base64:[A-Za-z0-9+/]{43}=$/.test(value)) return value;
  source.fault('PASSPORT_APP_KEY', '(something else)', "the APP_KEY of Laravel's .env file", 'base64:…=');
  return null;
}

export function readAudience(source: Environment): string | null {
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

export function readGrants(source: Environment): string[] {
  const grants = source.list('GRANTS', 'authorization_code,refresh_token,client_credentials');
  if (grants.length === 0)
    source.fault('GRANTS', source.text('GRANTS'), 'at least one grant type', 'authorization_code');
  for (const grant of grants.filter((name) => !GRANT_TYPES.includes(name))) {
    source.fault('GRANTS', grant, `a list of ${GRANT_TYPES.join(', ')}`, 'authorization_code,refresh_token');
  }
  return grants;
}

export function readPaths(source: Environment): string[] {
  const paths = source.list('OAUTH_PATHS', '/oauth');
  if (paths.length === 0)
    source.fault('OAUTH_PATHS', source.text('OAUTH_PATHS'), 'at least one path prefix', '/oauth');
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

export function readPrefix(source: Environment): string {
  const value = source.text('TOKEN_PREFIX') ?? 'a';
  if (!/^[a-z]$/.test(value)) source.fault('TOKEN_PREFIX', value, 'one lower-case letter', 'a');
  return value;
}

export function readProxies(source: Environment): string[] {
  const proxies = source.list('TRUST_PROXY', '');
  for (const proxy of proxies) {
    const [address, bits] = proxy.split('/');
    if (isIP(address!) === 0 || (bits !== undefined && !fitsPrefix(bits, isIP(address!)))) {
      source.fault('TRUST_PROXY', proxy, 'addresses or CIDRs of your proxies, never "true"', '10.0.0.0/8');
    }
  }
  return proxies;
}

export function readSmtpUrl(source: Environment): string | null {
  const value = source.text('SMTP_URL');
  if (value === null || (/^smtps?:\/\/[^/]/.test(value) && URL.canParse(value))) return value;
  // The value may hold a password: it is not repeated.
  source.fault(
    'SMTP_URL',
    '(something else)',
    'smtp://user:password@host:port or smtps://…',
    'smtp://mail:587',
  );
  return null;
}

/** Needed where mails are really sent. */
export function readMailFrom(source: Environment): string | null {
  const value = source.text('MAIL_FROM');
  const example = 'Grantor <no-reply@example.com>';
  const isAddress = value !== null && /^[^@\r\n]+@[^@\s]+$/.test(value);
  if (isAddress || (value === null && source.text('SMTP_URL') === null)) return value;
  source.fault('MAIL_FROM', value, 'the address that mails come from', example);
  return null;
}

export function readOrigins(source: Environment): string[] {
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

const fitsPrefix = (bits: string, family: number): boolean =>
  /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);

const MOST_WORKERS = 128;

/** Processes that share the port; `auto` is one for each core. A database in memory belongs to one process. */
export function readWorkers(source: Environment): number {
  const workers =
    source.text('WORKERS') === 'auto'
      ? availableParallelism()
      : source.integer('WORKERS', 1, 1, MOST_WORKERS);
  if (workers > 1 && source.text('DB_URL') === 'sqlite::memory:')
    source.fault('WORKERS', String(workers), '1 while DB_URL is a database in memory', '1');
  return workers;
}
