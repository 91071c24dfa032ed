import { Database } from '../../src/database/database';
import { LocalUsers } from '../../src/users/application/local-users';
import { UserAdministration } from '../../src/users/application/user-administration';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { Browser, type Page } from '../support/browser';
import { latestLink, linkIn, mailsTo } from '../support/mailbox';
import { addPerson, PASSWORD } from '../support/oauth';
import { atOnce, CROWD } from '../support/race';
import { startServer, type TestServer } from '../support/test-server';

describe('/signup with SIGNUP=open', () => {
  let server: TestServer;
  let browser: Browser;
  let email: string;
  let people = 0;

  beforeAll(async () => {
    server = await startServer({ env: { SIGNUP: 'open' } });
  });

  afterAll(() => server.close());

  beforeEach(() => {
    browser = new Browser(server.url);
    email = `new${people++}@example.com`;
  });

  const NAME = 'Buy now at https://evil.example';
  const signUp = async (values: Record<string, string> = {}): Promise<Page> =>
    browser.submit(await browser.get('/signup'), 'signUp', {
      email,
      name: NAME,
      password: PASSWORD,
      ...values,
    });
  const confirm = async (link: string, password = PASSWORD): Promise<Page> =>
    browser.submit(await browser.get(link), 'signUpConfirm', { password });
  const find = () => server.get(LocalUsers).findByEmail(email);

  it('makes an account when the mailed link is opened, not before', async () => {
    expect((await browser.get('/login')).body).toContain('href="/signup"');
    const sent = await browser.follow(await signUp());
    expect(sent).toMatchObject({ status: 200, url: `${server.url}/signup/sent` });
    expect(await find()).toBeNull();
    expect((await browser.signIn(email, PASSWORD)).status).toBe(401);
    const done = await browser.follow(await confirm(await latestLink(server, email)));
    expect(done.body).toContain('Your account is ready');
    expect(await find()).toMatchObject({ name: NAME, role: 'member', emailVerified: true });
    expect((await browser.signIn(email, PASSWORD)).status).toBe(303);
  });

  it('asks for the password again: whoever only has the mailbox makes no account', async () => {
    await signUp();
    const link = await latestLink(server, email);
    const wrong = await confirm(link, 'what somebody else would type');
    expect(wrong.status).toBe(400);
    expect(wrong.body).toContain('This password is not right.');
    expect(await find()).toBeNull();
    expect((await confirm(link)).status).toBe(303);
  });

  it('carries no words of a stranger to a mailbox', async () => {
    await signUp();
    const [mail] = await mailsTo(server, email);
    expect(mail!.subject + mail!.text).not.toContain('evil');
  });

  it('answers the same for an address that somebody has, who is told', async () => {
    const ada = await addPerson(server, `Ada ${email}`);
    const [fresh, taken] = [await signUp(), await signUp({ email: ada.email })];
    expect([taken.status, taken.leadsTo, taken.body]).toEqual([fresh.status, fresh.leadsTo, fresh.body]);
    const [mail, ...more] = await mailsTo(server, ada.email);
    expect(more).toEqual([]);
    expect(mail!.subject).toBe('You already have an account');
    expect(linkIn(mail!)).toMatch(/^\/reset\?token=/);
    expect((await browser.get(linkIn(mail!))).status).toBe(200);
  });

  it('tells a person who is disabled nothing', async () => {
    const eve = await addPerson(server, `Eve ${email}`);
    await server.get(UserAdministration).update(eve.user, { status: 'disabled' }, SYSTEM);
    expect((await signUp({ email: eve.email })).status).toBe(303);
    expect(await mailsTo(server, eve.email)).toEqual([]);
  });

  it('mails an address five times an hour at most', async () => {
    const page = await browser.get('/signup');
    const form = { email, name: 'New', password: PASSWORD };
    await atOnce(CROWD, () => browser.submit(page, 'signUp', form));
    expect(await mailsTo(server, email)).toHaveLength(5);
  });

  it('one account comes of two links and of one used twice', async () => {
    await signUp();
    const first = await latestLink(server, email);
    await signUp({ name: 'Second' });
    const second = await latestLink(server, email);
    expect((await browser.get(first)).status).toBe(200);
    const page = await browser.get(second);
    const answers = await atOnce(4, () => browser.submit(page, 'signUpConfirm', { password: PASSWORD }));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410, 410]);
    expect((await browser.get(first)).status).toBe(410);
    expect(await find()).toMatchObject({ name: 'Second' });
  });

  it('an address that somebody has got meanwhile is told on the page', async () => {
    await signUp();
    const link = await latestLink(server, email);
    await server.get(UserAdministration).create({ email, name: 'Faster', password: null }, SYSTEM);
    const refused = await confirm(link);
    expect(refused.status).toBe(409);
    expect(refused.body).toContain('Somebody with this email address exists.');
  });

  it('ends after a day, and keeps no password in clear', async () => {
    await signUp();
    const link = await latestLink(server, email);
    const rows = JSON.stringify(
      await server.get(Database).manager.query('SELECT * FROM grantor_one_time_links'),
    );
    expect(rows).toContain('$argon2id$');
    expect(rows).not.toContain(PASSWORD);
    server.advance(86_401);
    const late = await browser.get(link);
    expect(late.status).toBe(410);
    expect(late.body).toContain('create it again');
  });

  it('says what is wrong', async () => {
    const refused = await signUp({ email: 'x', name: '', password: 'password12345678' });
    expect(refused.status).toBe(400);
    expect(refused.body).toContain('3 things need a change');
    expect(refused.body).toContain('This is among the first that are guessed');
  });
});

describe('/signup with SIGNUP=invite', () => {
  it('is not there', async () => {
    const server = await startServer();
    const browser = new Browser(server.url);
    for (const path of ['/signup', '/signup/sent', '/signup/confirm?token=x'])
      expect([path, (await browser.get(path)).status]).toEqual([path, 404]);
    expect((await browser.get('/login')).body).not.toContain('/signup');
    await server.close();
  });
});
