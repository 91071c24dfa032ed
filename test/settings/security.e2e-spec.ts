import { companyServer } from '../../examples/company-server/company.module';
import { Database } from '../../src/database/database';
import { Browser, formOf } from '../support/browser';
import { addPerson, PASSWORD, type TestPerson } from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';

const PATH = '/settings/security';
const NEXT = 'a much better pass phrase';

describe('Settings → Security', () => {
  let server: TestServer;
  let company: TestServer | undefined;
  let ada: TestPerson;
  let browser: Browser;
  let people = 0;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(async () => {
    await company?.close();
    await server.close();
  });

  beforeEach(async () => {
    ada = await addPerson(server, `Ada ${people++}`);
    browser = await signedIn(PASSWORD);
  });

  async function signedIn(password: string): Promise<Browser> {
    const some = new Browser(server.url);
    await some.signIn(ada.email, password);
    return some;
  }

  const isSignedIn = async (some: Browser) => (await some.get(PATH)).status === 200;
  const change = async (current_password: string, new_password: string) =>
    browser.submit(await browser.get(PATH), 'password', { current_password, new_password });

  it('has a form that password managers understand', async () => {
    const { body } = await browser.get(PATH);
    expect(body).toMatch(
      /<input type="email" name="username" value="ada[^"]*" autocomplete="username" hidden>/,
    );
    expect(body).toMatch(/name="current_password" type="password"[^>]*autocomplete="current-password"/);
    expect(body).toMatch(/name="new_password" type="password"[^>]*autocomplete="new-password"/);
  });

  it('changes the password, and tells when that was', async () => {
    const done = await browser.follow(await change(PASSWORD, NEXT));
    expect(done.body).toContain('Your password is changed.');
    expect(await isSignedIn(await signedIn(PASSWORD))).toBe(false);
    server.advance(3 * 31 * 86_400);
    const { body } = await (await signedIn(NEXT)).get(PATH);
    expect(body).toMatch(/Changed <time[^>]*>3 months ago<\/time>/);
  });

  it('signs all other browsers out, and gives this one a fresh cookie for the same session', async () => {
    const other = await signedIn(PASSWORD);
    const openTab = await browser.get('/settings/sessions');
    const before = new Map(browser.cookies);
    expect(await change(PASSWORD, NEXT)).toMatchObject({ status: 303 });
    expect(await isSignedIn(other)).toBe(false);
    expect(await isSignedIn(browser)).toBe(true);
    expect(await browser.submit(openTab, 'sign-out')).toMatchObject({ status: 200 });
    before.forEach((value, name) => browser.cookies.set(name, value));
    expect(await isSignedIn(browser)).toBe(false);
  });

  it.each([
    ['not the password', NEXT, 'current-password', 'This password is not right.'],
    ['', NEXT, 'current-password', 'Enter your current password.'],
    [PASSWORD, '', 'new-password', 'Use at least 15 characters.'],
    [PASSWORD, 'too short', 'new-password', 'Use at least 15 characters.'],
    [PASSWORD, 'x'.repeat(20), 'new-password', 'Use more than a few different characters.'],
    [PASSWORD, 'password12345678', 'new-password', 'This is among the first that are guessed.'],
    [PASSWORD, `${'a long one '.repeat(100)}`, 'new-password', 'Use at most 1024 bytes.'],
  ])('refuses %j → %j and says so at %s', async (current, next, field, words) => {
    const page = await change(current, next);
    expect(page).toMatchObject({ status: 400 });
    expect(page.body).toContain('<title>Error: Security');
    expect(page.body).toMatch(new RegExp(`id="${field}"[^>]*aria-invalid="true"[^>]*${field}-error`));
    expect(page.body).toContain(words);
    expect(page.body.includes(`value="${NEXT}"`)).toBe(false);
    expect(await isSignedIn(await signedIn(PASSWORD))).toBe(true);
  });

  it('names both faults at once', async () => {
    const page = await change('', 'too short');
    expect(page.body).toContain('2 things need a change.');
  });

  it('writes one event, without any password', async () => {
    await change(PASSWORD, NEXT);
    const rows = (await server
      .get(Database)
      .manager.query('SELECT * FROM grantor_audit_events WHERE user_id = ?', [ada.user.id])) as {
      type: string;
    }[];
    expect(rows.filter(({ type }) => type === 'password.changed')).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(NEXT);
  });

  it('lets one of several changes win', async () => {
    const page = await browser.get(PATH);
    const answers = await Promise.all(
      [1, 2, 3].map((n) =>
        browser.submit(page, 'password', { current_password: PASSWORD, new_password: `${NEXT} ${n}` }),
      ),
    );
    const won = answers.filter(({ headers }) => headers.get('location')?.includes('done='));
    expect(won).toHaveLength(1);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const winner = answers.indexOf(won[0]!) + 1;
    expect(await isSignedIn(await signedIn(`${NEXT} ${winner}`))).toBe(true);
  });

  it('refuses a form that it has not made', async () => {
    const fields = { current_password: PASSWORD, new_password: NEXT };
    expect(await browser.post(`${PATH}/password`, fields)).toMatchObject({ status: 403 });
    expect(await isSignedIn(await signedIn(PASSWORD))).toBe(true);
  });

  it('says that the company keeps the password, where it does', async () => {
    company = await startServer({ module: companyServer });
    const staff = new Browser(company.url);
    await staff.signIn('grace@acme.example', 'a ship in port is safe');
    const page = await staff.get(PATH);
    expect(page.body).toContain('Your company keeps your password');
    expect(page.body).not.toContain('id="password"');
    const csrf = formOf(await staff.get('/settings/sessions/end-others'), 'confirm').fields['csrf']!;
    const fields = { csrf, current_password: 'a ship in port is safe', new_password: NEXT };
    expect(await staff.post(`${PATH}/password`, fields)).toMatchObject({ status: 409 });
  });
});
