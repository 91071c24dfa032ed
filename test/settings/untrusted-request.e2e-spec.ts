import { ClientRegistration } from '../../src/clients/application/client-registration';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { Browser, decodeHtml } from '../support/browser';
import type { TestPerson } from '../support/oauth';
import { browserOf, somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

describe('the page for a redirect URI that is not registered', () => {
  let server: TestServer;
  let owner: TestPerson;
  let path: string;
  let clientId: string;

  beforeAll(async () => {
    server = await startServer();
    owner = await somebody(server);
    const { client } = await server.get(ClientRegistration).register(
      {
        name: 'Board',
        type: 'web',
        ownerId: owner.user.id,
        redirectUris: ['https://other.example/cb', 'http://127.0.0.1:3001/callback'],
      },
      SYSTEM,
    );
    clientId = client.id;
    const query = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: 'http://localhost:3001/callback',
    };
    path = `/oauth/authorize?${new URLSearchParams(query).toString()}`;
  });

  afterAll(() => server.close());

  it('shows others only what was sent', async () => {
    for (const browser of [new Browser(server.url), await browserOf(server, await somebody(server))]) {
      const page = await browser.get(path);
      expect(page.status).toBe(400);
      expect(page.body).toContain('<code>http://localhost:3001/callback</code>');
      expect(page.body).not.toContain('127.0.0.1:3001');
      expect(page.body).not.toContain('<mark>');
    }
  });

  it('marks the difference for the owner, and leads to the field', async () => {
    const browser = await browserOf(server, owner);
    const page = await browser.get(path);
    expect(page.body).toContain('http://<mark>localhost</mark>:3001/callback');
    expect(page.body).toContain('http://<mark>127.0.0.1</mark>:3001/callback');
    const add = decodeHtml(/href="([^"]+#redirect-uris)"/.exec(page.body)![1]!);
    expect((await browser.get(add)).body).toContain('value="http://localhost:3001/callback"');
  });

  it('marks it for administrators too', async () => {
    const browser = await browserOf(server, await somebody(server, 'admin'));
    const page = await browser.get(path);
    expect(page.body).toContain('<mark>127.0.0.1</mark>');
    expect(page.body).not.toContain('#redirect-uris');
  });
});
