import { Invitations } from '../../src/accounts/application/invitations';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { LocalUsers } from '../../src/users/application/local-users';
import { UserAdministration } from '../../src/users/application/user-administration';
import { Browser } from '../support/browser';
import { latestLink, mailsTo, pathOf } from '../support/mailbox';
import { PASSWORD } from '../support/oauth';
import { atOnce } from '../support/race';
import { startServer, type TestServer } from '../support/test-server';

const DAY = 86_400;

describe('/invite: somebody is invited, and chooses a password', () => {
  let server: TestServer;
  let browser: Browser;
  let email: string;
  let people = 0;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.close());

  beforeEach(() => {
    browser = new Browser(server.url);
    email = `guest${people++}@example.com`;
  });

  const invite = (sendMail: boolean) =>
    server.get(Invitations).invite({ email, name: 'Guest', role: 'admin' }, SYSTEM, { sendMail });
  const accept = async (link: string, values = { name: 'Grace Hopper', password: PASSWORD }) =>
    browser.submit(await browser.get(link), 'invite', values);

  it('by mail: name, password, and the address is verified', async () => {
    const { user, link } = await invite(true);
    expect(link).toBeNull();
    expect(await browser.signIn(email, PASSWORD)).toMatchObject({ status: 401 });
    const page = await browser.get(await latestLink(server, email));
    expect(page.body).toContain('value="Guest"');
    const form = { name: 'Grace Hopper', password: PASSWORD };
    const done = await browser.follow(await browser.submit(page, 'invite', form));
    expect(done.body).toContain('Your account is ready');
    expect(await browser.signIn(email, PASSWORD, done)).toMatchObject({ status: 303 });
    const now = await server.get(LocalUsers).find(user.id);
    expect(now).toMatchObject({ name: 'Grace Hopper', emailVerified: true, role: 'admin' });
    expect((await mailsTo(server, email)).map(({ subject }) => subject)).not.toContain(
      'Your password is changed',
    );
  });

  it('by hand: the link is given once to whoever invites', async () => {
    const { link } = await invite(false);
    expect(await mailsTo(server, email)).toEqual([]);
    expect(await accept(pathOf(link))).toMatchObject({ status: 303 });
  });

  it('nobody is invited twice, and a second link ends the first', async () => {
    const { user, link } = await invite(false);
    await expect(invite(true)).rejects.toMatchObject({ slug: 'conflict' });
    const second = await server.get(Invitations).inviteAgain(user, SYSTEM, { sendMail: false });
    expect((await browser.get(pathOf(link))).status).toBe(410);
    expect((await browser.get(pathOf(second))).status).toBe(200);
  });

  it('works for seven days, once, for one of two at once', async () => {
    const { user, link } = await invite(false);
    server.advance(7 * DAY - 60);
    const page = await browser.get(pathOf(link));
    const answers = await atOnce(4, () =>
      browser.submit(page, 'invite', { name: 'Grace', password: PASSWORD }),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410, 410]);
    const another = await server.get(Invitations).inviteAgain(user, SYSTEM, { sendMail: false });
    server.advance(7 * DAY);
    const late = await browser.get(pathOf(another));
    expect(late.status).toBe(410);
    expect(late.body).toContain('Ask the person who invited you');
  });

  it('ends when the invited person has chosen a password in another way', async () => {
    const { link } = await invite(false);
    await browser.submit(await browser.get('/forgot'), 'forgot', { email });
    const reset = await browser.get(await latestLink(server, email));
    expect((await browser.submit(reset, 'reset', { password: PASSWORD })).status).toBe(303);
    expect((await browser.get(pathOf(link))).status).toBe(410);
    expect((await browser.signIn(email, PASSWORD)).status).toBe(303);
  });

  it('ends with the person', async () => {
    const { user, link } = await invite(false);
    await server.get(UserAdministration).update(user, { status: 'disabled' }, SYSTEM);
    expect((await browser.get(pathOf(link))).status).toBe(410);
  });

  it('says what is wrong with name and password, and keeps the name', async () => {
    const link = pathOf((await invite(false)).link);
    const refused = await accept(link, { name: '\u0007', password: 'Grace Hopper' });
    expect(refused.body).toContain('Leave out invisible characters.');
    expect(refused.body).toContain('Use at least 15 characters');
    const own = await accept(link, { name: 'Grace Brewster Hopper', password: 'grace brewster hopper' });
    expect(own.body).toContain('Do not use your name');
    expect(own.body).toContain('value="Grace Brewster Hopper"');
  });
});
