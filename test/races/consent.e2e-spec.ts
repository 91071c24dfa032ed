import { Consents, PendingRequests } from '../../src/authorization/application/stores';
import { clientRef } from '../../src/clients/domain/client';
import { Browser, formOf, type Page } from '../support/browser';
import { addClient, addPerson, authorizePath, PASSWORD, type TestClient, token } from '../support/oauth';
import type { TestPerson } from '../support/oauth';
import { atOnce, CROWD, gatherBehind, rounds } from '../support/race';
import { times } from '../support/soak';
import { startServer, type TestServer } from '../support/test-server';

describe('a consent page that is answered many times at once (S09, S16)', () => {
  let server: TestServer;
  let ada: TestPerson;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer();
    ada = await addPerson(server, 'Ada Lovelace');
    browser = new Browser(server.url);
    await browser.signIn(ada.email, PASSWORD);
  });

  afterAll(() => server.close());

  const ask = (client: TestClient, scope = 'read:projects') =>
    browser.open(authorizePath(client, { scope, prompt: 'consent', state: 'of this tab' }));

  const answer = (page: Page, decision: string) => {
    const { action, fields } = formOf(page, 'consent');
    return browser.post(action, { ...fields, decision });
  };

  /** What the one answer that counted says to the app; every other one is the page for stale forms. */
  function expectOneAnswer(answers: Page[]): URLSearchParams {
    const [first, ...more] = answers.filter(({ leadsTo }) => leadsTo !== null);
    expect(first).toBeDefined();
    expect(more).toEqual([]);
    const stale = answers.filter((page) => page !== first);
    expect(stale.map(({ status }) => status)).toEqual(stale.map(() => 403));
    const { searchParams } = new URL(first!.leadsTo!);
    expect(searchParams.get('state')).toBe('of this tab');
    return searchParams;
  }

  it('gives exactly one code, which works', async () => {
    const client = await addClient(server);
    await rounds(times(10, 40), async () => {
      const page = await ask(client);
      const code = expectOneAnswer(await atOnce(CROWD, () => answer(page, 'allow'))).get('code');
      const redeemed = await token(server, client, {
        grant_type: 'authorization_code',
        code: code!,
        redirect_uri: client.redirectUri,
      });
      expect(redeemed).toMatchObject({ status: 200, body: { scope: 'read:projects' } });
    });
  }, 180_000);

  it('gives one code to those who have all seen the question open', async () => {
    const page = await ask(await addClient(server));
    gatherBehind(server.get(PendingRequests), 'find', CROWD);
    expect(expectOneAnswer(await atOnce(CROWD, () => answer(page, 'allow'))).has('code')).toBe(true);
  });

  it('is either allowed or denied, never both', async () => {
    const client = await addClient(server);
    await rounds(5, async () => {
      const page = await ask(client);
      const answers = await atOnce(CROWD, (index) => answer(page, index % 2 ? 'allow' : 'deny'));
      const said = expectOneAnswer(answers);
      expect([said.has('code'), said.get('error')]).toEqual(
        said.has('code') ? [true, null] : [false, 'access_denied'],
      );
    });
  }, 180_000);

  it('remembers what two tabs allowed at once: one consent, with the scopes of both', async () => {
    await rounds(5, async (round) => {
      const client = await addClient(server, { name: `Board ${round}` });
      const tabs = [await ask(client, 'read:projects'), await ask(client, 'write:projects')];
      const answers = await atOnce(2, (index) => answer(tabs[index]!, 'allow'));
      for (const { leadsTo } of answers) expect(new URL(leadsTo!).searchParams.has('code')).toBe(true);
      const consents = await server.get(Consents).listOf(ada.user.id);
      const ours = consents.filter((consent) => consent.clientRef === clientRef(client.id));
      expect(ours.map(({ scopes }) => [...scopes].sort())).toEqual([['read:projects', 'write:projects']]);
    });
  }, 180_000);
});
