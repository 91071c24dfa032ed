import { Database } from '../../src/database/database';
import { OneTimeLinkStore } from '../../src/one-time-links/application/one-time-link-store';
import { Purge } from '../../src/purge/purge';
import { sha256 } from '../../src/shared/domain/secret';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { LocalUsers } from '../../src/users/application/local-users';
import { PasswordResets } from '../../src/accounts/application/password-resets';
import { UserAdministration } from '../../src/users/application/user-administration';
import { Browser, formOf, type Page } from '../support/browser';
import { latestLink, mailsTo, pathOf, tokenIn } from '../support/mailbox';
import { addPerson, PASSWORD, type TestPerson } from '../support/oauth';
import { atOnce, CROWD } from '../support/race';
import { startServer, type TestServer } from '../support/test-server';

const NEW_PASSWORD = 'another horse, another battery';

describe('/forgot and /reset: a new password by mail', () => {
  let server: TestServer;
  let ada: TestPerson;
  let browser: Browser;
  let people = 0;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    ada = await addPerson(server, `Forgetful ${people++}`);
    browser = new Browser(server.url);
  });

  const ask = async (email: string): Promise<Page> =>
    browser.submit(await browser.get('/forgot'), 'forgot', { email });
  const askForLink = async (): Promise<string> => {
    await ask(ada.email);
    return latestLink(server, ada.email);
  };
  const reset = async (link: string, password = NEW_PASSWORD): Promise<Page> =>
    browser.submit(await browser.get(link), 'reset', { password });
  const canSignIn = async (password: string) =>
    (await new Browser(server.url).signIn(ada.email, password)).status === 303;

  it('leads from the sign-in page by a mailed link to a new password, and signs out everywhere', async () => {
    const elsewhere = new Browser(server.url);
    await elsewhere.signIn(ada.email, PASSWORD);
    expect((await browser.get('/login')).body).toContain('href="/forgot"');
    const sent = await browser.follow(await ask(` ${ada.email.toUpperCase()}`));
    expect(sent).toMatchObject({ status: 200, url: `${server.url}/forgot/sent` });
    const [mail, ...more] = await mailsTo(server, ada.email);
    expect(more).toEqual([]);
    expect(mail!.subject).toBe('Choose a new password');

    const link = await latestLink(server, ada.email);
    const page = await browser.get(link);
    expect(page.body).toContain(ada.email);
    const done = await browser.follow(await browser.submit(page, 'reset', { password: NEW_PASSWORD }));
    expect(done.body).toContain('Your password is changed');
    expect((await elsewhere.get('/settings/sessions')).status).toBe(303);
    expect(await canSignIn(PASSWORD)).toBe(false);
    expect(await canSignIn(NEW_PASSWORD)).toBe(true);
  });

  it('answers the same for an address that nobody has, and for somebody who is disabled', async () => {
    await server.get(UserAdministration).update(ada.user, { status: 'disabled' }, SYSTEM);
    const answers = [];
    for (const email of ['nobody@example.com', ada.email]) {
      const { status, leadsTo, body } = await ask(email);
      answers.push({ status, leadsTo, body });
      expect(await mailsTo(server, email)).toEqual([]);
    }
    expect(answers[0]).toEqual({ status: 303, leadsTo: `${server.url}/forgot/sent`, body: '' });
    expect(answers[1]).toEqual(answers[0]);
  });

  it('does its work for people who exist after the answer', async () => {
    const asked = jest.spyOn(server.get(PasswordResets) as never as { mail(): Promise<boolean> }, 'mail');
    let answered = false;
    asked.mockImplementation(async () => answered);
    await ask(ada.email);
    answered = true;
    await mailsTo(server, ada.email);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('says what is wrong with an address', async () => {
    const refused = await ask('not an address');
    expect(refused.status).toBe(400);
    expect(refused.body).toContain('Write an email address like');
    expect(refused.body).toContain('value="not an address"');
  });

  it('mails an account five times an hour at most, however many ask at once', async () => {
    const page = await browser.get('/forgot');
    await atOnce(CROWD, () => browser.submit(page, 'forgot', { email: ada.email }));
    expect(await mailsTo(server, ada.email)).toHaveLength(5);
    server.advance(3601);
    await ask(ada.email);
    expect(await mailsTo(server, ada.email)).toHaveLength(6);
  });

  it('looking at the page does not use the link: mail scanners look too', async () => {
    const link = await askForLink();
    for (let times = 0; times < 3; times++) expect((await browser.get(link)).status).toBe(200);
    expect(await reset(link)).toMatchObject({ status: 303 });
  });

  it('a password that is refused leaves the link, and says why', async () => {
    const link = await askForLink();
    const short = await reset(link, 'short');
    expect(short.status).toBe(400);
    expect(short.body).toMatch(/aria-invalid="true"[^>]*aria-describedby="password-error/);
    expect(short.body).toContain('Use at least 15 characters');
    expect((await reset(link, ada.email)).body).toContain('Do not use your name');
    expect((await browser.submit(short, 'reset', { password: NEW_PASSWORD })).status).toBe(303);
  });

  it('a link works once; of two at once, one', async () => {
    const link = await askForLink();
    const page = await browser.get(link);
    const answers = await atOnce(8, (index) =>
      browser.submit(page, 'reset', { password: `${NEW_PASSWORD} ${index}` }),
    );
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    for (const { status, body } of answers.filter(({ status }) => status !== 303)) {
      expect(status).toBe(410);
      expect(body).toContain('This link does not work any more');
    }
    const winner = answers.findIndex(({ status }) => status === 303);
    expect(await canSignIn(`${NEW_PASSWORD} ${winner}`)).toBe(true);
    expect((await browser.get(link)).status).toBe(410);
  });

  it('the table itself lets one of many take a link', async () => {
    const key = { hash: sha256(tokenIn(await askForLink())), purpose: 'password-reset' } as const;
    const store = server.get(OneTimeLinkStore);
    const taken = await atOnce(CROWD, () => store.take(key, Date.now()));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  it('a link goes on working when a stranger asks for another; using one ends all', async () => {
    const first = await askForLink();
    const newer = await askForLink();
    expect(newer).not.toBe(first);
    for (const link of [first, newer]) expect((await browser.get(link)).status).toBe(200);
    expect((await reset(first)).status).toBe(303);
    expect((await browser.get(newer)).status).toBe(410);
  });

  it('a link ends after an hour, by another password, and by another address', async () => {
    const newer = await askForLink();
    server.advance(3601);
    const late = await browser.get(newer);
    expect(late.status).toBe(410);
    expect(late.body).toContain('for one hour');

    const administration = server.get(UserAdministration);
    const now = async () => (await server.get(LocalUsers).find(ada.user.id))!;
    const before = await askForLink();
    await administration.setPassword(await now(), NEW_PASSWORD, SYSTEM);
    expect((await browser.get(before)).status).toBe(410);
    const again = await askForLink();
    await administration.confirmEmail(await now(), `moved.${ada.email}`, SYSTEM);
    expect((await browser.get(again)).status).toBe(410);
  });

  it.each(['', '?token=', '?token=x', '?token=a&token=b', `?token=aln_${'0'.repeat(42)}`])(
    'what is no link of ours gets the same words: /reset%s',
    async (query) => {
      const page = await browser.get(`/reset${query}`);
      expect(page.status).toBe(410);
      expect(page.body).toContain('This link does not work any more');
    },
  );

  it('a link for something else does not change a password', async () => {
    const token = tokenIn(await askForLink());
    for (const path of ['/invite', '/verify', '/setup'])
      expect((await browser.get(`${path}?token=${token}`)).status).toBe(410);
  });

  it('refuses forms that it has not made for this browser', async () => {
    const link = await askForLink();
    const form = formOf(await browser.get(link), 'reset');
    const fields = { ...form.fields, password: NEW_PASSWORD };
    for (const [who, values, headers] of [
      [browser, { ...fields, csrf: 'x' }, {}],
      [new Browser(server.url), fields, {}],
      [browser, fields, { Origin: 'https://evil.example' }],
      [browser, fields, { Origin: 'null' }],
      [browser, fields, { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' }],
    ] as const) {
      expect((await who.post('/reset', values, headers)).status).toBe(403);
    }
    const withheld = { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' };
    expect((await browser.post('/reset', fields, withheld)).status).toBe(303);
  });

  it('tells nobody the address with the link in it', async () => {
    const link = await askForLink();
    const shown = await browser.get(link);
    const answers = [
      shown,
      await browser.submit(shown, 'reset', { password: 'x' }),
      await browser.get('/reset'),
    ];
    for (const { headers } of answers) {
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('keeps the secret of a link nowhere but in the mail', async () => {
    const link = await askForLink();
    const secret = tokenIn(link).slice('aln_'.length, -6);
    expect(await dump(server)).not.toContain(secret);
    expect(await reset(link)).toMatchObject({ status: 303 });
    expect(await dump(server)).not.toContain(secret);
  });

  it('an administrator mails a link, or hands it over', async () => {
    const resets = server.get(PasswordResets);
    expect(await resets.issue(ada.user, SYSTEM, { sendMail: true })).toBeNull();
    expect(await mailsTo(server, ada.email)).toHaveLength(1);
    const link = pathOf(await resets.issue(ada.user, SYSTEM, { sendMail: false }));
    expect(await mailsTo(server, ada.email)).toHaveLength(1);
    expect(await reset(link)).toMatchObject({ status: 303 });
  });

  it('links that have ended are purged', async () => {
    await askForLink();
    server.advance(3601);
    expect((await server.get(Purge).run())['one_time_links']).toBeGreaterThan(0);
    expect(
      await server
        .get(Database)
        .manager.query('SELECT * FROM grantor_one_time_links WHERE subject = ?', [ada.user.id]),
    ).toEqual([]);
  });
});

/** Every row of every table, as text. */
async function dump(server: TestServer): Promise<string> {
  const { dataSource, manager } = server.get(Database);
  const rows = await Promise.all(
    dataSource.entityMetadatas.map(({ tableName }) => manager.query(`SELECT * FROM ${tableName}`)),
  );
  return JSON.stringify(rows);
}

describe.each([
  ['LIMIT_LINKS_PER_HOUR', { LIMIT_LINKS_PER_HOUR: '2' }, 2],
  ['LIMIT_LIVING_LINKS', { LIMIT_LINKS_PER_HOUR: '100', LIMIT_LIVING_LINKS: '3' }, 3],
])('%s', (_, env, mails) => {
  it(`bounds the mails to an account, for an hour: ${mails}`, async () => {
    const server = await startServer({ env });
    const ada = await addPerson(server, 'Ada Lovelace');
    const browser = new Browser(server.url);
    const page = await browser.get('/forgot');
    const ask = () => browser.submit(page, 'forgot', { email: ada.email });
    await atOnce(CROWD, ask);
    expect(await mailsTo(server, ada.email)).toHaveLength(mails);
    server.advance(3601);
    await ask();
    expect(await mailsTo(server, ada.email)).toHaveLength(mails + 1);
    await server.close();
  });
});
