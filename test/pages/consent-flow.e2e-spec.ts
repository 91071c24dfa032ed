import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Site, startChain } from '../support/apps';
import { describeInChromium, launch, watch } from '../support/chromium';
import { addClient, addPerson, authorizePath, newPkce, PASSWORD, token } from '../support/oauth';
import type { TestClient, TestPerson } from '../support/oauth';
import { createDatabase, startServer, type TestServer } from '../support/test-server';

describeInChromium('people in a real browser (S07, S09)', () => {
  let chromium: Browser;
  let server: TestServer;
  let chain: Awaited<ReturnType<typeof startChain>>;
  let context: BrowserContext;
  let ada: TestPerson;
  let people = 0;
  const complaints: string[] = [];

  beforeAll(async () => {
    [chromium, server, chain] = await Promise.all([launch(), startServer(), startChain()]);
  });

  afterAll(async () => {
    await chromium.close();
    await Promise.all([server.close(), chain.close()]);
  });

  beforeEach(async () => {
    context = await chromium.newContext();
    ada = await addPerson(server, `Ada ${people++}`);
    complaints.length = 0;
  });

  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  const open = async (from = context): Promise<Page> => watch(await from.newPage(), complaints);
  const addApp = (name: string, site: Site = chain.app) =>
    addClient(server, { name, redirectUris: [`${site.origin}/callback`] });
  const begin = (page: Page, client: TestClient, more: Record<string, string> = {}) =>
    page.goto(server.url + authorizePath(client, { scope: 'read:projects', state: 'x', ...more }));

  async function signIn(page: Page, password = PASSWORD): Promise<void> {
    await page.fill('#email', ada.email);
    await page.fill('#password', password);
    await page.click('#sign-in button[type=submit]');
  }

  const press = (page: Page, button: 'Allow' | 'Cancel') =>
    page.getByRole('button', { name: button, exact: true }).click();

  /** Where the chain ends: what the app got was what the third origin got. */
  async function landed(page: Page): Promise<URLSearchParams> {
    await page.waitForURL(`${chain.landing.origin}/landed**`);
    const { search, searchParams } = new URL(page.url());
    expect(chain.app.arrived).toContain(`/callback${search}`);
    expect(chain.landing.arrived).toContain(`/landed${search}`);
    expect(searchParams.get('iss')).toBe(server.settings.issuer);
    expect(searchParams.get('state')).toBe('x');
    return searchParams;
  }

  async function expectTokens(client: TestClient, code: string | null): Promise<void> {
    const form = { grant_type: 'authorization_code', code: code!, redirect_uri: client.redirectUri };
    expect(await token(server, client, form)).toMatchObject({ status: 200 });
  }

  it('sign in, allow, and arrive at the end of the chain behind the callback', async () => {
    const client = await addApp('Project Board');
    const page = await open();
    await begin(page, client);
    expect(await page.textContent('main')).toContain('to continue to Project Board');
    await signIn(page);
    expect(await page.title()).toBe('Allow Project Board? · Grantor');
    await press(page, 'Allow');
    await expectTokens(client, (await landed(page)).get('code'));
  });

  it('a remembered consent: the sign-in itself leads to the end of the chain', async () => {
    const client = await addApp('Project Board');
    const first = await open();
    await begin(first, client);
    await signIn(first);
    await press(first, 'Allow');
    await landed(first);
    const other = await chromium.newContext();
    const page = await open(other);
    await begin(page, client);
    await signIn(page);
    await expectTokens(client, (await landed(page)).get('code'));
    // Now that somebody is signed in there is nothing to ask at all.
    await begin(page, client);
    await expectTokens(client, (await landed(page)).get('code'));
    await other.close();
  });

  it('Cancel brings access_denied to the end of the chain', async () => {
    const page = await open();
    await begin(page, await addApp('Project Board'));
    await signIn(page);
    await press(page, 'Cancel');
    const said = await landed(page);
    expect([said.get('error'), said.get('code')]).toEqual(['access_denied', null]);
  });

  it('Back at the app leads to the consent page, not to the page in between', async () => {
    const page = await open();
    await begin(page, await addApp('Project Board'));
    await signIn(page);
    await page.waitForSelector('#consent');
    await press(page, 'Allow');
    await landed(page);
    await page.goBack();
    expect(page.url()).toContain('/oauth/authorize/continue');
  });

  it('two tabs with two apps, opened before the sign-in, both finish', async () => {
    const apps = [await addApp('Project Board'), await addApp('Time Sheet')];
    const tabs = [await open(), await open()];
    for (const [index, tab] of tabs.entries()) await begin(tab, apps[index]!);
    for (const tab of tabs) {
      await signIn(tab);
      await tab.waitForSelector('#consent');
    }
    expect(await tabs[0]!.textContent('h1')).toBe('Allow Project Board?');
    expect(await tabs[1]!.textContent('h1')).toBe('Allow Time Sheet?');
    for (const [index, tab] of tabs.entries()) {
      await press(tab, 'Allow');
      await expectTokens(apps[index]!, (await landed(tab)).get('code'));
    }
  });

  it('two tabs with two apps, one after the other', async () => {
    const apps = [await addApp('Project Board'), await addApp('Time Sheet')];
    const tabs = [await open(), await open()];
    for (const [index, tab] of tabs.entries()) await begin(tab, apps[index]!);
    for (const [index, tab] of tabs.entries()) {
      await signIn(tab);
      await press(tab, 'Allow');
      await expectTokens(apps[index]!, (await landed(tab)).get('code'));
    }
  });

  it('a reloaded sign-in page of the second tab goes on without asking again', async () => {
    const apps = [await addApp('Project Board'), await addApp('Time Sheet')];
    const tabs = [await open(), await open()];
    for (const [index, tab] of tabs.entries()) await begin(tab, apps[index]!);
    await signIn(tabs[0]!);
    await begin(tabs[1]!, apps[1]!);
    for (const [index, tab] of tabs.entries()) {
      await press(tab, 'Allow');
      await expectTokens(apps[index]!, (await landed(tab)).get('code'));
    }
  });

  it('"Not you?" asks for somebody else and goes on with the same app', async () => {
    const client = await addApp('Project Board');
    const page = await open();
    await begin(page, client);
    await signIn(page);
    await page.getByRole('button', { name: 'Not you?' }).click();
    ada = await addPerson(server, `Grace ${people++}`);
    await signIn(page);
    expect(await page.textContent('.who')).toContain(ada.email);
    await press(page, 'Allow');
    await expectTokens(client, (await landed(page)).get('code'));
  });

  it('a wrong password says so, keeps the email and goes on with the right one', async () => {
    const client = await addApp('Project Board');
    const page = await open();
    await begin(page, client);
    await signIn(page, 'not my password at all');
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.getByRole('alert').textContent()).toBe('The email or the password is not right.');
    expect(await page.inputValue('#email')).toBe(ada.email);
    expect(await page.inputValue('#password')).toBe('');
    expect(await page.getAttribute('#password', 'aria-invalid')).toBe('true');
    await page.fill('#password', PASSWORD);
    await page.keyboard.press('Enter');
    await press(page, 'Allow');
    await expectTokens(client, (await landed(page)).get('code'));
  });

  it('a callback in an app of the device: the page in between says where it goes, and leads there', async () => {
    const client = await addClient(server, {
      name: 'Pocket Board',
      type: 'native',
      redirectUris: ['com.example.board:/callback'],
    });
    const page = await open();
    const { challenge } = newPkce();
    await begin(page, client, { code_challenge: challenge, code_challenge_method: 'S256' });
    await signIn(page);
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith('/oauth/authorize/decision')),
      press(page, 'Allow'),
    ]);
    const refresh = await answer.headerValue('refresh');
    expect(refresh).toMatch(/^0;url=com\.example\.board:\/callback\?code=aac_\w+&state=x&iss=/);
    expect(await answer.headerValue('referrer-policy')).toBe('no-referrer');
    expect(await answer.headerValue('cache-control')).toBe('no-store');
    expect(await page.textContent('h1')).toBe('Taking you back to Pocket Board');
    expect(await page.getAttribute('#continue', 'href')).toBe(refresh!.slice('0;url='.length));
  });

  it('a program on this machine is asked for every time: nothing proves who it is', async () => {
    const client = await addClient(server, {
      name: 'Board CLI',
      type: 'native',
      redirectUris: ['http://127.0.0.1/callback'],
    });
    const redirect_uri = `${chain.app.origin}/callback`;
    const page = await open();
    for (let round = 0; round < 2; round++) {
      const { challenge } = newPkce();
      await begin(page, client, { redirect_uri, code_challenge: challenge, code_challenge_method: 'S256' });
      if (round === 0) await signIn(page);
      await page.waitForSelector('#consent');
      await press(page, 'Allow');
      expect((await landed(page)).get('code')).not.toBeNull();
    }
    await begin(page, client, { redirect_uri, prompt: 'none', code_challenge: newPkce().challenge });
    await page.waitForURL(`${chain.landing.origin}/landed?error=**`);
  });

  it('everything works without scripts', async () => {
    const plain = await chromium.newContext({ javaScriptEnabled: false });
    const page = await open(plain);
    const client = await addApp('Project Board');
    await begin(page, client);
    await signIn(page, 'not my password at all');
    await signIn(page);
    await press(page, 'Allow');
    await expectTokens(client, (await landed(page)).get('code'));
    await page.goto(`${server.url}/`);
    await page.click('#sign-out button');
    expect(await page.textContent('h1')).toBe('You are signed out');
    await plain.close();
  });

  it('the sign-in, and a consent page that is open, survive a restart of the server', async () => {
    const database = await createDatabase();
    const before = await startServer({ database });
    const person = await addPerson(before, 'Ada Lovelace');
    const client = await addClient(before, { redirectUris: [`${chain.app.origin}/callback`] });
    const page = await open();
    await page.goto(before.url + authorizePath(client, { scope: 'read:projects', state: 'y' }));
    await page.fill('#email', person.email);
    await page.fill('#password', PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#consent');
    await before.close();
    const after = await startServer({ database, port: before.settings.port });
    await press(page, 'Allow');
    await page.waitForURL(`${chain.landing.origin}/landed?code=**`);
    await page.goto(`${after.url}/`);
    expect(await page.textContent('header')).toContain(person.email);
    await after.close();
    await database.drop();
  });
});
