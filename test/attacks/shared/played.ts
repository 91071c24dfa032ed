import { randomBytes } from 'node:crypto';
import { createServer } from '../../../src/server/create-server';
import { AppModule } from '../../../src/app.module';
import { readSettings } from '../../../src/config/read-settings';
import { Browser, formOf } from '../../support/browser';
import { dump } from '../../support/dump';
import { eventsOf } from '../../support/audit';
import { authorizePath, obtainTokens, PASSWORD, token } from '../../support/oauth';
import { refresh, revoke } from '../../support/race';
import { FORM, type RawAnswer } from '../../support/raw';
import { createDatabase, freePort, startServer } from '../../support/test-server';
import { cookieOf } from '../placeholders';
import type { Trial } from '../trial';

/** The sign-in form sent by a browser that was just shown it, at the end of an authorization request. */
async function signIn(trial: Trial, browser: Browser, path = '/login'): Promise<RawAnswer> {
  const { email } = await trial.cast.person('alice');
  const { action, fields } = formOf(await browser.open(path), 'sign-in');
  const form = { ...fields, email, password: PASSWORD };
  const headers = { ...FORM, Cookie: cookieOf(browser), Origin: trial.server.url };
  const body = new URLSearchParams(form).toString();
  return trial.raw({ method: 'POST', path: action, headers, body });
}

const cookieIn = ({ headers }: RawAnswer, name: string): string =>
  (headers['set-cookie'] ?? []).find((line) => line.startsWith(name))?.split(';')[0] ?? '';

/** Cases that are more than one request: played, and the last answer is judged. Null: there is none. */
export const PLAYED: Record<string, (trial: Trial) => Promise<RawAnswer | null>> = {
  'AZ-071': async (trial) => {
    const path = authorizePath(await trial.cast.client('conf'), { scope: 'read:projects' });
    return signIn(trial, new Browser(trial.server.url), path);
  },

  'LG-010': async (trial) => {
    const browser = new Browser(trial.server.url);
    await browser.get('/login');
    const planted = '__Host-grantor-session=' + 'a'.repeat(43);
    const before = `${cookieOf(browser)}; ${planted}`;
    browser.cookies.set('__Host-grantor-session', 'a'.repeat(43));
    const answer = await signIn(trial, browser);
    const after = cookieIn(answer, '__Host-grantor-session');
    expect(after).toMatch(/session=\w{43}$/);
    expect(after).not.toBe(planted);
    const old = await trial.raw({ path: '/settings/profile', headers: { Cookie: before } });
    expect([old.status, old.headers.location]).toEqual([303, expect.stringMatching(/^\/login/)]);
    return answer;
  },

  'LG-012': async (trial) => {
    const browser = await trial.cast.browser('alice');
    const Cookie = cookieOf(browser);
    const profile = () => trial.raw({ path: '/settings/profile', headers: { Cookie } });
    expect((await profile()).status).toBe(200);
    await browser.submit(await browser.get('/logout'), 'sign-out');
    return profile();
  },

  'LG-026': async (trial) => {
    const browser = new Browser(trial.server.url);
    const query = {
      scope: 'read:projects',
      state: 'keep+me',
      redirect_uri: 'https://app.example.test/other',
    };
    const path = authorizePath(await trial.cast.client('multi'), query);
    const { email } = await trial.cast.person('alice');
    const first = await browser.open(path);
    const answer = await browser.signIn(email, PASSWORD, first);
    const consent = await browser.follow(answer);
    expect(consent.body).toContain('Project Board');
    const { leadsTo } = await browser.submit(consent, 'consent', {}, 'Allow');
    const callback = new URL(leadsTo!);
    expect(callback.origin + callback.pathname).toBe(query.redirect_uri);
    expect(callback.searchParams.get('state')).toBe('keep+me');
    const headers = Object.fromEntries(answer.headers);
    return { status: answer.status, headers, body: answer.body };
  },

  'CK-001': async (trial) => {
    const answer = await signIn(trial, new Browser(trial.server.url));
    for (const line of answer.headers['set-cookie']!)
      expect(line).toMatch(/^__Host-[\w-]+=[\w.-]+;.* Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(answer.headers['set-cookie']!.join()).not.toMatch(/domain=/i);
    return answer;
  },

  'HD-004': async (trial) => {
    const port = await freePort();
    const env = { ISSUER: 'https://auth.example.test', PORT: String(port), TRUST_PROXY: '127.0.0.1' };
    const server = await startServer({ env });
    try {
      const behind = Object.assign(Object.create(trial), {
        server: { ...server, url: `http://localhost:${port}` },
      }) as Trial;
      return await behind.send();
    } finally {
      await server.close();
    }
  },

  'PA-005': async (trial) => {
    const { id, value } = await trial.cast.personal();
    const browser = await trial.cast.browser('bob');
    const own = await trial.cast.personal('bob');
    const { fields } = formOf(await browser.get(`/settings/tokens/${own.id}/revoke`), 'confirm');
    const headers = { ...FORM, Cookie: cookieOf(browser), Origin: trial.server.url };
    const body = new URLSearchParams(fields).toString();
    for (const step of ['revoke', 'rotate']) {
      const path = `/settings/tokens/${id}/${step}`;
      const seen = await trial.raw({ path, headers: { Cookie: cookieOf(browser) } });
      const sent = await trial.raw({ method: 'POST', path, headers, body });
      expect([seen.status, sent.status]).toEqual([404, 404]);
      expect(seen.body + sent.body).not.toContain('ci read:projects');
    }
    expect((await browser.get('/settings/tokens')).body).not.toContain(id);
    expect((await trial.bearer('/v1/projects', value)).status).toBe(200);
    return trial.raw({ method: 'POST', path: `/settings/tokens/${id}/revoke`, headers, body });
  },

  'PA-010': async (trial) => {
    const { cast, server } = trial;
    await cast.tokens();
    await cast.personal();
    await cast.code();
    await cast.client('other');
    const everything = await dump(server);
    const found = [...cast.secrets, PASSWORD].filter((secret) => everything.includes(secret));
    expect(found).toEqual([]);
    expect(cast.secrets.size).toBeGreaterThan(8);
    return null;
  },

  'LO-002': async (trial) => {
    const { cast, server } = trial;
    const conf = await cast.client('conf');
    const person = await cast.person('alice');
    const { body } = await obtainTokens(server, conf, person);
    const browser = await cast.browser('alice');
    const next = await refresh(server, conf, body.refresh_token);
    await refresh(server, conf, body.refresh_token);
    await revoke(server, conf, next.body.refresh_token);
    const again = await cast.newCode();
    const redeem = {
      grant_type: 'authorization_code',
      code: again,
      redirect_uri: conf.redirectUri,
      code_verifier: cast.pkce.verifier,
    };
    await token(server, conf, redeem);
    await token(server, conf, redeem);
    await token(server, { ...conf, secret: 'wrong' }, { grant_type: 'client_credentials' });
    for (let made = 0; made < 11; made++)
      await new Browser(server.url).signIn(person.email, `wrong ${made} and long`);
    await browser.submit(await browser.get('/logout'), 'sign-out');
    const events = (await eventsOf(server)).filter(
      ({ userId, clientId }) => userId === person.user.id || clientId === conf.id,
    );
    const types = new Set(events.map(({ type }) => type));
    for (const type of [
      ...['user.login.succeeded', 'user.login.failed', 'user.login.locked', 'user.logout', 'consent.granted'],
      ...['code.issued', 'code.reused', 'token.issued', 'token.refreshed', 'refresh.reuse_detected'],
      ...['client.created', 'client.secret.auth_failed'],
    ])
      expect([type, types.has(type as never)]).toEqual([type, true]);
    for (const event of events.filter(({ type }) => type.startsWith('user.login')))
      expect(event).toMatchObject({ ip: expect.any(String), requestId: expect.any(String) });
    return null;
  },

  'CR-011': async () => {
    const good = {
      ...{ ISSUER: 'https://auth.example.test', DB_URL: 'sqlite:/tmp/none.sqlite', LOG_LEVEL: 'silent' },
      ...{
        COOKIE_SECRET: randomBytes(40).toString('base64'),
        KEY_ENCRYPTION_SECRET: randomBytes(40).toString('base64'),
      },
    };
    for (const [name, value] of [
      ['ISSUER', undefined],
      ['ISSUER', 'http://auth.example.test'],
      ['ISSUER', 'https://auth.example.test/?x=1'],
      ['COOKIE_SECRET', 'short'],
      ['COOKIE_SECRET', undefined],
      ['KEY_ENCRYPTION_SECRET', undefined],
      ['DB_URL', undefined],
      ['GRANTS', 'authorization_code,everything'],
      ['TRUST_PROXY', 'true'],
    ] as const)
      expect(() => readSettings({ ...good, [name]: value }, 'production')).toThrow(name);
    const database = await createDatabase();
    const waits = readSettings({ ...good, DB_URL: database.url, DB_MIGRATE: 'check' }, 'production');
    await expect(createServer(AppModule.forRoot(waits), waits)).rejects.toThrow(/up to date|migrat/i);
    await database.drop();
    const away = readSettings({ ...good, DB_URL: 'mysql://root@127.0.0.1:1/none' }, 'production');
    await expect(createServer(AppModule.forRoot(away), away)).rejects.toThrow();
    return null;
  },
};
