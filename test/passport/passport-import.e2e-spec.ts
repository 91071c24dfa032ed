import { randomBytes } from 'node:crypto';
import { hash as argon2 } from '@node-rs/argon2';
import { hash as bcrypt } from '@node-rs/bcrypt';
import { reportJson } from '../../src/cli/import-passport.verb';
import { PassportImport } from '../../src/passport/application/passport-import';
import { ClientSecrets } from '../../src/clients/application/clients';
import { clientRef } from '../../src/clients/domain/client';
import { runCli, settingsOf } from '../support/command';
import { api, obtainTokens, postForm, type TestPerson } from '../support/oauth';
import { somebody } from '../support/people';
import { engine, startServer, type TestServer } from '../support/test-server';
import { PassportDatabase, passportToken } from './passport-database';

const APP_KEY = randomBytes(32);
const CALLBACK = 'https://app.example.test/cb';
const secret = () => randomBytes(20).toString('hex');
const uuid = () => globalThis.crypto.randomUUID();

interface Report {
  applied: boolean;
  clients: { client_id: string; action: string; notes: string[]; client_secret?: string }[];
  refresh_tokens: { taken: number; here: number; left_out: { reason: string; count: number }[] };
  personal_access_tokens: { left_out: number };
}

/** Passport's tables are on MySQL or MariaDB, so this is shown where one is. */
(engine === 'mysql' ? describe : describe.skip)('import:passport', () => {
  let server: TestServer;
  const databases: PassportDatabase[] = [];

  beforeAll(async () => {
    server = await startServer({ env: { PASSPORT_APP_KEY: `base64:${APP_KEY.toString('base64')}` } });
  });

  afterAll(async () => {
    await server.close();
    for (const database of databases) await database.drop();
  });

  async function passport(version: 12 | 13): Promise<PassportDatabase> {
    const database = await PassportDatabase.create(version);
    databases.push(database);
    return database;
  }

  const command = (args: string[]) =>
    runCli(['import:passport', ...args], {
      env: { ...settingsOf(server), PASSPORT_APP_KEY: server.settings.passportAppKey! },
    });

  /** As the command does it, without its start. */
  async function imported(from: PassportDatabase, isDry = false): Promise<Report> {
    const report = await server.get(PassportImport).run(from.url, { isDry });
    return JSON.parse(JSON.stringify(reportJson(report, isDry))) as Report;
  }

  async function byCommand(from: PassportDatabase): Promise<Report> {
    const { status, stdout, stderr } = await command(['--from', from.url, '--json']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return JSON.parse(stdout) as Report;
  }

  const user = (database: PassportDatabase, id: number, email: string) =>
    database.insert('users', { id, name: email, email, password: '-' });

  const refresh = (client: string, clientSecret: string | null, token: string) =>
    postForm(server, '/oauth/token', {
      grant_type: 'refresh_token',
      refresh_token: token,
      client_id: client,
      ...(clientSecret !== null && { client_secret: clientSecret }),
    });

  const presented = (id: string) =>
    passportToken(APP_KEY, { refresh_token_id: id, expire_time: 0, scopes: [] });

  describe('from Passport 12 and before', () => {
    let database: PassportDatabase;
    let person: TestPerson;
    const [plain, hashed] = [secret(), secret()];
    const tokens: Record<string, string> = {};
    let dry: Report;
    let first: Report;

    beforeAll(async () => {
      person = await somebody(server);
      database = await passport(12);
      await user(database, 7, person.email);
      await user(database, 8, 'stranger@example.com');
      await database.client({
        id: 1,
        name: 'Personal',
        secret: secret(),
        redirect: 'http://localhost',
        personal_access_client: 1,
      });
      await database.client({
        id: 2,
        name: 'Password',
        secret: secret(),
        redirect: 'http://localhost',
        password_client: 1,
      });
      await database.client({
        id: 3,
        user_id: 7,
        name: 'Board',
        secret: plain,
        redirect: `${CALLBACK},http://app.example.test/cb`,
      });
      await database.client({
        id: 4,
        user_id: 8,
        name: 'Hashed',
        secret: (await bcrypt(hashed, 10)).replace('$2b$', '$2y$'),
        redirect: CALLBACK,
      });
      await database.client({ id: 5, name: 'Pocket', secret: null, redirect: 'com.example.pocket:/cb' });
      await database.client({ id: 6, name: 'Old', secret: secret(), redirect: CALLBACK, revoked: 1 });
      await database.client({ id: 7, name: 'Short', secret: 'short', redirect: CALLBACK });
      await database.client({
        id: 8,
        name: 'Insecure',
        secret: secret(),
        redirect: 'http://app.example.test/cb',
      });
      await database.client({ id: 9, name: 'Nightly', secret: hashed, redirect: '' });
      await database.tokens({ user: null, client: 9, scopes: ['read:projects', 'read:minds'] });
      tokens['live'] = await database.tokens({ user: 7, client: 3, scopes: ['read:projects'] });
      tokens['again'] = await database.tokens({ user: 7, client: 3, scopes: ['read:projects'] });
      tokens['public'] = await database.tokens({ user: 7, client: 5, scopes: ['read:projects'] });
      tokens['revoked'] = await database.tokens({ user: 7, client: 3, scopes: [], refresh: { revoked: 1 } });
      tokens['ended'] = await database.tokens({ user: 7, client: 3, scopes: [], access: { revoked: 1 } });
      tokens['stranger'] = await database.tokens({ user: 8, client: 3, scopes: ['read:projects'] });
      tokens['all'] = await database.tokens({ user: 7, client: 3, scopes: ['*'] });
      await database.tokens({ user: 7, client: 1, scopes: ['read:projects'] });
      dry = await imported(database, true);
      first = await byCommand(database);
    });

    it('says in a dry run what a real one then does', async () => {
      expect(dry.applied).toBe(false);
      const without = (report: Report) => ({
        ...report,
        applied: null,
        clients: report.clients.map(({ client_secret: _, ...rest }) => rest),
      });
      expect(without(dry)).toEqual(without(first));
    });

    it('reports what was taken, changed or left out, and why', () => {
      const byId = Object.fromEntries(first.clients.map((client) => [client.client_id, client]));
      expect(Object.fromEntries(first.clients.map(({ client_id, action }) => [client_id, action]))).toEqual({
        1: 'left-out',
        2: 'left-out',
        3: 'create',
        4: 'create',
        5: 'create',
        6: 'left-out',
        7: 'create',
        8: 'left-out',
        9: 'create',
      });
      expect(byId['3']!.notes.join(' ')).toContain('http://app.example.test/cb');
      expect(byId['4']!.notes.join(' ')).toContain('stranger@example.com');
      expect(byId['7']!.client_secret).toMatch(/^acs_/);
      expect(byId['9']!.notes.join(' ')).toContain('read:minds');
      expect(first.refresh_tokens).toEqual({
        taken: 3,
        here: 0,
        left_out: expect.arrayContaining([
          { reason: expect.stringContaining('person is not known') as unknown, count: 2 },
          { reason: expect.stringContaining('every scope') as unknown, count: 1 },
          { reason: expect.stringContaining('client is not here') as unknown, count: 1 },
        ]) as unknown,
      });
      expect(first.personal_access_tokens).toEqual({ left_out: 1 });
      expect(JSON.stringify(first)).not.toContain(plain);
    });

    it('is the same the second time: nothing is changed that is here', async () => {
      const second = await imported(database);
      const created = second.clients.filter(({ action }) => action === 'create');
      expect(created).toEqual([]);
      expect(second.refresh_tokens).toMatchObject({ taken: 0, here: 3 });
    });

    it('lets apps go on with their secrets, plain or hashed; a hash becomes ours at the first use', async () => {
      const secrets = server.get(ClientSecrets);
      const [before] = await secrets.listOf(clientRef('4'));
      expect(before!.foreignHash).toMatch(/^\$2y\$10\$/);
      // Who steals the old table has the hash, which is no secret.
      for (const wrong of ['x'.repeat(40), before!.foreignHash!, before!.hash]) {
        expect((await refresh('4', wrong, 'x')).body.error).toBe('invalid_client');
      }
      const answers = await Promise.all([1, 2, 3].map(() => refresh('4', hashed, 'x')));
      expect(answers.map(({ body }) => body.error)).toEqual([
        'invalid_grant',
        'invalid_grant',
        'invalid_grant',
      ]);
      const [after] = await secrets.listOf(clientRef('4'));
      expect(after).toMatchObject({ id: before!.id, foreignHash: null, last4: hashed.slice(-4) });
      expect((await refresh('4', hashed, 'x')).body.error).toBe('invalid_grant');
      expect((await refresh('3', plain, 'x')).body.error).toBe('invalid_grant');

      const machine = {
        grant_type: 'client_credentials',
        client_id: '9',
        client_secret: hashed,
        scope: 'read:projects',
      };
      expect(await postForm(server, '/oauth/token', machine)).toMatchObject({
        status: 200,
        body: { scope: 'read:projects' },
      });
    });

    it('lets people sign in to the apps as before', async () => {
      const client = { id: '3', secret: plain, redirectUri: CALLBACK };
      const { body } = await obtainTokens(server, client, person);
      expect((await api(server, '/v1/projects', body.access_token)).status).toBe(200);
    });

    it('lets refresh tokens go on, each once; the same again ends the sign-in', async () => {
      const token = presented(tokens['live']!);
      expect((await refresh('4', hashed, token)).body.error).toBe('invalid_grant');
      const next = await refresh('3', plain, token);
      expect(next).toMatchObject({ status: 200, body: { scope: 'read:projects' } });
      expect((await api(server, '/v1/projects', next.body.access_token)).status).toBe(200);
      const third = await refresh('3', plain, next.body.refresh_token);
      expect(third.status).toBe(200);
      // Passport would have made another text for the same row: the row counts.
      expect((await refresh('3', plain, presented(tokens['live']!))).body.error).toBe('invalid_grant');
      expect((await api(server, '/v1/projects', third.body.access_token)).status).toBe(401);
      expect((await refresh('5', null, presented(tokens['public']!))).status).toBe(200);
    });

    it('has one winner when twenty requests bring the same refresh token', async () => {
      const token = presented(tokens['again']!);
      const answers = await Promise.all(Array.from({ length: 20 }, () => refresh('3', plain, token)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ status }) => status >= 500)).toHaveLength(0);
    });

    it.each(['revoked', 'ended', 'stranger', 'all'])(
      'refuses a refresh token that was left out: %s',
      async (name) => {
        expect((await refresh('3', plain, presented(tokens[name]!))).body.error).toBe('invalid_grant');
      },
    );

    it('refuses what was not made with the key, and what is no token', async () => {
      const other = passportToken(randomBytes(32), { refresh_token_id: tokens['stranger'] });
      const good = presented(tokens['stranger']!);
      const flipped = `${good.slice(0, -1)}${good.endsWith('0') ? '1' : '0'}`;
      const noId = passportToken(APP_KEY, { refresh_token_id: 7 });
      for (const token of [other, flipped, noId, good.slice(2), `def50200${'a'.repeat(161)}`, 'def50200']) {
        expect((await refresh('3', plain, token)).body.error).toBe('invalid_grant');
      }
    });
  });

  describe('from Passport 13', () => {
    it('takes grant types, redirect URIs and hashes as they are there', async () => {
      const person = await somebody(server);
      const database = await passport(13);
      await user(database, 1, person.email);
      const [web, machine, device] = [uuid(), uuid(), uuid()];
      const [webSecret, machineSecret] = [secret(), secret()];
      const owner = { owner_type: 'App\\Models\\User', owner_id: 1 };
      const grants = (...types: string[]) => JSON.stringify(types);
      await database.client({
        ...owner,
        id: web,
        name: 'Web',
        secret: await bcrypt(webSecret, 10),
        redirect_uris: JSON.stringify([CALLBACK]),
        grant_types: grants('authorization_code', 'refresh_token'),
      });
      await database.client({
        id: machine,
        name: 'Machine',
        secret: await argon2(machineSecret),
        redirect_uris: '[]',
        grant_types: grants('client_credentials'),
      });
      await database.client({
        id: device,
        name: 'TV',
        secret: null,
        redirect_uris: '[]',
        grant_types: grants('urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'),
      });
      await database.client({
        id: uuid(),
        name: 'Personal',
        secret: secret(),
        redirect_uris: '[]',
        grant_types: grants('personal_access'),
      });
      const token = await database.tokens({ user: 1, client: web, scopes: ['read:projects'] });

      const report = await imported(database);
      expect(report.clients.map(({ action }) => action).sort()).toEqual([
        'create',
        'create',
        'left-out',
        'left-out',
      ]);
      expect(report.refresh_tokens.taken).toBe(1);
      expect((await refresh(web, webSecret, presented(token))).status).toBe(200);
      const asked = { grant_type: 'client_credentials', client_id: machine, client_secret: machineSecret };
      expect((await postForm(server, '/oauth/token', asked)).status).toBe(200);
    });
  });

  it('says plainly what cannot be read, and repeats no password', async () => {
    const empty = await passport(12);
    const url = new URL(empty.url);
    url.password = 'not-the-password';
    for (const [from, words] of [
      [url.href, 'cannot be read'],
      ['mysql://root@127.0.0.1:1/nowhere', 'cannot be read'],
      ['sqlite:nowhere', 'Write the database as mysql://'],
      [server.settings.dbUrl, 'There is no table oauth_clients'],
    ] as const) {
      const run = server.get(PassportImport).run(from, { isDry: false });
      const { message } = await run.then(
        () => new Error('It was read.'),
        (error: Error) => error,
      );
      expect(message).toContain(words);
      expect(message).not.toContain('not-the-password');
    }
  });

  it('ends with a plain reason and another exit status where nothing can be read', async () => {
    const { status, stdout, stderr } = await command(['--from', 'mysql://root@127.0.0.1:1/x', '--json']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({
      error: 'validation-failed',
      message: expect.stringContaining('127.0.0.1:1 cannot be read') as unknown,
    });
  });

  it('takes no refresh token where the key is not known', async () => {
    const database = await passport(12);
    const person = await somebody(server);
    await user(database, 1, person.email);
    await database.client({ id: 77, name: 'App', secret: secret(), redirect: CALLBACK });
    await database.tokens({ user: 1, client: 77, scopes: [] });
    const plain = await startServer({ database: server.database });
    const { refreshTokens } = await plain.get(PassportImport).run(database.url, { isDry: true });
    expect([...refreshTokens.leftOut.keys()]).toEqual([expect.stringContaining('PASSPORT_APP_KEY')]);
    await plain.close();
  });
});
