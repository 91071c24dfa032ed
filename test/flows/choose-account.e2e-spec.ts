import { Browser, decodeHtml, type Page } from '../support/browser';
import { addClient, authorizePath, PASSWORD, type TestClient, type TestPerson } from '../support/oauth';
import { browserOf, somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

const TOO_LONG_S = 15 * 60;

describe('somebody who is on the way to an app', () => {
  let server: TestServer;
  let ada: TestPerson;
  let client: TestClient;

  beforeAll(async () => {
    server = await startServer();
    client = await addClient(server);
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    ada = await somebody(server);
  });

  const ask = (more: Record<string, string> = {}) =>
    authorizePath(client, { scope: 'read:projects', state: 'st', ...more });
  const has = (page: Page, id: string) => page.body.includes(`id="${id}"`);

  describe('with prompt=select_account', () => {
    it('goes on as who they are by one button, without a password', async () => {
      const browser = await browserOf(server, ada);
      const choose = await browser.open(ask({ prompt: 'select_account' }));
      expect(choose.body).toContain(`Continue as ${ada.user.name}`);
      expect(has(choose, 'sign-in')).toBe(true);
      const consent = await browser.follow(await browser.submit(choose, 'continue'));
      expect(has(consent, 'consent')).toBe(true);
      const back = await browser.submit(consent, 'consent', {}, 'Allow');
      expect(new URL(back.leadsTo!).searchParams.get('code')).not.toBeNull();
    });

    it('can be somebody else instead', async () => {
      const browser = await browserOf(server, ada);
      const ben = await somebody(server);
      const choose = await browser.open(ask({ prompt: 'select_account' }));
      const consent = await browser.follow(await browser.signIn(ben.email, PASSWORD, choose));
      expect(consent.body).toContain(ben.email);
    });

    it('is asked each time anew', async () => {
      const browser = await browserOf(server, ada);
      for (let times = 0; times < 2; times++) {
        const choose = await browser.open(ask({ prompt: 'select_account' }));
        expect(has(choose, 'continue')).toBe(true);
        await browser.submit(choose, 'continue');
      }
    });
  });

  it('is not offered to go on where the app wants a password now', async () => {
    const browser = await browserOf(server, ada);
    server.advance(60);
    const requests: Record<string, string>[] = [
      { prompt: 'login' },
      { prompt: 'select_account login' },
      { max_age: '1' },
    ];
    for (const more of requests) {
      const page = await browser.open(ask(more));
      expect([more, has(page, 'sign-in'), has(page, 'continue')]).toEqual([more, true, false]);
    }
  });

  it('cannot go on with the form of another session, or another request', async () => {
    const browser = await browserOf(server, ada);
    const choose = await browser.open(ask({ prompt: 'select_account' }));
    const other = await browserOf(server, await somebody(server));
    expect((await other.submit(choose, 'continue')).status).toBe(403);
    const second = await browser.open(ask({ prompt: 'select_account' }));
    const txn = /name="txn" value="([^"]+)"/.exec(second.body)![1]!;
    expect((await browser.submit(choose, 'continue', { txn })).status).toBe(403);
  });

  describe('for too long', () => {
    const startAgain = (page: Page) => decodeHtml(/href="([^"]*\/login\/again[^"]*)"/.exec(page.body)![1]!);

    it('can start again at the sign-in page, and comes to the app', async () => {
      const browser = new Browser(server.url);
      const login = await browser.open(ask());
      server.advance(TOO_LONG_S + 1);
      const late = await browser.signIn(ada.email, PASSWORD, login);
      expect(late.status).toBe(400);
      expect(late.body).toContain('This sign-in took too long');
      const consent = await browser.open(startAgain(late));
      const back = await browser.submit(consent, 'consent', {}, 'Allow');
      const answer = new URL(back.leadsTo!).searchParams;
      expect([answer.get('state'), answer.get('code') !== null]).toEqual(['st', true]);
    });

    it('can start again at the consent page', async () => {
      const browser = await browserOf(server, ada);
      const consent = await browser.open(ask());
      server.advance(TOO_LONG_S + 1);
      const late = await browser.submit(consent, 'consent', {}, 'Allow');
      expect(late.status).toBe(400);
      const again = await browser.open(startAgain(late));
      expect(has(again, 'consent')).toBe(true);
      const gone = await browser.get(startAgain(late));
      expect(gone.status).toBe(403);
    });

    it('can start it again nowhere else, and not for ever', async () => {
      const browser = new Browser(server.url);
      const login = await browser.open(ask());
      const txn = new URL(login.url).searchParams.get('txn')!;
      server.advance(TOO_LONG_S + 1);
      expect((await new Browser(server.url).get(`/login/again?txn=${txn}`)).status).toBe(403);
      server.advance(24 * 3600);
      expect((await browser.get(`/login/again?txn=${txn}`)).status).toBe(403);
      expect((await browser.get('/login/again?txn=x')).status).toBe(403);
      expect((await browser.get('/login/again')).status).toBe(403);
    });
  });

  it('is not kept at the sign-in page when there is nothing to sign in for', async () => {
    const browser = await browserOf(server, ada);
    const page = await browser.get('/login');
    expect(page.body).toContain(`Continue as ${ada.user.name}`);
    expect((await browser.follow(await browser.submit(page, 'continue'))).url).toContain('/settings/apps');
  });
});
