import { ALL_SCOPES, withPersonalToken } from '../support/caller';
import { type Browser, decodeHtml, formOf, type Page } from '../support/browser';
import { runShell } from '../support/shell';
import { addClient, api, obtainTokens, PASSWORD, type TestPerson } from '../support/oauth';
import { browserOf, somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

const PATH = '/admin/clients';

describe('Administration → All apps', () => {
  let server: TestServer;
  let ada: TestPerson;
  let admin: Browser;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    ada = await somebody(server, 'admin');
    admin = await browserOf(server, ada);
  });

  const curlIn = (page: Page) => decodeHtml(/id="api-curl"[^>]*><code>(.*?)<\/code>/s.exec(page.body)![1]!);

  it('is there for administrators only, also for one who was one a moment ago', async () => {
    const member = await browserOf(server, await somebody(server));
    expect((await admin.get(PATH)).status).toBe(200);
    expect((await admin.get('/settings/apps')).body).toContain('Administration');
    expect((await member.get(PATH)).status).toBe(404);
    expect((await member.get('/settings/apps')).body).not.toContain('Administration');
    const client = await addClient(server);
    const { fields } = formOf(await member.get('/settings/tokens/new'), 'new-token');
    expect((await member.post(`${PATH}/${client.id}/disable`, fields)).status).toBe(404);
  });

  it('finds apps by their beginning, and shows the same by API', async () => {
    await addClient(server, { name: 'Findable <b>app</b>' });
    const page = await admin.get(`${PATH}?q=findable%20%3Cb&status=active`);
    expect(page.body).toContain('Findable &lt;b&gt;app');
    expect(page.body.match(/<tr>/g)).toHaveLength(2);
    const { bearer } = await withPersonalToken(server, ada, ALL_SCOPES);
    const { data } = JSON.parse(await runShell(curlIn(page), { TOKEN: bearer! })) as { data: object[] };
    expect(data).toMatchObject([{ name: 'Findable <b>app</b>' }]);
    expect((await admin.get(`${PATH}?q=nothing-like-it`)).body).toContain('No apps match');
  });

  it('allows what only an administrator may allow', async () => {
    const client = await addClient(server, { type: 'm2m', grantTypes: [], scopes: [] });
    const page = await admin.get(`${PATH}/${client.id}`);
    const saved = await admin.submit(page, 'allow', {
      grant_types: 'client_credentials',
      scopes: 'admin:read',
    });
    expect((await admin.follow(saved)).body).toContain('Saved.');
    const headers = {
      Authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`,
    };
    const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'admin:read' });
    expect((await fetch(`${server.url}/oauth/token`, { method: 'POST', headers, body })).status).toBe(200);
    const lost = await admin.submit(page, 'allow', {
      grant_types: 'client_credentials',
      scopes: 'admin:write',
    });
    expect(lost.status).toBe(412);
    expect(lost.body).toContain('Somebody else has changed this meanwhile.');
    expect(formOf(lost, 'allow').fields).toMatchObject({ scopes: 'admin:write' });
  });

  it('asks for the password when the sign-in is old', async () => {
    const client = await addClient(server);
    server.advance(16 * 60);
    const ask = await admin.get(`${PATH}/${client.id}/disable`);
    expect((await admin.submit(ask, 'confirm')).status).toBe(403);
    expect((await admin.submit(ask, 'confirm', { current_password: PASSWORD })).status).toBe(303);
  });

  it('revokes, disables and deletes, and says whom that stops', async () => {
    const client = await addClient(server);
    const take = async (step: string) => {
      const ask = await admin.get(`${PATH}/${client.id}/${step}`);
      expect(ask.body).toContain('1 person has allowed it');
      return admin.follow(await admin.submit(ask, 'confirm'));
    };
    const tokens = await obtainTokens(server, client, await somebody(server));
    const status = async () => (await api(server, '/v1/projects', tokens.body.access_token)).status;
    expect(await status()).toBe(200);
    expect((await take('revoke-tokens')).body).toContain('All tokens of the app are revoked.');
    expect(await status()).toBe(401);
    const disable = await admin.get(`${PATH}/${client.id}/disable`);
    expect((await admin.follow(await admin.submit(disable, 'confirm'))).body).toContain(
      'The app is disabled.',
    );
    expect((await take('delete')).body).toContain('The app is deleted');
    expect((await admin.get(`${PATH}/${client.id}`)).status).toBe(404);
    expect((await admin.get(`${PATH}/x/nonsense`)).status).toBe(404);
  });
});
