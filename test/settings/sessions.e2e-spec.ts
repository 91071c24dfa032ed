import { Browser, formOf } from '../support/browser';
import { addPerson, PASSWORD, type TestPerson } from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';

const PATH = '/settings/sessions';

describe('Settings → Sessions', () => {
  let server: TestServer;
  let ada: TestPerson;
  let browser: Browser;
  let people = 0;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    ada = await addPerson(server, `Ada ${people++}`);
    browser = await signedIn(ada);
  });

  async function signedIn(person: TestPerson): Promise<Browser> {
    const some = new Browser(server.url);
    await some.signIn(person.email, PASSWORD);
    return some;
  }

  const isSignedIn = async (some: Browser) => (await some.get(PATH)).status === 200;
  const endLinks = (body: string) =>
    [...body.matchAll(/href="([^"]*\/sess_\w+\/end)"/g)].map(([, href]) => href!);

  it('asks people who are not signed in to do that first, and leads them back', async () => {
    const stranger = new Browser(server.url);
    const login = await stranger.open(`${PATH}?after=x`);
    expect(login.url).toContain('/login?next=');
    const back = await stranger.follow(await stranger.signIn(ada.email, PASSWORD, login));
    expect(back).toMatchObject({ status: 200, url: `${server.url}${PATH}?after=x` });
  });

  it('lists every browser, and ends one', async () => {
    const other = await signedIn(ada);
    const page = await browser.get(PATH);
    expect(page.body).toContain('This browser');
    const [link, ...more] = endLinks(page.body);
    expect(more).toEqual([]);
    const done = await browser.follow(await browser.submit(await browser.get(link!), 'confirm'));
    expect(done.body).toContain('That browser is signed out.');
    expect(await isSignedIn(other)).toBe(false);
    expect(await isSignedIn(browser)).toBe(true);
  });

  it('ends all others at once, and twice does no harm', async () => {
    const others = [await signedIn(ada), await signedIn(ada)];
    const ask = await browser.get(`${PATH}/end-others`);
    for (let times = 0; times < 2; times++) {
      expect(await browser.submit(ask, 'confirm')).toMatchObject({ status: 303 });
    }
    expect(await Promise.all(others.map(isSignedIn))).toEqual([false, false]);
    expect(await isSignedIn(browser)).toBe(true);
  });

  it('shows nobody the sessions of somebody else', async () => {
    const ben = await signedIn(await addPerson(server, 'Ben'));
    const theirs = endLinks((await (await signedIn(ada)).get(PATH)).body)[0]!;
    expect(await ben.get(theirs)).toMatchObject({ status: 404 });
    const form = formOf(await ben.get(`${PATH}/end-others`), 'confirm');
    await ben.post(theirs, form.fields);
    expect(await isSignedIn(browser)).toBe(true);
  });

  it('asks for the password again when the sign-in is old, and says what is wrong with it', async () => {
    server.advance(16 * 60);
    const ask = await browser.get(`${PATH}/end-others`);
    expect(ask.body).toContain('Your password, once more');
    const missing = await browser.submit(ask, 'confirm');
    expect(missing).toMatchObject({ status: 403 });
    expect(missing.body).toContain('Enter your password once more.');
    const wrong = await browser.submit(ask, 'confirm', { current_password: 'not it' });
    expect(wrong.body).toMatch(/aria-invalid="true"[^>]*aria-describedby="current-password-error/);
    expect(wrong.body).toContain('This password is not right.');
    const right = await browser.submit(wrong, 'confirm', { current_password: PASSWORD });
    expect(right).toMatchObject({ status: 303 });
    expect((await browser.get(`${PATH}/end-others`)).body).not.toContain('current_password');
  });

  it('refuses forms that it has not made for this session', async () => {
    const form = formOf(await browser.get(`${PATH}/end-others`), 'confirm');
    const other = await signedIn(ada);
    for (const [who, fields, headers] of [
      [browser, { ...form.fields, csrf: '' }, {}],
      [browser, {}, {}],
      [other, form.fields, {}],
      [browser, form.fields, { Origin: 'https://evil.example' }],
      [browser, form.fields, { 'Sec-Fetch-Site': 'cross-site' }],
    ] as const) {
      const refused = await who.post(`${PATH}/end-others`, fields, headers);
      expect(refused.status).toBe(403);
      expect(refused.body).toContain('Nothing was changed');
    }
    expect(await isSignedIn(other)).toBe(true);
  });

  it('speaks the language of the person, and of a link', async () => {
    const page = await browser.get(`${PATH}?ui_locales=fr-CA%20en`);
    expect(page.body).toContain('<html lang="fr"');
    expect((await browser.get(PATH)).body).toContain('<html lang="fr"');
    expect((await browser.get(PATH, { 'Accept-Language': 'de' })).body).toContain('<html lang="fr"');
    const fresh = await signedIn(ada);
    expect((await fresh.get(PATH, { 'Accept-Language': 'de-AT, en;q=0.5' })).body).toContain(
      '<html lang="de"',
    );
  });
});
