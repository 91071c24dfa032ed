import { LocalUsers } from '../../src/users/application/local-users';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { UserAdministration } from '../../src/users/application/user-administration';
import { AppModule } from '../../src/app.module';
import { Settings } from '../../src/config/settings';
import { Browser, type Page } from '../support/browser';
import { latestLink, mailsTo } from '../support/mailbox';
import { addPerson, PASSWORD, type TestPerson } from '../support/oauth';
import { atOnce } from '../support/race';
import { startServer, type TestServer } from '../support/test-server';

const PATH = '/settings/profile/email';

describe('Settings → Profile → email address, and /verify', () => {
  let server: TestServer;
  let ada: TestPerson;
  let browser: Browser;
  let fresh: string;
  let people = 0;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    ada = await addPerson(server, `Mover ${people++}`);
    fresh = `moved${people}@example.com`;
    browser = new Browser(server.url);
    await browser.signIn(ada.email, PASSWORD);
  });

  const ask = async (email: string, more: Record<string, string> = {}): Promise<Page> =>
    browser.submit(await browser.get(PATH), 'confirm', { email, ...more });
  const find = async () => (await server.get(LocalUsers).find(ada.user.id))!;
  const subjects = async (email: string) => (await mailsTo(server, email)).map(({ subject }) => subject);

  it('changes when the link in the new mailbox is opened; the old one is told before and after', async () => {
    expect((await browser.get('/settings/profile')).body).toContain(`href="${PATH}"`);
    const asked = await ask(fresh);
    expect(asked).toMatchObject({ status: 303, leadsTo: `${server.url}/settings/profile?done=email-sent` });
    expect(await find()).toMatchObject({ email: ada.email });
    const stranger = new Browser(server.url);
    const page = await stranger.get(await latestLink(server, fresh));
    expect(page.body).toContain(fresh);
    const done = await stranger.follow(await stranger.submit(page, 'verify', { password: PASSWORD }));
    expect(done.body).toContain('The email address is confirmed');
    expect(await find()).toMatchObject({ email: fresh, emailVerified: true });
    expect((await stranger.signIn(ada.email, PASSWORD)).status).toBe(401);
    expect((await stranger.signIn(fresh, PASSWORD)).status).toBe(303);
    expect((await browser.get('/settings/sessions')).status).toBe(200);
    expect(await subjects(ada.email)).toEqual([
      'Your email address is changed',
      'Another email address for your account',
    ]);
  });

  it('asks for the password again when the sign-in is old', async () => {
    server.advance(16 * 60);
    expect((await ask(fresh)).body).toContain('Enter your password once more.');
    expect((await ask(fresh, { current_password: 'not it' })).status).toBe(403);
    expect(await subjects(fresh)).toEqual([]);
    expect((await ask(fresh, { current_password: PASSWORD })).status).toBe(303);
    expect(await subjects(fresh)).toHaveLength(1);
  });

  it('does not tell whether somebody has the address, neither on the page nor in the own mailbox', async () => {
    const ben = await addPerson(server, `Ben ${people}`);
    await ask(fresh);
    const first = await latestLink(server, fresh);
    const [taken, free] = [await ask(ben.email), await ask(`x.${fresh}`)];
    expect([taken.status, taken.leadsTo, taken.body]).toEqual([free.status, free.leadsTo, free.body]);
    expect(await subjects(ben.email)).toEqual([]);
    const notices = await mailsTo(server, ada.email);
    expect(notices.map(({ text }) => /to (\S+)\. It/.exec(text)![1])).toEqual([
      `x.${fresh}`,
      ben.email,
      fresh,
    ]);
    expect((await browser.get(first)).status).toBe(410);
  });

  it('an address that somebody has ends the link before it, as any other does', async () => {
    const ben = await addPerson(server, `Ben ${people}`);
    await ask(fresh);
    const link = await latestLink(server, fresh);
    await ask(ben.email);
    await mailsTo(server, ben.email);
    expect((await browser.get(link)).status).toBe(410);
  });

  it('whoever opens the link and lacks the password gives nobody their address', async () => {
    await ask(fresh);
    const victim = new Browser(server.url);
    await victim.signIn((await addPerson(server, `Victim ${people}`)).email, PASSWORD);
    const link = await latestLink(server, fresh);
    const page = await victim.get(link);
    expect(page.body).not.toContain(ada.email);
    for (const password of ['', 'not hers at all']) {
      const refused = await victim.submit(page, 'verify', { password });
      expect(refused.status).toBe(400);
      expect(refused.body).toContain('This password is not right');
    }
    expect(await find()).toMatchObject({ email: ada.email });
    expect((await browser.submit(await browser.get(link), 'verify', { password: PASSWORD })).status).toBe(
      303,
    );
  });

  it('lets nobody guess the password by the link', async () => {
    await ask(fresh);
    const stranger = new Browser(server.url);
    const page = await stranger.get(await latestLink(server, fresh));
    const guess = () => stranger.submit(page, 'verify', { password: 'a guess that is wrong' });
    for (let count = 0; count < 10; count++) expect((await guess()).status).toBe(400);
    expect((await stranger.submit(page, 'verify', { password: PASSWORD })).status).toBe(429);
    const own = await browser.get(new URL(page.url).pathname + new URL(page.url).search);
    expect((await browser.submit(own, 'verify', { password: PASSWORD })).status).toBe(303);
  });

  it('says what is wrong', async () => {
    expect((await ask('nobody')).body).toContain('Write an email address like');
    expect((await ask(ada.email.toUpperCase())).body).toContain('This is your address already.');
  });

  it('a link works once, ends after a day, by a newer one, and by another password', async () => {
    await ask(fresh);
    const first = await latestLink(server, fresh);
    await ask(`x.${fresh}`);
    const second = await latestLink(server, `x.${fresh}`);
    expect((await browser.get(first)).status).toBe(410);
    const page = await browser.get(second);
    const answers = await atOnce(4, () => browser.submit(page, 'verify', { password: PASSWORD }));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410, 410]);
    await ask(fresh);
    const late = await latestLink(server, fresh);
    server.advance(86_401);
    expect((await browser.get(late)).status).toBe(410);
    await browser.signIn(`x.${fresh}`, PASSWORD);
    await ask(fresh);
    const ended = await latestLink(server, fresh);
    await server.get(UserAdministration).setPassword(await find(), 'another horse, another battery', SYSTEM);
    expect((await browser.get(ended)).status).toBe(410);
  });

  it('an address that somebody has got meanwhile is told on the page', async () => {
    await ask(fresh);
    const link = await latestLink(server, fresh);
    const faster = { email: fresh, name: 'Faster', password: null };
    await server.get(UserAdministration).create(faster, SYSTEM);
    const refused = await browser.submit(await browser.get(link), 'verify', { password: PASSWORD });
    expect(refused.status).toBe(409);
    expect(refused.body).toContain('Somebody with this email address exists.');
    expect(await find()).toMatchObject({ email: ada.email });
  });

  it('is not offered where no mails are sent', async () => {
    const closed = await startServer({
      module: (settings) => AppModule.forRoot(new Settings({ ...settings, mode: 'production' })),
    });
    const ben = await addPerson(closed, 'Ben');
    const other = new Browser(closed.url);
    await other.signIn(ben.email, PASSWORD);
    expect((await other.get(PATH)).status).toBe(404);
    expect((await other.get('/settings/profile')).body).not.toContain(PATH);
    await closed.close();
  });
});
