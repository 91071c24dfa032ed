import { createCipheriv, createHash, createHmac, hkdfSync, pbkdf2Sync, randomBytes } from 'node:crypto';
import { type Connection, createConnection } from 'mysql2/promise';
import { createDatabase } from '../support/test-server';

const COMMON = `
  CREATE TABLE users (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, name VARCHAR(255) NOT NULL, email VARCHAR(255) NOT NULL UNIQUE,
    password VARCHAR(255) NOT NULL);
  CREATE TABLE oauth_refresh_tokens (id VARCHAR(100) NOT NULL PRIMARY KEY, access_token_id VARCHAR(100) NOT NULL,
    revoked TINYINT(1) NOT NULL, expires_at DATETIME NULL, KEY oauth_refresh_tokens_access_token_id_index (access_token_id));`;

const accessTokens = (client: string) => `
  CREATE TABLE oauth_access_tokens (id VARCHAR(100) NOT NULL PRIMARY KEY, user_id BIGINT UNSIGNED NULL, client_id ${client} NOT NULL,
    name VARCHAR(255) NULL, scopes TEXT NULL, revoked TINYINT(1) NOT NULL, created_at TIMESTAMP NULL, updated_at TIMESTAMP NULL,
    expires_at DATETIME NULL, KEY oauth_access_tokens_user_id_index (user_id));`;

/** The tables as the migrations of Passport 8 to 12 make them. */
const TWELVE = `${COMMON}${accessTokens('BIGINT UNSIGNED')}
  CREATE TABLE oauth_clients (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, user_id BIGINT UNSIGNED NULL, name VARCHAR(255) NOT NULL,
    secret VARCHAR(100) NULL, provider VARCHAR(255) NULL, redirect TEXT NOT NULL, personal_access_client TINYINT(1) NOT NULL,
    password_client TINYINT(1) NOT NULL, revoked TINYINT(1) NOT NULL, created_at TIMESTAMP NULL, updated_at TIMESTAMP NULL);`;

/** The tables as the migrations of Passport 13 make them. */
const THIRTEEN = `${COMMON}${accessTokens('CHAR(36)')}
  CREATE TABLE oauth_clients (id CHAR(36) NOT NULL PRIMARY KEY, owner_type VARCHAR(255) NULL, owner_id BIGINT UNSIGNED NULL,
    name VARCHAR(255) NOT NULL, secret VARCHAR(255) NULL, provider VARCHAR(255) NULL, redirect_uris TEXT NOT NULL,
    grant_types TEXT NOT NULL, revoked TINYINT(1) NOT NULL, created_at TIMESTAMP NULL, updated_at TIMESTAMP NULL);`;

type Values = Record<string, string | number | null>;

const at = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 19).replace('T', ' ');

/** A database such as an application with Laravel Passport has. */
export class PassportDatabase {
  private constructor(
    readonly url: string,
    private readonly connection: Connection,
    private readonly dropped: () => Promise<void>,
  ) {}

  static async create(version: 12 | 13): Promise<PassportDatabase> {
    const { url, drop } = await createDatabase();
    const connection = await createConnection({ uri: url, multipleStatements: true });
    await connection.query(version === 12 ? TWELVE : THIRTEEN);
    return new PassportDatabase(url, connection, drop);
  }

  async drop(): Promise<void> {
    await this.connection.end();
    await this.dropped();
  }

  async insert(table: string, values: Values): Promise<void> {
    await this.connection.query('INSERT INTO ?? SET ?', [table, values]);
  }

  client(values: Values): Promise<void> {
    const flags = { personal_access_client: 0, password_client: 0 };
    const isNew = 'redirect_uris' in values;
    const all = { revoked: 0, created_at: at(-90), updated_at: at(-90), ...(!isNew && flags), ...values };
    return this.insert('oauth_clients', all);
  }

  /** An access token with a refresh token. @returns the id of the refresh token */
  async tokens(values: {
    user: number | null;
    client: string | number;
    scopes: string[];
    refresh?: Values;
    access?: Values;
  }): Promise<string> {
    const [access, refresh] = [randomBytes(40).toString('hex'), randomBytes(40).toString('hex')];
    await this.insert('oauth_access_tokens', {
      id: access,
      user_id: values.user,
      client_id: values.client,
      scopes: JSON.stringify(values.scopes),
      revoked: 0,
      created_at: at(-1),
      expires_at: at(1),
      ...values.access,
    });
    const own = { id: refresh, access_token_id: access, revoked: 0, expires_at: at(30), ...values.refresh };
    await this.insert('oauth_refresh_tokens', own);
    return refresh;
  }
}

export const DAYS_AGO = at;

/** What Passport hands out as refresh token: the row's id and more, encrypted by defuse/php-encryption with APP_KEY. */
export function passportToken(appKey: Buffer, payload: Record<string, unknown>): string {
  const [salt, iv] = [randomBytes(32), randomBytes(16)];
  const stretched = pbkdf2Sync(createHash('sha256').update(appKey).digest(), salt, 100_000, 32, 'sha256');
  const key = (info: string) => Buffer.from(hkdfSync('sha256', stretched, salt, info, 32));
  const cipher = createCipheriv('aes-256-ctr', key('DefusePHP|V2|KeyForEncryption'), iv);
  const text = Buffer.concat([cipher.update(JSON.stringify(payload)), cipher.final()]);
  const body = Buffer.concat([Buffer.from('def50200', 'hex'), salt, iv, text]);
  const mac = createHmac('sha256', key('DefusePHP|V2|KeyForAuthentication')).update(body).digest();
  return Buffer.concat([body, mac]).toString('hex');
}
