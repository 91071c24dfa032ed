import { runApi } from '../support/admin-page';
import type { Browser } from '../support/browser';
import { ALL_SCOPES, withPersonalToken } from '../support/caller';
import { addClient, type TestPerson } from '../support/oauth';
import { browserOf, somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

describe('Administration → Scopes, Settings', () => {
  let server: TestServer;
  let ada: TestPerson;
  let admin: Browser;

  beforeAll(async () => {
    server = await startServer({
      env: {
        ACCESS_TOKEN_TTL: '90m',
        SMTP_URL: 'smtp://me:hush@127.0.0.1:9',
        MAIL_FROM: 'no-reply@example.com',
      },
    });
    ada = await somebody(server, 'admin');
    admin = await browserOf(server, ada);
  });

  afterAll(() => server.close());

  it('are there for administrators only', async () => {
    const member = await browserOf(server, await somebody(server));
    for (const path of ['/admin/scopes', '/admin/settings']) {
      expect((await member.get(path)).status).toBe(404);
    }
  });

  it('say of every scope what it allows, and how many apps may ask for it', async () => {
    const appsOf = async (scope: string) => {
      const { body } = await admin.get('/admin/scopes');
      const row = body.split('<tr>').find((part) => part.includes(`<code>${scope}</code>`))!;
      return Number(/<td[^>]*>(\d+)<\/td><\/tr>/.exec(row)![1]);
    };
    const before = await appsOf('delete:projects');
    await addClient(server, { scopes: ['read:projects', 'delete:projects'] });
    expect(await appsOf('delete:projects')).toBe(before + 1);
    expect((await admin.get('/admin/scopes')).body).toContain('Delete projects');
  });

  it('give a command that lists the same scopes', async () => {
    const { bearer } = await withPersonalToken(server, ada, ALL_SCOPES);
    const { data } = await runApi<{ data: { name: string }[] }>(await admin.get('/admin/scopes'), bearer!);
    expect(data.map(({ name }) => name)).toContain('delete:projects');
  });

  it('say how the server is set up, and no secret', async () => {
    const { body } = await admin.get('/admin/settings');
    expect(body).toContain('90 minutes');
    expect(body).toContain('<code>ACCESS_TOKEN_TTL</code>');
    expect(body).not.toContain('hush');
  });
});
