import { Logger } from '@nestjs/common';
import { companyServer } from '../../examples/company-server/company.module';
import { FirstAdmin } from '../../src/accounts/application/first-admin';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { LocalUsers } from '../../src/users/application/local-users';
import { UserAdministration } from '../../src/users/application/user-administration';
import { Browser, formOf, type Page } from '../support/browser';
import { pathOf } from '../support/mailbox';
import { addPerson, PASSWORD } from '../support/oauth';
import { atOnce, startNode } from '../support/race';
import { createDatabase, startServer, type TestServer } from '../support/test-server';

const ROOT = { email: 'root@example.com', name: 'Root', password: PASSWORD };

/** What the server has said about its first administrator while it started. */
async function startAndListen(options: Parameters<typeof startServer>[0] = {}) {
  const said: string[] = [];
  jest.spyOn(Logger.prototype, 'warn').mockImplementation((message) => void said.push(String(message)));
  const server = await startServer(options);
  const links = said.flatMap((line) => /https?:\S+\/setup\?token=\S+/.exec(line) ?? []);
  return { server, links };
}

describe('/setup: the first administrator', () => {
  let server: TestServer;
  let link: string;

  beforeEach(async () => {
    const started = await startAndListen();
    server = started.server;
    expect(started.links).toHaveLength(1);
    link = pathOf(started.links[0]!);
  });

  afterEach(() => server.close());

  const submit = async (path: string, values: Record<string, string> = ROOT): Promise<Page> => {
    const browser = new Browser(server.url);
    return browser.submit(await browser.get(path), 'setup', values);
  };
  const admins = async () => (await server.get(LocalUsers).list()).filter(({ role }) => role === 'admin');

  it('is made by the link that the server prints, and signs in', async () => {
    const browser = new Browser(server.url);
    const done = await browser.follow(await browser.submit(await browser.get(link), 'setup', ROOT));
    expect(done.body).toContain('Your account is ready');
    expect(await admins()).toMatchObject([{ email: ROOT.email, name: ROOT.name }]);
    expect(await browser.signIn(ROOT.email, PASSWORD, done)).toMatchObject({ status: 303 });
    expect((await browser.get(link)).status).toBe(410);
  });

  it('is never the first visitor', async () => {
    const browser = new Browser(server.url);
    for (const path of ['/setup', '/setup?token=', `${link}x`])
      expect((await browser.get(path)).status).toBe(410);
    const { fields } = formOf(await browser.get(link), 'setup');
    expect((await browser.post('/setup', { ...fields, token: '', ...ROOT })).status).toBe(410);
    expect(await admins()).toEqual([]);
  });

  it('the link ends after 30 minutes, and when an administrator is there', async () => {
    const other = pathOf(await server.get(FirstAdmin).offer());
    server.advance(29 * 60);
    expect((await new Browser(server.url).get(link)).status).toBe(200);
    await addPerson(server, 'Some Admin', 'admin');
    expect((await new Browser(server.url).get(other)).status).toBe(410);
    expect(await server.get(FirstAdmin).offer()).toBeNull();
    server.advance(61);
    expect((await new Browser(server.url).get(link)).status).toBe(410);
  });

  it('says what is wrong, and keeps what was typed', async () => {
    const refused = await submit(link, { email: 'nobody', name: 'Root of All', password: 'short' });
    expect(refused.status).toBe(400);
    expect(refused.body).toContain('2 things need a change');
    expect(refused.body).toContain('value="Root of All"');
    expect(refused.body).not.toContain('value="short"');
    expect(await submit(link)).toMatchObject({ status: 303 });
  });

  it('an address that somebody has is told at its field', async () => {
    await addPerson(server, 'Member');
    const taken = await submit(link, { ...ROOT, email: 'member@example.com' });
    expect(taken.status).toBe(409);
    expect(taken.body).toMatch(/id="email-error">Somebody with this email address exists/);
    expect(await submit(link)).toMatchObject({ status: 303 });
  });

  it('of several links used at once, by several servers, one makes an administrator', async () => {
    const node = await startNode(server);
    const offers = await Promise.all([server, node, server].map((some) => some.get(FirstAdmin).offer()));
    const paths = [link, ...offers.map(pathOf)];
    const pages = await Promise.all(
      paths.map(async (path, index) => {
        const browser = new Browser((index % 2 ? node : server).url);
        return { browser, page: await browser.get(path) };
      }),
    );
    const answers = await atOnce(paths.length, (index) => {
      const { browser, page } = pages[index]!;
      return browser.submit(page, 'setup', { ...ROOT, email: `root${index}@example.com` });
    });
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410, 410]);
    expect(await admins()).toHaveLength(1);
    await node.close();
  });
});

describe('the setup link', () => {
  it('is not printed where ADMIN_EMAIL names somebody, nor where an administrator is there', async () => {
    const database = await createDatabase();
    const named = await startAndListen({
      database,
      env: { ADMIN_EMAIL: ROOT.email, ADMIN_PASSWORD: PASSWORD },
    });
    await named.server.close();
    const again = await startAndListen({ database });
    expect([named.links, again.links]).toEqual([[], []]);
    await again.server.close();
    await database.drop();
  });

  it('is not there for a company with a directory of its own, nor are the other pages', async () => {
    const { server, links } = await startAndListen({ module: companyServer });
    expect(links).toEqual([]);
    const user = { email: 'x@example.com', name: 'X', password: null };
    await server.get(UserAdministration).create(user, SYSTEM);
    const browser = new Browser(server.url);
    for (const path of ['/forgot', '/reset', '/invite', '/setup', '/signup', '/signup/confirm', '/verify'])
      expect([path, (await browser.get(path)).status]).toEqual([path, 404]);
    expect((await browser.get('/login')).body).not.toContain('/forgot');
    await server.close();
  });
});
