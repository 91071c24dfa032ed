import type { EntitySubscriberInterface } from 'typeorm';
import type { BeforeQueryEvent } from 'typeorm/subscriber/event/QueryEvent';
import { Database } from '../../src/database/database';
import type { Statements } from '../../src/database/statements';
import { Purge } from '../../src/purge/purge';
import { ACCOUNT_SCOPES, ApiCaller, MEMBER_SCOPES } from '../support/caller';
import { Browser } from '../support/browser';
import {
  addClient,
  addMachine,
  addPerson,
  credentials,
  obtainTokens,
  PASSWORD,
  postForm,
  token,
} from '../support/oauth';
import { PersonalAccessTokens } from '../../src/personal-access-tokens/application/personal-access-tokens';
import { atOnce } from '../support/race';
import { engine, startServer, type TestServer } from '../support/test-server';

/** Tables that stay small however long a server runs. */
const SMALL =
  /^grantor_(?:organization|signing_keys|resources|scopes|settings|locks|leases|feed_position|migrations)$/;

/** The sample organization says how many there are of each; only it counts whole tables. */
const WHOLE =
  /^SELECT COUNT\(1\) AS [`"]cnt[`"] FROM [`"]grantor_(?:users|clients|projects)[`"] [`"]\w+[`"]$/;

/** More than MySQL's optimizer would rather read as a whole. */
const ROWS = 3000;

interface Statement {
  sql: string;
  parameters: unknown[];
}

/** Every statement that the server runs, once each. */
class StatementLog implements EntitySubscriberInterface {
  readonly statements = new Map<string, Statement>();

  beforeQuery({ query, parameters }: BeforeQueryEvent): void {
    this.note(query, Array.isArray(parameters) ? parameters : []);
  }

  note(sql: string, parameters: readonly unknown[]): void {
    if (!/^\s*(?:SELECT|UPDATE|DELETE)/i.test(sql) || !/grantor_/.test(sql)) return;
    this.statements.set(sql.replace(/\?(?:, ?\?)+/g, '?…'), {
      sql,
      parameters: Array.isArray(parameters) ? parameters : [],
    });
  }
}

describe('every statement of the everyday work', () => {
  let server: TestServer;
  let log: StatementLog;

  beforeAll(async () => {
    server = await startServer();
    const { dataSource } = server.get(Database);
    log = new StatementLog();
    dataSource.subscribers.push(log);
    const statements = (server.get(Database) as unknown as { statements: Statements }).statements;
    const run = statements.run.bind(statements);
    jest.spyOn(statements, 'run').mockImplementation((sql, values, transaction) => {
      log.note(sql, values);
      return run(sql, values, transaction);
    });
    await everydayWork(server);
    dataSource.subscribers.splice(dataSource.subscribers.indexOf(log), 1);
    await grow(server);
  });

  afterAll(() => server.close());

  it('is seen here: the work has touched most tables', () => {
    const tables = new Set([...log.statements.keys()].flatMap((sql) => sql.match(/grantor_\w+/g) ?? []));
    expect(log.statements.size).toBeGreaterThan(50);
    for (const table of [
      'authorizations',
      'refresh_tokens',
      'access_tokens',
      'sessions',
      'consents',
      'audit_events',
    ])
      expect(tables).toContain(`grantor_${table}`);
  });

  it('finds its rows by an index where a table grows', async () => {
    const { manager } = server.get(Database);
    const explain = engine === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
    const scans: string[] = [];
    for (const { sql, parameters } of log.statements.values()) {
      const plan = await manager.query<PlanRow[]>(`${explain} ${sql}`, parameters);
      for (const table of scannedTables(plan, sql)) scans.push(`${table}: ${sql}`);
    }
    expect(scans).toEqual([]);
  });
});

/** A row of EXPLAIN QUERY PLAN (SQLite) or of EXPLAIN (MySQL). */
interface PlanRow {
  detail?: string;
  table?: string;
  type?: string;
}

/** Growing tables that a plan reads from end to end. With a LIMIT, walking along an index in its order is no such thing. */
function scannedTables(plan: PlanRow[], sql: string): string[] {
  const isBounded = /\bLIMIT\b/i.test(sql);
  return plan.flatMap(({ detail, table, type }) => {
    const whole =
      detail === undefined
        ? type === 'ALL' || (type === 'index' && !isBounded)
        : /^SCAN /.test(detail) && !(isBounded && / USING (?:COVERING )?INDEX /.test(detail));
    if (!whole) return [];
    const alias = detail === undefined ? (table ?? '') : /^SCAN (\S+)/.exec(detail)![1]!;
    // What a plan calls otherwise is a row or a result of its own, not a table.
    const name = sql.match(/grantor_\w+/g)!.find((one) => one === alias) ?? aliasedTable(sql, alias);
    return name === undefined || SMALL.test(name) || WHOLE.test(sql) ? [] : [name];
  });
}

const aliasedTable = (sql: string, alias: string): string | undefined =>
  new RegExp(`[\`"](grantor_\\w+)[\`"]\\s+(?:AS\\s+)?[\`"]${alias.replace(/\W/g, '')}[\`"]`, 'i').exec(
    sql,
  )?.[1];

async function everydayWork(server: TestServer): Promise<void> {
  const ada = await addPerson(server, 'Ada Lovelace', 'admin');
  const app = await addClient(server, { scopes: [...MEMBER_SCOPES] });
  const machine = await addMachine(server, { scopes: ['admin:read'], introspect: true });
  const opaque = await addMachine(server, { scopes: ['admin:read'], accessTokenFormat: 'opaque' });
  const form = { grant_type: 'client_credentials', scope: 'admin:read' };
  const jwt = (await token(server, machine, form)).body.access_token;
  const secret = (await token(server, opaque, form)).body.access_token;
  for (const value of [jwt, secret]) {
    await postForm(server, '/oauth/introspect', { token: value, ...credentials(machine) });
    await new ApiCaller(server, value).get('/v1/organization');
  }
  const first = (await obtainTokens(server, app, ada)).body;
  const second = (
    await token(server, app, { grant_type: 'refresh_token', refresh_token: first.refresh_token })
  ).body;
  await token(server, app, { grant_type: 'refresh_token', refresh_token: first.refresh_token });
  await new ApiCaller(server, second.access_token).get('/v1/projects');
  const third = (await obtainTokens(server, app, ada)).body;
  await new ApiCaller(server, third.access_token).post('/v1/projects', { name: 'Engine', key: 'ENG' });
  await postForm(server, '/oauth/revoke', { token: third.refresh_token, ...credentials(app) });
  const scopes = [...MEMBER_SCOPES, ...ACCOUNT_SCOPES];
  const { value } = await server.get(PersonalAccessTokens).create(ada.user, { name: 'laptop', scopes });
  const caller = new ApiCaller(server, value);
  for (const path of [
    'profile',
    'projects',
    'me/apps',
    'me/personal-access-tokens',
    'me/sessions',
    'me/authorizations',
  ])
    await caller.get(`/v1/${path}`);
  const reader = new ApiCaller(server, (await token(server, opaque, form)).body.access_token);
  for (const path of ['clients', 'users', 'audit-events', 'keys', 'scopes']) {
    const { body } = await reader.get(`/v1/admin/${path}?limit=1`);
    const next = body.page?.next_cursor;
    if (next) await reader.get(`/v1/admin/${path}?limit=1&cursor=${encodeURIComponent(next)}`);
  }
  const browser = new Browser(server.url);
  await browser.signIn(ada.email, PASSWORD);
  for (const page of ['', '/apps', '/tokens', '/connections', '/sessions', '/profile', '/security'])
    await browser.open(`/settings${page}`);
  await new Browser(server.url).signIn(ada.email, 'not the password');
  await server.get(Purge).run();
  await postForm(server, '/oauth/revoke', { token: jwt, ...credentials(machine) });
  await atOnce(3, async () => (await obtainTokens(server, app, ada)).body);
}

/** Copies of the rows that are there, with other keys. */
async function grow(server: TestServer): Promise<void> {
  if (engine === 'sqlite') return; // its plans follow from the indices alone
  const { manager, dataSource } = server.get(Database);
  for (const { tableName, columns, primaryColumns, indices } of dataSource.entityMetadatas) {
    if (SMALL.test(tableName)) continue;
    const [row] = await manager.query<Record<string, unknown>[]>(`SELECT * FROM ${tableName} LIMIT 1`);
    if (!row) continue;
    const unique = new Set([
      ...primaryColumns.map(({ databaseName }) => databaseName),
      ...indices
        .filter(({ isUnique }) => isUnique)
        .flatMap((index) => index.columns.map((c) => c.databaseName)),
    ]);
    const names = columns.map(({ databaseName }) => databaseName);
    const rows = Array.from({ length: ROWS }, (_, number) =>
      names.map((name) => {
        const value = row[name];
        if (typeof value === 'number' || /^\d+$/.test(String(value))) return Number(value) + number + 1;
        if (unique.has(name) && value !== null) return `${String(value).slice(0, 10)}-${number}`;
        return value !== null && /_(?:id|ref|hash)$/.test(name)
          ? `${String(value).slice(0, 10)}-${number % 500}`
          : value;
      }),
    );
    const marks = rows.map((values) => `(${values.map(() => '?').join(', ')})`).join(', ');
    const list = names.map((name) => `\`${name}\``).join(', ');
    const fill = `INSERT IGNORE INTO ${tableName} (${list}) VALUES ${marks}`;
    await server.get(Database).unseen(() => manager.query(fill, rows.flat()));
    await manager.query(`ANALYZE TABLE ${tableName}`);
  }
}
