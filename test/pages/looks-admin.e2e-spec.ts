import type { Browser, Page } from 'playwright-core';
import { describeInChromium, launch, watch } from '../support/chromium';
import { faultsOnSight } from '../support/looks';
import { withPersonalToken } from '../support/caller';
import { addClient, obtainTokens, PASSWORD, type TestPerson } from '../support/oauth';
import { somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

/** Every page for administrators, and how its picture is called; `{user}` is the one who looks, `{token}` one of theirs. */
const PAGES: Record<string, string> = {
  'admin-overview': '/admin',
  'admin-users': '/admin/users',
  'admin-users-none': '/admin/users?q=nobody-is-called-so',
  'admin-users-invite': '/admin/users/invite',
  'admin-user': '/admin/users/{user}',
  'admin-user-sessions': '/admin/users/{user}/sessions',
  'admin-user-apps': '/admin/users/{user}/apps',
  'admin-user-tokens': '/admin/users/{user}/tokens',
  'admin-user-events': '/admin/users/{user}/events',
  'admin-user-disable': '/admin/users/{user}/disable',
  'admin-user-reset': '/admin/users/{user}/links/reset',
  'admin-tokens': '/admin/tokens',
  'admin-tokens-bad-address': '/admin/tokens?ip=nowhere',
  'admin-token': '/admin/tokens/{token}',
  'admin-token-lookup': '/admin/tokens/lookup',
  'admin-token-revoke': '/admin/tokens/{token}/revoke',
  'admin-tokens-revoke': '/admin/tokens/revoke?user_id={user}',
  'admin-keys': '/admin/keys',
  'admin-keys-next': '/admin/keys/next',
  'admin-keys-emergency': '/admin/keys/emergency',
  'admin-audit': '/admin/audit',
  'admin-audit-none': '/admin/audit?from=2026-11-21&to=2026-01-01',
  'admin-scopes': '/admin/scopes',
  'admin-scope-new': '/admin/new-scope',
  'admin-scope': '/admin/scopes/delete%3Aprojects',
  'admin-settings': '/admin/settings',
};

describeInChromium(
  'the pages for administrators: accessible, not too wide, within their policy, in light and dark',
  () => {
    let chromium: Browser;
    let server: TestServer;
    let page: Page;
    let person: TestPerson;
    let token: string;
    const complaints: string[] = [];

    beforeAll(async () => {
      [chromium, server] = await Promise.all([launch(), startServer()]);
      page = watch(await (await chromium.newContext()).newPage(), complaints);
      person = await somebody(server, 'admin');
      const { email } = person;
      await obtainTokens(server, await addClient(server), person);
      token = (await withPersonalToken(server, person, ['read:projects'])).tokenId;
      await page.goto(`${server.url}/login`);
      await page.fill('#email', email);
      await page.fill('#password', PASSWORD);
      await page.click('#sign-in button[type=submit]');
      await page.waitForSelector('h1');
    });

    afterAll(async () => {
      await chromium.close();
      await server.close();
    });

    it.each(Object.entries(PAGES))('%s', async (name, path) => {
      expect(
        (await page.goto(
          server.url + path.replace('{user}', person.user.id).replace('{token}', token),
        ))!.status(),
      ).toBe(200);
      expect(await faultsOnSight(page, name)).toEqual([]);
      expect(complaints).toEqual([]);
    });
  },
);
