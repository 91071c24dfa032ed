import { PersonalAccessTokens } from '../../src/personal-access-tokens/application/personal-access-tokens';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { RefreshTokens } from '../../src/tokens/application/refresh-tokens';
import { LocalUsers } from '../../src/users/application/local-users';
import { UserAdministration } from '../../src/users/application/user-administration';
import { Browser, formOf } from '../support/browser';
import {
  addClient,
  addPerson,
  authorizePath,
  type TestClient,
  type TestPerson,
  token,
} from '../support/oauth';
import { atOnce, contest, CROWD, gatherBehind, isAlive, refresh } from '../support/race';
import { revoke, rounds, startNode, tally, Visit } from '../support/race';
import { browserOf } from '../support/people';
import { RACE_TIMEOUT, times } from '../support/soak';
import { engine, startServer, type TestServer } from '../support/test-server';
import { NEWEST } from '../support/values';

const QUOTA = 5;
const SIGN_INS = 3;
const ENV = { PAT_MAX_PER_USER: String(QUOTA), LIMIT_REFRESH_TOKENS: String(SIGN_INS) };

/** SQLite waits for the other node's lock inside this process, which keeps the other from ever ending it. */
const onServers = engine === 'mysql' ? describe : describe.skip;

jest.setTimeout(RACE_TIMEOUT);

onServers('two nodes that are asked for the same at once give it so often as one would (S16)', () => {
  let here: TestServer;
  let there: TestServer;
  let lenient: TestClient;
  let ada: TestPerson;

  beforeAll(async () => {
    here = await startServer({ env: ENV });
    there = await startNode(here, ENV);
    lenient = await addClient(here, { name: 'Flaky network', refreshGrace: 10 });
    ada = await addPerson(here, 'Ada Lovelace');
  });

  // The second one first: the database goes away with the node that made it.
  afterAll(async () => {
    await there.close();
    await here.close();
  });

  const node = (index: number): TestServer => (index % 2 ? there : here);

  it('one answer to a consent page', async () => {
    const client = await addClient(here);
    const nearby = await browserOf(here, ada);
    const away = new Browser(there.url);
    await rounds(times(3, 200), async () => {
      const page = await nearby.open(authorizePath(client, { scope: 'read:projects', prompt: 'consent' }));
      for (const [name, value] of nearby.cookies) away.cookies.set(name, value);
      const { action, fields } = formOf(page, 'consent');
      const answers = await atOnce(CROWD, (index) =>
        (index % 2 ? away : nearby).post(action, { ...fields, decision: 'allow' }, { Origin: here.url }),
      );
      expect(answers.filter(({ leadsTo }) => leadsTo !== null)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 403)).toHaveLength(CROWD - 1);
    });
  });

  it('as many personal tokens as the quota allows', async () => {
    await rounds(times(3, 200), async (round) => {
      const { user } = await addPerson(here, `Person ${round}`);
      const { won, refused } = await contest(CROWD, (index) =>
        node(index)
          .get(PersonalAccessTokens)
          .create(user, { name: `ci ${index}`, scopes: ['read:projects'] }),
      );
      expect(won).toHaveLength(QUOTA);
      expect(refused).toEqual(Array(CROWD - QUOTA).fill('limit-reached'));
      const { items } = await there.get(PersonalAccessTokens).listOf(user.id, NEWEST, { live: true });
      expect(items).toHaveLength(QUOTA);
    });
  });

  it('no more living refresh tokens of a person at a client than LIMIT_REFRESH_TOKENS', async () => {
    // All have written theirs before anybody counts: half of them on each node.
    const both = [here, there].map((place) => place.get(RefreshTokens));
    await rounds(times(5, 200), async (round) => {
      const client = await addClient(here, { name: `Crowded ${round}` });
      const visit = new Visit(here, client, ada);
      const forms: Record<string, string>[] = [];
      for (let n = 0; n < CROWD; n++) forms.push(await visit.codeForm());
      gatherBehind(both, 'begin', CROWD);
      const answers = await Promise.all(forms.map((form, index) => token(node(index), client, form)));
      jest.restoreAllMocks();
      expect(tally(answers)).toEqual({ 200: CROWD });
      const alive: boolean[] = [];
      for (const { body } of answers) alive.push(await isAlive(there, client, body.refresh_token));
      expect(alive.filter(Boolean)).toHaveLength(SIGN_INS);
    });
  });

  it('one person for an email address', async () => {
    await rounds(times(3, 200), async (round) => {
      const email = `twin${round}@example.com`;
      const { won, refused } = await contest(CROWD, (index) =>
        node(index).get(UserAdministration).create({ email, name: 'Twin', password: null }, SYSTEM),
      );
      expect(won).toHaveLength(1);
      expect(refused).toEqual(Array(CROWD - 1).fill('conflict'));
      expect(await there.get(LocalUsers).findByEmail(email)).toMatchObject({ id: won[0]!.id });
    });
  });

  it('nothing that works, once a revocation among refreshes was answered', async () => {
    const visit = new Visit(here, lenient, ada);
    await rounds(times(5, 200), async (round) => {
      const first = await visit.tokens(node(round));
      const answers = await atOnce(CROWD, async (index) => {
        if (index !== round % CROWD) return refresh(node(index), lenient, first.refresh_token);
        expect((await revoke(node(index), lenient, first.refresh_token)).status).toBe(200);
        expect(await isAlive(node(index + 1), lenient, first.access_token)).toBe(false);
        return null;
      });
      for (const answer of answers) {
        if (answer === null) continue;
        expect([200, 400]).toContain(answer.status);
        if (answer.status === 400) expect(answer.body.error).toBe('invalid_grant');
        else expect(await isAlive(there, lenient, answer.body.access_token)).toBe(false);
      }
      for (const place of [here, there])
        expect((await refresh(place, lenient, first.refresh_token)).status).toBe(400);
    });
  });
});
