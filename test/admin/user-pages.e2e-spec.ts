import { LocalUsers } from '../../src/users/application/local-users';
import { runApi } from '../support/admin-page';
import { eventsOf } from '../support/audit';
import { Browser, decodeHtml, formOf, type Page } from '../support/browser';
import { ADMIN_SCOPES, withPersonalToken } from '../support/caller';
import { addClient, api, obtainTokens, PASSWORD, type TestPerson } from '../support/oauth';
import { mailsTo, pathOf } from '../support/mailbox';
import { browserOf, somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

const PATH = '/admin/users';

describe('Administration → People', () => {
  let server: TestServer;
  let ada: TestPerson;
  let admin: Browser;
  let bearer: string;
  let ben: TestPerson;
  let path: string;

  beforeAll(async () => {
    server = await startServer({ env: { API_RATE_LIMIT: '0' } });
    ada = await somebody(server, 'admin');
    bearer = (await withPersonalToken(server, ada, ADMIN_SCOPES)).bearer!;
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    admin = await browserOf(server, ada);
    ben = await somebody(server);
    path = `${PATH}/${ben.user.id}`;
  });

  const take = async (step: string, values: Record<string, string> = {}) =>
    admin.follow(await admin.submit(await admin.get(`${path}/${step}`), 'confirm', values));
  const linkIn = (page: Page) => pathOf(decodeHtml(/<output id="link">(.*?)<\/output>/.exec(page.body)![1]!));
  const stored = () => server.get(LocalUsers).find(ben.user.id);

  it('is there for administrators only', async () => {
    const member = await browserOf(server, ben);
    expect((await admin.get('/settings/apps')).body).toContain(
      `href="${server.url.replace(/.*/, '')}${PATH}"`,
    );
    for (const rest of [
      '',
      '/invite',
      `/${ada.user.id}`,
      `/${ada.user.id}/sessions`,
      `/${ada.user.id}/disable`,
    ])
      expect([rest, (await member.get(PATH + rest)).status]).toEqual([rest, 404]);
    const { fields } = formOf(await member.get('/settings/tokens/new'), 'new-token');
    for (const rest of ['disable', 'role', 'delete', 'links/reset'])
      expect((await member.post(`${PATH}/${ada.user.id}/${rest}`, fields)).status).toBe(404);
    for (const rest of [
      'user_unknown',
      `${ben.user.id}/nonsense`,
      `${ben.user.id}/links/nonsense`,
      `${ben.user.id}/x/y/end`,
    ])
      expect([rest, (await admin.get(`${PATH}/${rest}`)).status]).toEqual([rest, 404]);
  });

  it('finds people, and shows the same by API', async () => {
    const page = await admin.get(`${PATH}?q=${encodeURIComponent(ben.email)}&role=member&status=active`);
    expect(page.body.match(/<tr>/g)).toHaveLength(2);
    expect(page.body).toContain(ben.user.name);
    const { data } = await runApi<{ data: object[] }>(page, bearer);
    expect(data).toMatchObject([{ id: ben.user.id }]);
    expect((await admin.get(`${PATH}?q=nobody-is-called-so`)).body).toContain('Nobody matches');
  });

  it('invites by mail, or shows the link this once', async () => {
    const form = await admin.get(`${PATH}/invite`);
    const guest = { email: 'guest@example.com', name: 'Guest <b>' };
    const refused = await admin.submit(form, 'invite-user', { ...guest, email: 'no address' });
    expect(refused.status).toBe(400);
    expect(refused.body).toContain('value="Guest &lt;b&gt;"');
    const done = await admin.follow(
      await admin.submit(refused, 'invite-user', { ...guest, delivery: 'mail' }),
    );
    expect(done.body).toContain('The invitation is on its way.');
    expect(done.body).toContain('Invited');
    expect(await mailsTo(server, guest.email)).toHaveLength(1);
    const taken = await admin.submit(await admin.get(`${PATH}/invite`), 'invite-user', guest);
    expect([taken.status, taken.body.includes('Somebody with this email address exists')]).toEqual([
      409,
      true,
    ]);
    const other = await admin.get(`${PATH}/invite`);
    const values = { email: 'root@example.com', name: 'Root', role: 'admin', delivery: 'hand' };
    const shown = await admin.submit(other, 'invite-user', values);
    expect((await new Browser(server.url).get(linkIn(shown))).status).toBe(200);
    expect(await mailsTo(server, values.email)).toEqual([]);
    const again = await admin.submit(other, 'invite-user', values);
    expect(again.status).toBe(409);
    expect(again.body).not.toContain('token=');
    expect(await server.get(LocalUsers).findByEmail(values.email)).toMatchObject({ role: 'admin' });
  });

  it('changes name, address and language, for whoever has seen the latest version', async () => {
    const page = await admin.get(path);
    const values = { name: 'Benjamin', email: `moved.${ben.email}`, locale: 'de' };
    expect((await admin.follow(await admin.submit(page, 'user', values))).body).toContain('Saved.');
    expect(await stored()).toMatchObject({ ...values, emailVerified: false });
    const same = await admin.submit(page, 'user', values);
    expect(same.status).toBe(303);
    const lost = await admin.submit(page, 'user', { ...values, name: 'Other' });
    expect([lost.status, formOf(lost, 'user').fields['name']]).toEqual([412, 'Other']);
    const wrong = await admin.submit(page, 'user', { ...values, email: 'x', locale: 'no language' });
    expect(wrong.status).toBe(400);
    expect((await stored())?.name).toBe('Benjamin');
  });

  it('shows and ends what somebody has, one by one', async () => {
    const client = await addClient(server, { name: 'Board & Co' });
    const { body } = await obtainTokens(server, client, ben);
    await take('sign-out');
    const browser = await browserOf(server, ben);
    const own = await withPersonalToken(server, ben, ['read:projects']);
    const end = async (tab: string) => {
      const page = await admin.get(`${path}/${tab}`);
      const { data } = await runApi<{ data: object[] }>(page, bearer);
      expect(data).toHaveLength(1);
      const href = decodeHtml(/href="([^"]*\/end)"/.exec(page.body)![1]!);
      const done = await admin.follow(await admin.submit(await admin.get(href), 'confirm'));
      expect([tab, done.status]).toEqual([tab, 200]);
      expect((await admin.get(href)).status).toBe(tab === 'tokens' ? 200 : 404);
    };
    expect((await admin.get(`${path}/apps`)).body).toContain('Board &amp; Co');
    await end('sessions');
    expect((await browser.get('/settings/profile')).status).toBe(303);
    await end('apps');
    expect((await api(server, '/v1/projects', body.access_token)).status).toBe(401);
    await end('tokens');
    expect((await own.get('/v1/projects')).status).toBe(401);
    const events = await admin.get(`${path}/events`);
    expect(events.body).toContain('session.revoked');
    expect((await runApi<{ data: { user_id: string }[] }>(events, bearer)).data[0]!.user_id).toBe(
      ben.user.id,
    );
  });

  it('says what an act ends before it is done, and does it', async () => {
    await obtainTokens(server, await addClient(server), ben);
    await withPersonalToken(server, ben, ['read:projects']);
    const ask = await admin.get(`${path}/disable`);
    expect(ask.body).toContain('1 browser, 1 access of an app, 1 personal access token.');
    expect((await admin.follow(await admin.submit(ask, 'confirm'))).body).toContain(
      'The person is disabled.',
    );
    expect((await admin.submit(ask, 'confirm')).status).toBe(303);
    expect((await take('enable')).body).toContain('can sign in again');
    const stale = await admin.get(`${path}/role`);
    expect((await take('role')).body).toContain('The role is changed.');
    expect((await stored())?.role).toBe('admin');
    expect((await admin.submit(stale, 'confirm')).status).toBe(303);
    expect((await take('role')).body).toContain('The role is changed.');
    const lost = await admin.submit(stale, 'confirm');
    expect(lost.status).toBe(412);
    expect((await stored())?.role).toBe('member');
    await browserOf(server, ben);
    expect((await take('sign-out')).body).toContain('signed out everywhere');
    expect((await take('unlock')).body).toContain('try again at once');
    expect((await take('delete')).body).toContain('The person is deleted');
    expect((await admin.get(path)).status).toBe(404);
    const types = (await eventsOf(server, { user_id: ben.user.id, actor: ada.user.id })).map(
      ({ type }) => type,
    );
    expect(types).toEqual([
      'user.disabled',
      ...types.filter((type) => type === 'token.revoked'),
      'user.enabled',
      'user.updated',
      'user.updated',
      'session.revoked',
      'user.unlocked',
      'user.deleted',
    ]);
  });

  it('does the same by API as the pages that ask', async () => {
    await runApi(await admin.get(`${path}/disable`), bearer);
    expect((await stored())?.status).toBe('disabled');
    await runApi(await admin.get(`${path}/enable`), bearer);
    await runApi(await admin.get(`${path}/role`), bearer);
    expect(await stored()).toMatchObject({ status: 'active', role: 'admin' });
    const { body } = await admin.get(`${path}/links/reset`);
    expect(body).toContain(`/v1${path}/password-reset`);
  });

  it('sends a link, or shows it this once', async () => {
    expect((await take('links/reset', { delivery: 'mail' })).body).toContain('The link is on its way.');
    expect(await mailsTo(server, ben.email)).toHaveLength(1);
    const shown = await take('links/reset', { delivery: 'hand' });
    const reset = await new Browser(server.url).get(linkIn(shown));
    expect(formOf(reset, 'reset').fields).toBeDefined();
    const refused = await take('links/invite', { delivery: 'mail' });
    expect([refused.status, refused.body.includes('has a password already')]).toEqual([409, true]);
  });

  it('asks for the password when the sign-in is old, before everything', async () => {
    const steps = ['disable', 'role', 'delete', 'sign-out', 'unlock', 'links/reset'];
    server.advance(16 * 60);
    for (const step of steps) {
      const refused = await admin.submit(await admin.get(`${path}/${step}`), 'confirm', { delivery: 'hand' });
      expect([step, refused.status, refused.body.includes('token=')]).toEqual([step, 403, false]);
    }
    const profile = await admin.submit(await admin.get(path), 'user', {
      name: 'Eve',
      email: 'eve@example.com',
    });
    const invited = await admin.submit(await admin.get(`${PATH}/invite`), 'invite-user', {
      email: 'e@e.test',
      name: 'E',
    });
    expect([profile.status, invited.status]).toEqual([403, 403]);
    expect(await stored()).toMatchObject({ version: 1 });
    expect((await take('disable', { current_password: PASSWORD })).body).toContain('The person is disabled.');
  });

  it('keeps the last administrator, and says so', async () => {
    const alone = await startServer();
    const root = await somebody(alone, 'admin');
    const browser = await browserOf(alone, root);
    for (const step of ['role', 'disable', 'delete']) {
      const ask = await browser.get(`${PATH}/${root.user.id}/${step}`);
      const refused = await browser.submit(ask, 'confirm');
      expect([step, refused.status, refused.body.includes('last administrator')]).toEqual([step, 409, true]);
    }
    await alone.close();
  });
});
