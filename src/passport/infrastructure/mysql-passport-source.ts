import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { EpochMs } from '../../shared/domain/clock';
import type { PassportSource } from '../application/passport-sources';
import type { PassportClient, PassportRefreshToken } from '../domain/passport-rows';

const AT_ONCE = 1000;

type Row = Record<string, string | number | null>;

/** Reads the tables of Laravel Passport as they are: those of 12 and before, and those of 13. */
export class MySqlPassportSource implements PassportSource {
  constructor(
    private readonly connection: Connection,
    private readonly columns: ReadonlyMap<string, ReadonlySet<string>>,
  ) {}

  async clients(): Promise<PassportClient[]> {
    const owner = this.has('oauth_clients', 'owner_id') ? 'owner_id' : 'user_id';
    const rows = await this.query(`SELECT c.*, c.${owner} AS owner_key, ${this.email} AS owner_email
      FROM oauth_clients c ${this.joinUsers(`c.${owner}`)} ORDER BY c.created_at, c.id`);
    const used = await this.usedScopes();
    return rows.map((row) => clientOf(row, used.get(String(row['id']))));
  }

  async *refreshTokens(at: EpochMs): AsyncIterable<PassportRefreshToken[]> {
    let after = '';
    for (;;) {
      const rows = await this.query(
        `SELECT r.id, a.client_id, a.scopes, a.created_at, r.expires_at, ${this.email} AS owner_email
          FROM oauth_refresh_tokens r JOIN oauth_access_tokens a ON a.id = r.access_token_id
          ${this.joinUsers('a.user_id')}
          WHERE r.revoked = 0 AND a.revoked = 0 AND r.expires_at > ? AND r.id > ? ORDER BY r.id LIMIT ${AT_ONCE}`,
        [dateTime(at), after],
      );
      if (rows.length > 0) yield rows.map(refreshTokenOf);
      if (rows.length < AT_ONCE) return;
      after = String(rows.at(-1)!['id']);
    }
  }

  async countPersonalTokens(at: EpochMs): Promise<number> {
    const isPersonal = this.has('oauth_clients', 'personal_access_client')
      ? 'c.personal_access_client = 1'
      : `c.grant_types LIKE '%"personal_access"%'`;
    const [row] = await this.query(
      `SELECT COUNT(*) AS count FROM oauth_access_tokens a JOIN oauth_clients c ON c.id = a.client_id
        WHERE a.revoked = 0 AND a.expires_at > ? AND ${isPersonal}`,
      [dateTime(at)],
    );
    return Number(row!['count']);
  }

  close(): Promise<void> {
    return this.connection.end();
  }

  /** What the tokens of each client have had, and whether some had no person. */
  private async usedScopes(): Promise<Map<string, { scopes: Set<string>; alone: boolean }>> {
    const rows = await this.query(
      `SELECT client_id, scopes, user_id IS NULL AS alone FROM oauth_access_tokens
        GROUP BY client_id, scopes, user_id IS NULL`,
    );
    const used = new Map<string, { scopes: Set<string>; alone: boolean }>();
    for (const row of rows) {
      const client = String(row['client_id']);
      const known = used.get(client) ?? { scopes: new Set(), alone: false };
      for (const scope of listOf(row['scopes'])) known.scopes.add(scope);
      used.set(client, { scopes: known.scopes, alone: known.alone || Number(row['alone']) === 1 });
    }
    return used;
  }

  private has(table: string, column: string): boolean {
    return this.columns.get(table)?.has(column) ?? false;
  }

  private get email(): string {
    return this.has('users', 'email') ? 'u.email' : 'NULL';
  }

  private joinUsers(key: string): string {
    return this.has('users', 'email') ? `LEFT JOIN users u ON u.id = ${key}` : '';
  }

  private async query(statement: string, values: string[] = []): Promise<Row[]> {
    const [rows] = await this.connection.query<RowDataPacket[]>(statement, values);
    return rows as unknown as Row[];
  }
}

function clientOf(row: Row, used?: { scopes: Set<string>; alone: boolean }): PassportClient {
  const isOn = (name: string) => Number(row[name] ?? 0) === 1;
  const list = (name: string) => (row[name] === undefined || row[name] === null ? null : listOf(row[name]));
  const redirects = list('redirect_uris') ?? String(row['redirect'] ?? '').split(',');
  return {
    id: String(row['id']),
    name: String(row['name'] ?? ''),
    hasOwner: row['owner_key'] !== null,
    ownerEmail: row['owner_email'] === null ? null : String(row['owner_email']),
    secret: row['secret'] ? String(row['secret']) : null,
    redirectUris: redirects.map((uri) => uri.trim()).filter((uri) => uri !== ''),
    grantTypes: list('grant_types'),
    isPersonal: isOn('personal_access_client') || (list('grant_types')?.includes('personal_access') ?? false),
    isPassword: isOn('password_client'),
    isRevoked: isOn('revoked'),
    scopes: list('scopes'),
    usedScopes: [...(used?.scopes ?? [])],
    hasActedAlone: used?.alone ?? false,
  };
}

const refreshTokenOf = (row: Row): PassportRefreshToken => ({
  id: String(row['id']),
  clientId: String(row['client_id']),
  email: row['owner_email'] === null ? null : String(row['owner_email']),
  scopes: listOf(row['scopes']),
  issuedAt: row['created_at'] === null ? null : moment(String(row['created_at'])),
  expiresAt: moment(String(row['expires_at'])),
});

/** A list in JSON; what is none counts as empty. */
function listOf(value: Row[string] | undefined): string[] {
  try {
    const list: unknown = JSON.parse(String(value ?? '[]'));
    return Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : [];
  } catch {
    return [];
  }
}

/** `2026-11-21 09:30:00`, which is UTC. */
const moment = (text: string): EpochMs => Date.parse(`${text.replace(' ', 'T')}Z`);
const dateTime = (at: EpochMs): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');
