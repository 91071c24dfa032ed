import type { Locator, Page } from 'playwright-core';
import { AuthServerModule } from '../../src/auth-server.module';
import { ClientRegistration } from '../../src/clients/application/client-registration';
import { OrganizationModule } from '../../src/organization/organization.module';
import { PersonalAccessTokens } from '../../src/personal-access-tokens/application/personal-access-tokens';
import { PlaygroundCast } from '../../src/playground/playground-apps';
import { PlaygroundModule } from '../../src/playground/playground.module';
import { ProfileModule } from '../../src/profile/profile.module';
import { ProjectsModule } from '../../src/projects/projects.module';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { describeInChromium } from '../support/chromium';
import { paste } from '../support/command';
import { faultsOnSight } from '../support/looks';
import { addClient, addPerson, PASSWORD, type TestPerson } from '../support/oauth';
import { startServer, type TestServer, type TestServerOptions } from '../support/test-server';
import { Window } from '../support/window';

/** Everything that a shell and RFC 6749 §2.3.1 might trip over. */
const AWKWARD_SECRET = `it's: a "secret" with $HOME & 100%+`;
const MACHINE_SECRET = 'a machine keeps a secret that is long enough';
const CAST = new PlaygroundCast(
  [
    { clientId: 'demo-web', fixedSecret: AWKWARD_SECRET },
    { clientId: 'demo-spa', fixedSecret: null },
    { clientId: 'demo-m2m', fixedSecret: MACHINE_SECRET },
    { clientId: 'demo-gone', fixedSecret: 'removed by somebody' },
  ],
  { email: 'ada.lovelace@example.com', password: PASSWORD },
);
const SCOPES = ['read:profile', 'read:email', 'read:projects', 'write:projects', 'delete:projects'];

/** The server with a playground, and the apps of the demo in it. */
async function startPlayground(env: Record<string, string> = {}): Promise<TestServer> {
  const module: TestServerOptions['module'] = (settings) =>
    AuthServerModule.forRoot({
      settings,
      imports: [ProfileModule, ProjectsModule, OrganizationModule, PlaygroundModule.forRoot(CAST)],
    });
  const server = await startServer({ module, env: { PLAYGROUND: 'on', ...env } });
  const registration = server.get(ClientRegistration);
  const redirectUris = [`${server.url}/playground/callback`];
  const web = { clientId: 'demo-web', name: 'Demo Web', type: 'web', redirectUris, scopes: SCOPES } as const;
  const spa = { ...web, clientId: 'demo-spa', name: 'Demo Board', type: 'spa' } as const;
  const m2m = { clientId: 'demo-m2m', name: 'Demo Machine', type: 'm2m', scopes: ['admin:read'] } as const;
  await registration.register({ ...web, redirectUris, scopes: SCOPES }, SYSTEM, { value: AWKWARD_SECRET });
  await registration.register({ ...spa, redirectUris, scopes: SCOPES }, SYSTEM);
  await registration.register({ ...m2m, scopes: ['admin:read'] }, SYSTEM, { value: MACHINE_SECRET });
  return server;
}

describeInChromium('the playground', () => {
  let window: Window;
  let server: TestServer;
  let ada: TestPerson;
  let page: Page;

  beforeAll(async () => {
    [window, server] = await Promise.all([Window.open(), startPlayground()]);
    page = window.page;
    const permissions = ['clipboard-read', 'clipboard-write'];
    await window.context.grantPermissions(permissions, { origin: server.url });
    ada = await addPerson(server, 'Ada Lovelace');
  });

  afterAll(async () => {
    await window.close();
    await server.close();
  });

  beforeEach(async () => {
    await window.clear();
  });

  afterEach(async () => {
    expect(window.complaints).toEqual([]);
  });

  const go = (path = '/playground') => page.goto(server.url + path);
  const press = (name: string) => page.getByRole('button', { name, exact: true }).last().click();
  const choose = (flow: string) => page.check(`input[name=flow][value=${flow}]`);
  const step = (title: string): Locator =>
    page.locator('.steps > li', { has: page.getByRole('heading', { name: title, exact: true }) });
  const answerIn = (title: string) => step(title).locator('[role=status] .badge').last().textContent();
  const said = (text: string) => page.getByText(text).last().waitFor();

  async function signInAndAllow(button = 'Allow'): Promise<void> {
    if (await page.locator('#sign-in').isVisible()) {
      await page.fill('#email', ada.email);
      await page.fill('#password', PASSWORD);
      await page.click('#sign-in button[type=submit]');
    }
    // An app with a secret is remembered: the person is asked once.
    const decide = page.getByRole('button', { name: button, exact: true });
    await decide.or(page.locator('.steps')).first().waitFor();
    if (await decide.isVisible()) await decide.click();
    await page.waitForURL(`${server.url}/playground`);
  }

  /** Up to the button that trades the code. */
  async function comeBackWithCode(flow: 'pkce' | 'secret'): Promise<void> {
    await go();
    await choose(flow);
    await press('Go to sign-in and consent');
    await page.waitForLoadState();
    await signInAndAllow();
  }

  async function getTokens(flow: 'pkce' | 'secret'): Promise<void> {
    await window.signIn(server, ada);
    await comeBackWithCode(flow);
    await press('POST to the token endpoint');
    await page.waitForSelector('[data-token]');
  }

  async function callsApi(name: string, status: string): Promise<void> {
    await press(name);
    await step('Call the API').getByText(status).first().waitFor();
  }

  /** What the last "Copy as curl" in a step puts on the clipboard. */
  async function curlIn(title: string): Promise<string> {
    await step(title).getByRole('button', { name: 'Copy as curl' }).last().click();
    await step(title).getByRole('button', { name: 'Copied' }).last().waitFor();
    return page.evaluate<string>('navigator.clipboard.readText()');
  }

  const stored = () => page.evaluate<string>('JSON.stringify({ ...sessionStorage, ...localStorage })');

  it('runs code with PKCE, shows each request, and takes the token apart', async () => {
    await go();
    expect(await step('Make a verifier and a challenge').textContent()).toMatch(
      /code_verifier\s+= [\w-]{43}\s+code_challenge = [\w-]{43}/,
    );
    expect(await page.locator('#client-secret').isVisible()).toBe(false);
    await press('Go to sign-in and consent');
    await page.waitForSelector('#sign-in');
    expect(await page.inputValue('#email')).toBe(ada.email);
    await signInAndAllow();
    expect(page.url()).toBe(`${server.url}/playground`);
    expect(await stored()).toBe('{}');
    await press('POST to the token endpoint');
    expect(await answerIn('Trade the code for tokens')).toBe('200 OK');
    await said('Signature valid');
    const token = await step('Read the access token').textContent();
    for (const words of [
      'RS256',
      'demo-spa',
      'read:email read:profile',
      'Good until',
      'What the token may do.',
    ])
      expect(token?.replace('read:profile read:email', 'read:email read:profile')).toContain(words);
    await callsApi('GET /v1/profile', '200 OK');
    await said('"name": "Ada Lovelace"');
  });

  it('runs code with a secret, which never leaves its field but in the request', async () => {
    await comeBackWithCode('secret');
    expect(await stored()).toBe('{}');
    expect(await page.inputValue('#client-secret')).toBe(AWKWARD_SECRET);
    await press('POST to the token endpoint');
    expect(await answerIn('Trade the code for tokens')).toBe('200 OK');
    await press('Introspect the access token');
    await said('"active": true');
  });

  it('runs client credentials', async () => {
    await go();
    await choose('machine');
    await press('POST to the token endpoint');
    await said('Signature valid');
    await callsApi('GET /v1/organization', '200 OK');
    await callsApi('GET /v1/profile', '403');
    await said('it lacks the scope read:profile');
  });

  it('says what is missing when a call is refused', async () => {
    await getTokens('pkce');
    await callsApi('POST /v1/projects', '403');
    await said('www-authenticate: Bearer realm="api", error="insufficient_scope"');
    await said('it lacks the scope write:projects');
    await callsApi('Without a token', '401');
    await said('No token came with the request.');
  });

  it('creates a project when the scope was ticked', async () => {
    await go();
    await page.check('input[name=scope][value="write:projects"]');
    await press('Go to sign-in and consent');
    await page.waitForLoadState();
    await signInAndAllow();
    await press('POST to the token endpoint');
    await page.waitForSelector('[data-token]');
    await callsApi('POST /v1/projects', '201 Created');
  });

  it('sounds the alarm when a spent refresh token comes back: everything of that sign-in is over', async () => {
    await getTokens('pkce');
    const reuse = page.getByRole('button', { name: 'Use the old refresh token again' });
    expect(await reuse.isDisabled()).toBe(true);
    await press('Refresh');
    await said('A new pair of tokens');
    await callsApi('GET /v1/profile', '200 OK');
    await reuse.click();
    await said('Alarm: a spent refresh token has come back');
    const badges = step('See how tokens end').locator('[role=status] .badge');
    await badges.nth(1).waitFor();
    expect(await badges.allTextContents()).toEqual(['400 Bad Request', '401 Unauthorized']);
    await press('Refresh');
    expect(await answerIn('See how tokens end')).toBe('400 Bad Request');
  });

  it('revokes an access token alone, and a refresh token with everything', async () => {
    await getTokens('secret');
    await press('Revoke the access token');
    await said('The refresh token lives on.');
    await callsApi('GET /v1/profile', '401');
    await press('Introspect the access token');
    await said('"active": false');
    await press('Refresh');
    await said('A new pair of tokens');
    await callsApi('GET /v1/profile', '200 OK');
    await press('Revoke the refresh token');
    await said('and with it every token of this sign-in');
    await callsApi('GET /v1/profile', '401');
  });

  it('goes on with a refresh token that is pasted', async () => {
    await getTokens('secret');
    const answer = await step('Trade the code for tokens').locator('pre').last().textContent();
    const [, refreshToken] = /"refresh_token": "([^"]+)"/.exec(answer!)!;
    await choose('refresh');
    await page.selectOption('#app', 'demo-web');
    await page.fill('#pasted', refreshToken!);
    await press('POST to the token endpoint');
    await said('Signature valid');
    await press('Use the old refresh token again');
    await said('Alarm: a spent refresh token has come back');
  });

  it('calls the API with a personal token, and says what an opaque token is', async () => {
    const { value } = await server
      .get(PersonalAccessTokens)
      .create(ada.user, { name: 'laptop', scopes: ['read:profile'], expiresInDays: 7 });
    await go();
    await choose('personal');
    expect(await page.locator('#client-id').isVisible()).toBe(false);
    await page.fill('#pasted', value);
    await press('Use this token');
    await said('A personal token is opaque');
    await callsApi('GET /v1/profile', '200 OK');
    expect(await stored()).toBe('{}');
  });

  it('copies curl lines that run as they are', async () => {
    await comeBackWithCode('secret');
    const trade = await curlIn('Trade the code for tokens');
    expect(trade).toContain('-u ');
    expect((await paste(trade)).stdout).toMatch(/^HTTP\/1.1 200[^]*"access_token"/);
    await go();
    await getTokens('pkce');
    await callsApi('GET /v1/profile', '200 OK');
    expect((await paste(await curlIn('Call the API'))).stdout).toMatch(/^HTTP\/1.1 200[^]*Ada Lovelace/);
    await callsApi('POST /v1/projects', '403');
    expect((await paste(await curlIn('Call the API'))).stdout).toContain('insufficient_scope');
    await press('Refresh');
    await said('A new pair of tokens');
    // The copy of a request that was sent: the token in it is spent, and the server says so.
    expect((await paste(await curlIn('See how tokens end'))).stdout).toMatch(/^HTTP\/1.1 400/);
  });

  it('quotes whatever is typed in, so that a shell runs none of it', async () => {
    const typed = `it's $(echo run) \`echo run\` "$HOME" \\ !`;
    await go();
    await choose('refresh');
    await page.selectOption('#app', '');
    await page.fill('#client-id', typed);
    await page.fill('#pasted', typed);
    const line = await curlIn('Trade a refresh token for new tokens');
    const { stdout } = await paste(`curl() { printf '[%s]\\n' "$@"; }\n${line}`);
    expect(stdout).toContain(`[refresh_token=${typed}]\n`);
    expect(stdout).toContain(`[client_id=${typed}]\n`);
  });

  it('copies an authorization request that leads to the sign-in page', async () => {
    await go();
    const { stdout } = await paste(await curlIn('Ask for permission'));
    expect(stdout).toMatch(/^HTTP\/1.1 30[23][^]*location: [^\n]*\/login/i);
  });

  it('explains a no', async () => {
    await go();
    await press('Go to sign-in and consent');
    await page.waitForLoadState();
    await signInAndAllow('Cancel');
    await said('No code came back: access_denied');
    await said('The person said no');
    expect(page.url()).toBe(`${server.url}/playground`);
  });

  describe('the way back', () => {
    const back = (query: string) => go(`/playground/callback${query}`);
    const waiting = () =>
      page.evaluate<string | null>('sessionStorage.getItem("grantor-playground-waiting")');

    /** A request that waits, and its state. */
    async function askAndStay(): Promise<string> {
      await go();
      await press('Go to sign-in and consent');
      await page.waitForSelector('#sign-in');
      return (JSON.parse((await waiting())!) as { state: string }).state;
    }

    it('acts on no state but its own, and does not forget the one that waits', async () => {
      const state = await askAndStay();
      for (const query of ['?code=c&state=forged', '?code=c', `?code=c&state=${state}&state=${state}`, '']) {
        await back(query);
        await said('You are back at the app');
        expect(page.url()).toBe(`${server.url}/playground/callback${query}`);
        expect(await waiting()).toContain(state);
      }
    });

    it('acts on a state once', async () => {
      const iss = encodeURIComponent(server.url);
      const answer = `?code=c&state=${await askAndStay()}&iss=${iss}`;
      await back(answer);
      await page.waitForURL(`${server.url}/playground`);
      await said('Trade the code for tokens');
      expect(await stored()).toBe('{}');
      await back(answer);
      await said('You are back at the app');
      expect(page.url()).toContain('/playground/callback');
    });

    it.each(['', '&iss=https%3A%2F%2Fevil.example', '&iss=x&iss=y'])(
      'uses no code of another issuer: %s',
      async (iss) => {
        await back(`?code=purloined&state=${await askAndStay()}${iss}`);
        await page.waitForURL(`${server.url}/playground`);
        await said('This answer names another server');
        expect(await page.content()).not.toContain('purloined');
      },
    );

    it('reads no credential from an address', async () => {
      const smuggled =
        'access_token=smuggled&client_secret=smuggled&refresh_token=smuggled&token_type=Bearer';
      await back(
        `?${smuggled}&code=c&state=${await askAndStay()}&iss=${encodeURIComponent(server.url)}#${smuggled}`,
      );
      await page.waitForURL(`${server.url}/playground`);
      expect(await page.content()).not.toContain('smuggled');
      await back(`#${smuggled}&state=x`);
      await go(`/playground?${smuggled}#${smuggled}`);
      await said('Make a verifier and a challenge');
      expect(await page.inputValue('#client-secret')).toBe('');
      expect(await page.locator('#steps').textContent()).not.toContain('smuggled');
    });

    it('leaves no code in the history', async () => {
      await comeBackWithCode('pkce');
      await page.goBack();
      await page.waitForLoadState();
      expect(page.url()).not.toContain('code=');
    });

    it('stands without scripts, and is never stored or told to others', async () => {
      for (const path of ['/playground', '/playground/callback?code=abcdef&state=x']) {
        const answer = await fetch(server.url + path);
        expect(answer.headers.get('cache-control')).toBe('no-store');
        expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
        expect(await answer.text()).not.toContain('abcdef');
      }
      const plain = await window.withoutScripts();
      await plain.goto(`${server.url}/playground`);
      expect(await plain.textContent('main')).toContain('This page needs JavaScript');
      expect(await plain.locator('#playground').isVisible()).toBe(false);
      await plain.goto(`${server.url}/playground/callback?code=c&state=x`);
      expect(await plain.textContent('h1')).toBe('You are back at the app');
      await plain.context().close();
    });
  });

  describe('hostile input', () => {
    const XSS = `"><img src=x onerror="window.hit=1"><script>window.hit=1</script>'{{1+1}}`;

    it('is shown as text: client_id', async () => {
      await go(`/playground?client_id=${encodeURIComponent(XSS)}`);
      await said('If this app is yours, sign in first');
      expect(await page.inputValue('#client-id')).toBe(XSS);
      expect(await page.evaluate('window.hit')).toBeUndefined();
      expect(await page.locator('img[src=x]').count()).toBe(0);
    });

    it('is shown as text: error and error_description', async () => {
      await go();
      await press('Go to sign-in and consent');
      await page.waitForSelector('#sign-in');
      const state = await page.evaluate<string>(
        'JSON.parse(sessionStorage.getItem("grantor-playground-waiting")).state',
      );
      const query = new URLSearchParams({ error: XSS, error_description: XSS, state, iss: server.url });
      await go(`/playground/callback?${query}`);
      await page.waitForURL(`${server.url}/playground`);
      await said('No code came back: ');
      expect(await page.locator('.steps .note').textContent()).toContain(XSS);
      expect(await page.evaluate('window.hit')).toBeUndefined();
      expect(await page.locator('img[src=x]').count()).toBe(0);
    });

    it.each(['constructor', '__proto__', 'toString'])('finds no words in %s', async (error) => {
      await go();
      await press('Go to sign-in and consent');
      await page.waitForSelector('#sign-in');
      const state = await page.evaluate<string>(
        'JSON.parse(sessionStorage.getItem("grantor-playground-waiting")).state',
      );
      await go(`/playground/callback?${new URLSearchParams({ error, state, iss: server.url })}`);
      await said('The answer says what is wrong.');
    });

    it('state and unknown parameters are not repeated', async () => {
      await go(`/playground/callback?state=${encodeURIComponent(XSS)}&code=c`);
      await said('You are back at the app');
      expect(await page.evaluate('window.hit')).toBeUndefined();
      expect(await page.content()).not.toContain('onerror');
    });

    it.each(['a.b.c', 'eyJhbGciOiJub25lIn0.e30.', 'eyJhbGciOiJfX3Byb3RvX18ifQ.e30.AA', `${XSS}.x.y`, '..'])(
      'a token that is none: %s',
      async (token) => {
        await go();
        await choose('personal');
        await page.fill('#pasted', token);
        await press('Use this token');
        await page.waitForSelector('[data-token]');
        expect(await page.getByText('Signature valid', { exact: true }).count()).toBe(0);
        await callsApi('GET /v1/profile', '401');
      },
    );
  });

  it('notices a signature that is not right', async () => {
    await go();
    await choose('machine');
    await press('POST to the token endpoint');
    await said('Signature valid');
    const token = (await step('Read the access token').locator('pre').first().textContent())!;
    const [header, , signature] = token.split('.');
    await choose('personal');
    await page.fill(
      '#pasted',
      `${header}.${Buffer.from('{"sub":"mallory"}').toString('base64url')}.${signature}`,
    );
    await press('Use this token');
    await said('Signature not valid');
  });

  describe('one’s own app', () => {
    async function signIn(person: TestPerson): Promise<void> {
      await go('/login');
      await page.fill('#email', person.email);
      await page.fill('#password', PASSWORD);
      await page.click('#sign-in button[type=submit]');
      await page.waitForLoadState();
    }

    it('is filled in for its owner, who is told how to add the callback', async () => {
      const board = await addClient(server, {
        name: 'Board <of> Ada',
        ownerId: ada.user.id,
        redirectUris: ['https://board.example.com/callback'],
        scopes: ['read:projects'],
      });
      await signIn(ada);
      await go(`/playground?client_id=${board.id}`);
      expect(await page.inputValue('#client-id')).toBe(board.id);
      expect(await page.isChecked('input[name=flow][value=secret]')).toBe(true);
      expect(await page.inputValue('#client-secret')).toBe('');
      await said('Board <of> Ada cannot send people back here yet');
      await said('https://board.example.com/callback');
      expect(await page.locator('#app-notes output').textContent()).toBe(`${server.url}/playground/callback`);
      expect(await page.getByRole('link', { name: 'Open the settings of' }).getAttribute('href')).toBe(
        `/settings/apps/${board.id}`,
      );
      expect(await page.locator('[data-scope]:visible').allTextContents()).toEqual([
        'List and view your projects read:projects',
      ]);
    });

    it('runs, and asks for its secret again after the way to the sign-in page', async () => {
      const board = await addClient(server, {
        ownerId: ada.user.id,
        redirectUris: [`${server.url}/playground/callback`],
      });
      await signIn(ada);
      await go(`/playground?client_id=${board.id}`);
      await page.fill('#client-secret', board.secret!);
      await press('Go to sign-in and consent');
      await page.waitForSelector('#consent');
      expect(await stored()).not.toContain(board.secret);
      await signInAndAllow();
      expect(await page.inputValue('#client-secret')).toBe('');
      expect(await page.inputValue('#client-id')).toBe(board.id);
      await press('POST to the token endpoint');
      await said('or its secret is not right');
      await page.fill('#client-secret', board.secret!);
      await press('POST to the token endpoint');
      await said('Signature valid');
    });

    it('tells others nothing, not even that it exists', async () => {
      const ben = await addPerson(server, 'Ben Okafor');
      const secretive = await addClient(server, { name: 'Secretive', ownerId: ada.user.id });
      await signIn(ben);
      for (const id of [secretive.id, 'app_unknown']) {
        await go(`/playground?client_id=${id}`);
        await said('This is not one of your apps');
        expect(await page.content()).not.toContain('Secretive');
        expect(await page.content()).not.toContain('app.example.test');
      }
    });
  });

  describe('looks', () => {
    it.each<[name: string, lead: () => Promise<unknown>]>([
      ['playground', () => go()],
      ['playground-unknown', () => go('/playground?client_id=app_somebody')],
      ['playground-callback', () => go('/playground/callback?code=c&state=x')],
      [
        'playground-tokens',
        async () => {
          await getTokens('secret');
          await callsApi('POST /v1/projects', '403');
          await press('Introspect the access token');
          await said('"active": true');
        },
      ],
      [
        'playground-alarm',
        async () => {
          await getTokens('pkce');
          await press('Refresh');
          await said('A new pair of tokens');
          await press('Use the old refresh token again');
          await said('Alarm: a spent refresh token has come back');
          await step('See how tokens end').getByText('401').first().waitFor();
        },
      ],
      [
        'playground-denied',
        async () => {
          await go();
          await press('Go to sign-in and consent');
          await page.waitForLoadState();
          await signInAndAllow('Cancel');
        },
      ],
    ])(
      '%s',
      async (name, lead) => {
        await lead();
        expect(await faultsOnSight(page, name)).toEqual([]);
      },
      120_000,
    );
  });
});

describeInChromium('the playground with other tokens', () => {
  let window: Window;
  let server: TestServer;
  let page: Page;

  beforeAll(async () => {
    window = await Window.open();
    page = window.page;
  });

  afterAll(() => window.close());

  beforeEach(() => window.clear());

  afterEach(() => server.close());

  async function getMachineToken(env: Record<string, string>): Promise<void> {
    server = await startPlayground(env);
    await page.goto(`${server.url}/playground`);
    await page.check('input[name=flow][value=machine]');
    await page.getByRole('button', { name: 'POST to the token endpoint' }).click();
  }

  it.each(['PS256', 'ES256', 'EdDSA'])('checks %s', async (alg) => {
    await getMachineToken({ SIGNING_ALG: alg });
    const verdict = page.locator('[data-token] [role=status] .badge');
    await verdict.waitFor();
    expect(await verdict.textContent()).toBe('Signature valid');
  });

  it('says what an opaque token is', async () => {
    await getMachineToken({ ACCESS_TOKEN_FORMAT: 'opaque' });
    await page.getByText('This token is opaque').waitFor();
  });

  // The last one: the window keeps the script.
  it('says so where the browser cannot check', async () => {
    await page.addInitScript(
      'crypto.subtle.importKey = () => Promise.reject(new Error("NotSupportedError"))',
    );
    await getMachineToken({ SIGNING_ALG: 'EdDSA' });
    await page.getByText("This browser can't check EdDSA").waitFor();
  });
});
