import { ClientSecretKeeper } from '../../src/clients/application/client-secret-keeper';
import { ClientRegistration } from '../../src/clients/application/client-registration';
import { Clients, ClientSecrets } from '../../src/clients/application/clients';
import { clientRef } from '../../src/clients/domain/client';
import { ConnectedApps } from '../../src/authorization/application/connected-apps';
import { EndingNotices } from '../../src/notifications/application/ending-notices';
import { PersonalAccessTokens } from '../../src/personal-access-tokens/application/personal-access-tokens';
import { say } from '../../src/locales/words';
import { Purge } from '../../src/purge/purge';
import { SYSTEM, userParty } from '../../src/shared/domain/security-events';
import { LocalUsers } from '../../src/users/application/local-users';
import { UserAdministration } from '../../src/users/application/user-administration';
import { Browser } from '../support/browser';
import { mailsTo } from '../support/mailbox';
import { addClient, addPerson, obtainTokens, PASSWORD, type TestPerson } from '../support/oauth';
import { atOnce, startNode } from '../support/race';
import { startServer, type TestServer } from '../support/test-server';

const DAY = 86_400;
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/';
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';

describe('mails about what happens to an account', () => {
  let server: TestServer;
  let ada: TestPerson;
  let people = 0;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    ada = await addPerson(server, `Told ${people++}`);
  });

  const mails = () => mailsTo(server, ada.email);
  const subjects = async () => (await mails()).map(({ subject }) => subject);
  const ownApp = () => addClient(server, { name: 'Project Board', ownerId: ada.user.id });
  const read = async (id: string) => (await server.get(Clients).findByRef(clientRef(id)))!;

  describe('a sign-in', () => {
    const signIn = async (userAgent: string, password = PASSWORD) => {
      const browser = new Browser(server.url);
      const page = await browser.get('/login');
      const { csrf } = Object.fromEntries(
        [...page.body.matchAll(/name="(csrf)" value="([^"]*)"/g)].map(([, name, value]) => [name, value!]),
      );
      const fields = { csrf: csrf!, email: ada.email, password };
      return browser.post('/login', fields, { 'User-Agent': userAgent });
    };

    it('from the very first browser, or from one that is known, is no news', async () => {
      expect((await signIn(`${FIREFOX}153.0`)).status).toBe(303);
      await mails();
      await signIn(`${FIREFOX}154.0`);
      expect(await subjects()).toEqual([]);
    });

    it('from another one is told once, with browser and address', async () => {
      await signIn(`${FIREFOX}153.0`);
      await mails();
      await signIn(SAFARI, 'not the password');
      expect(await subjects()).toEqual([]);
      for (let times = 0; times < 2; times++) {
        await signIn(SAFARI);
        await mails();
      }
      const [mail, ...more] = await mails();
      expect(more).toEqual([]);
      expect(mail!.subject).toBe('A new sign-in to your account');
      expect(mail!.text).toContain('Browser: Safari on iPhone\nAddress: ');
      expect(mail!.text).toMatch(/Time: .* UTC\n/);
      expect(mail!.text).toContain(`${server.url}/settings/sessions`);
    });

    it('is told in the language of the person', async () => {
      const user = await server.get(UserAdministration).update(ada.user, { locale: 'fr' }, SYSTEM);
      expect(user.locale).toBe('fr');
      await signIn(`${FIREFOX}153.0`);
      await mails();
      await signIn(SAFARI);
      const [mail] = await mails();
      expect(mail!.subject).toBe(say('fr', 'mail.newSignIn.subject'));
      expect(mail!.text).toMatch(/\b\d{1,2} \p{L}+\.? 20\d\d/u);
    });

    it('browsers are forgotten with the person', async () => {
      await signIn(`${FIREFOX}153.0`);
      await mails();
      await server.get(UserAdministration).remove(ada.user, SYSTEM);
      ada = await addPerson(server, ada.user.name);
      await signIn(SAFARI);
      expect(await subjects()).toEqual([]);
    });
  });

  it('another password, but not the first one', async () => {
    const administration = server.get(UserAdministration);
    await administration.setPassword(ada.user, 'another horse, another battery', SYSTEM);
    expect(await subjects()).toEqual(['Your password is changed']);
    const invited = { email: `first.${ada.email}`, name: 'First', password: null };
    await administration.setPassword(await administration.create(invited, SYSTEM), PASSWORD, SYSTEM);
    expect(await mailsTo(server, invited.email)).toEqual([]);
  });

  it('a personal token is made, and rotated; the token is in no mail', async () => {
    const tokens = server.get(PersonalAccessTokens);
    const made = await tokens.create(ada.user, { name: 'ci deploy', scopes: ['read:projects'] });
    expect(await subjects()).toEqual(['New access token "ci deploy"']);
    const rotated = await tokens.rotate(ada.user, made.token.id, { overlapSeconds: 0 });
    expect((await subjects())[0]).toBe('Access token "ci deploy" was rotated');
    const all = JSON.stringify(await mails());
    expect(all).not.toContain(made.value);
    expect(all).not.toContain(rotated.value);
  });

  it('an app of theirs has another secret, or is deleted; the secret is in no mail', async () => {
    const { id, secret } = await ownApp();
    const made = await server.get(ClientSecretKeeper).rotate(await read(id), SYSTEM, 0);
    expect(await subjects()).toEqual([
      'New client secret for Project Board',
      'New client secret for Project Board',
    ]);
    await server.get(ClientRegistration).remove(await read(id), SYSTEM);
    expect((await subjects())[0]).toBe('The app Project Board is deleted');
    const all = JSON.stringify(await mails());
    expect(all).not.toContain(secret!);
    expect(all).not.toContain(made.value);
  });

  it('an app can no longer use their account', async () => {
    const client = await addClient(server);
    await obtainTokens(server, client, ada);
    await server.get(ConnectedApps).remove(ada.user.id, clientRef(client.id), userParty(ada.user.id));
    expect(await subjects()).toEqual(['Project Board can no longer use your account']);
  });

  it('nobody writes to people who are disabled', async () => {
    const user = await server.get(UserAdministration).update(ada.user, { status: 'disabled' }, SYSTEM);
    await server.get(UserAdministration).setPassword(user, 'another horse, another battery', SYSTEM);
    expect(await subjects()).toEqual([]);
  });

  it('nothing is told of what was undone', async () => {
    const administration = server.get(UserAdministration);
    const setting = atOnce(3, (index) =>
      administration
        .setPassword(ada.user, `another horse, another battery ${index}`, SYSTEM)
        .catch(() => null),
    );
    expect((await setting).filter(Boolean)).toHaveLength(1);
    expect(await subjects()).toEqual(['Your password is changed']);
  });
});

describe('mails before something ends', () => {
  let server: TestServer;
  let ada: TestPerson;

  beforeEach(async () => {
    server = await startServer();
    ada = await addPerson(server, 'Ada');
  });

  afterEach(() => server.close());

  const look = () => server.get(EndingNotices).run();
  const endings = async () =>
    (await mailsTo(server, ada.email)).filter(({ subject }) => subject.includes('ends'));
  const subjects = async () => (await endings()).map(({ subject }) => subject).reverse();
  const make = (expiresInDays: number, name = 'laptop') =>
    server.get(PersonalAccessTokens).create(ada.user, { name, scopes: ['read:projects'], expiresInDays });

  it('a token: 30, 7 and 1 days before, each once, whoever looks how often', async () => {
    const node = await startNode(server);
    const { token, value } = await make(90);
    await server.get(PersonalAccessTokens).noteUse(token.authorizationId, '203.0.113.7');
    const seen: [day: number, subject: string][] = [];
    for (let day = 0; day <= 90; day++) {
      await atOnce(3, () => look());
      if (day % 10 === 0) await Promise.all([look(), node.get(EndingNotices).run()]);
      for (const subject of (await subjects()).slice(seen.length)) seen.push([day, subject]);
      server.advance(DAY);
      node.advance(DAY);
    }
    expect(seen.map(([, subject]) => subject)).toEqual([
      'Your access token "laptop" ends in 30 days',
      'Your access token "laptop" ends in 7 days',
      'Your access token "laptop" ends tomorrow',
    ]);
    const [last] = await endings();
    expect(last!.text).toContain('It was last used 2 months ago from 203.0.113.7.');
    expect(JSON.stringify(await endings())).not.toContain(value);
    await node.close();
  });

  it('a token that was made for a week is announced on its last day only', async () => {
    await make(7);
    for (let day = 0; day < 8; day++) {
      await look();
      server.advance(DAY);
    }
    expect(await subjects()).toEqual(['Your access token "laptop" ends tomorrow']);
  });

  it('what is revoked or rotated is not announced; what was missed is not made up for', async () => {
    const tokens = server.get(PersonalAccessTokens);
    const revoked = await make(90);
    await tokens.revoke(revoked.token.id, ada.user.id, SYSTEM);
    const rotated = await make(90);
    await tokens.rotate(ada.user, rotated.token.id, { overlapSeconds: DAY });
    await make(90, 'phone');
    server.advance(84 * DAY);
    await look();
    expect(await subjects()).toEqual([
      expect.stringMatching(/^Your access token "phone" ends in [67] days$/),
    ]);
  });

  it('what was announced stays so while it lasts, also after a purge', async () => {
    await make(90);
    server.advance(61 * DAY);
    await look();
    server.advance(2 * DAY);
    await server.get(Purge).run();
    await look();
    expect(await subjects()).toHaveLength(1);
  });

  it('a client secret: 30 and 7 days before, to the owner, unless another outlives it', async () => {
    const app = async (name: string) => {
      const { id } = await addClient(server, { name, ownerId: ada.user.id });
      const client = (await server.get(Clients).findByRef(clientRef(id)))!;
      const [secret] = await server.get(ClientSecrets).listOf(client.ref);
      await server.get(ClientSecrets).expire(secret!, secret!.createdAt + 90 * DAY * 1000);
      return client;
    };
    await app('Lonely');
    await server.get(ClientSecretKeeper).add(await app('Outlived'), SYSTEM);
    await addClient(server, { name: 'Nobody’s' });
    for (let day = 0; day <= 90; day++) {
      await look();
      server.advance(DAY);
    }
    expect(await subjects()).toEqual([
      'A client secret of Lonely ends in 30 days',
      'A client secret of Lonely ends in 7 days',
    ]);
    expect((await endings())[0]!.text).toContain('It was never used.');
  });

  it('nobody is told where no mail is sent, and people who are gone are no fault', async () => {
    await make(90);
    await server.get(UserAdministration).remove((await server.get(LocalUsers).find(ada.user.id))!, SYSTEM);
    server.advance(85 * DAY);
    await expect(look()).resolves.toBeUndefined();
    expect(await subjects()).toEqual([]);
  });
});
