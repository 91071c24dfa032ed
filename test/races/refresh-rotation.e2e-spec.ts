import { RefreshTokenFamilies } from '../../src/tokens/application/stores';
import { addClient, addPerson, type TestClient, type TestPerson } from '../support/oauth';
import {
  atOnce,
  CROWD,
  expectOneWinner,
  gatherBehind,
  isAlive,
  refresh,
  revoke,
  rounds,
  tally,
  Visit,
} from '../support/race';
import { times } from '../support/soak';
import { startServer, type TestServer } from '../support/test-server';

describe('many use one refresh token at once (S16, S17)', () => {
  let server: TestServer;
  let client: TestClient;
  let lenient: TestClient;
  let ada: TestPerson;

  beforeAll(async () => {
    server = await startServer();
    client = await addClient(server);
    lenient = await addClient(server, { name: 'Flaky network', refreshGrace: 10 });
    ada = await addPerson(server, 'Ada Lovelace');
  });

  afterAll(() => server.close());

  it('without grace: one successor, and then the family is dead because the others were replays', async () => {
    const visit = new Visit(server, client, ada);
    await rounds(times(10, 40), async () => {
      const first = await visit.tokens(server);
      const answers = await atOnce(CROWD, () => refresh(server, client, first.refresh_token));
      const winner = expectOneWinner(answers).body;
      for (const value of [first.access_token, winner.access_token, winner.refresh_token])
        expect(await isAlive(server, client, value)).toBe(false);
      expect((await refresh(server, client, winner.refresh_token)).body.error).toBe('invalid_grant');
    });
  }, 180_000);

  it('gives one successor, and with grace the same, to those who have all seen the token current', async () => {
    for (const app of [client, lenient]) {
      const first = await new Visit(server, app, ada).tokens(server);
      gatherBehind(server.get(RefreshTokenFamilies), 'find', CROWD);
      const answers = await atOnce(CROWD, () => refresh(server, app, first.refresh_token));
      if (app === client) expectOneWinner(answers);
      else expect(tally(answers)).toEqual({ 200: CROWD });
      expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(app === client ? 2 : 1);
      jest.restoreAllMocks();
    }
  });

  it('with grace: everybody gets the same successor, and it works', async () => {
    const visit = new Visit(server, lenient, ada);
    await rounds(times(10, 40), async () => {
      const first = await visit.tokens(server);
      const answers = await atOnce(CROWD, () => refresh(server, lenient, first.refresh_token));
      expect(tally(answers)).toEqual({ 200: CROWD });
      const successors = new Set(answers.map(({ body }) => body.refresh_token));
      expect(successors.size).toBe(1);
      expect(successors).not.toContain(first.refresh_token);
      const [successor] = successors;
      expect((await refresh(server, lenient, successor!)).status).toBe(200);
    });
  }, 180_000);

  it('with grace from the setting REFRESH_GRACE too', async () => {
    const other = await startServer({ env: { REFRESH_GRACE: '10s' } });
    try {
      const app = await addClient(other);
      const first = await new Visit(other, app, await addPerson(other, 'Ada Lovelace')).tokens(other);
      const answers = await atOnce(CROWD, () => refresh(other, app, first.refresh_token));
      expect(tally(answers)).toEqual({ 200: CROWD });
      const [successor, ...more] = new Set(answers.map(({ body }) => body.refresh_token));
      expect(more).toEqual([]);
      expect((await refresh(other, app, successor!)).status).toBe(200);
    } finally {
      await other.close();
    }
  });

  it('grace ends with a revocation and covers no older token, also in a crowd', async () => {
    const visit = new Visit(server, lenient, ada);
    await rounds(5, async () => {
      const first = await visit.tokens(server);
      const second = (await refresh(server, lenient, first.refresh_token)).body;
      const third = (await refresh(server, lenient, second.refresh_token)).body;
      const answers = await atOnce(CROWD, (index) =>
        refresh(server, lenient, index % 2 ? first.refresh_token : second.refresh_token),
      );
      expect(tally(answers)['200'] ?? 0).toBeLessThanOrEqual(CROWD / 2);
      expect(answers.filter((answer, index) => index % 2 && answer.status === 200)).toEqual([]);
      for (const { body, status } of answers)
        if (status === 200) expect(await isAlive(server, lenient, body.access_token)).toBe(false);
      expect((await refresh(server, lenient, third.refresh_token)).status).toBe(400);
    });
  }, 180_000);

  it.each(['refresh_token', 'access_token'] as const)(
    'a revocation of the %s in the middle: nothing that it is about works once it has answered',
    async (kind) => {
      const visit = new Visit(server, lenient, ada);
      await rounds(times(10, 50), async (round) => {
        const first = await visit.tokens(server);
        const refreshing = atOnce(CROWD, (index) =>
          index === round ? afterwards(first[kind], first) : refresh(server, lenient, first.refresh_token),
        );
        for (const answer of await refreshing) {
          if (answer === null || answer.status !== 200) continue;
          // An access token is revoked alone (RFC 7009 §2.1): the family goes on.
          const { access_token, refresh_token } = answer.body;
          expect(await isAlive(server, lenient, access_token)).toBe(kind === 'access_token');
          expect(await isAlive(server, lenient, refresh_token)).toBe(kind === 'access_token');
        }
      });

      /** Revokes, and looks at once, while the refreshes are still under way. */
      async function afterwards(value: string, first: { access_token: string; refresh_token: string }) {
        expect((await revoke(server, lenient, value)).status).toBe(200);
        expect(await isAlive(server, lenient, first.access_token)).toBe(false);
        if (kind === 'refresh_token') {
          const again = await refresh(server, lenient, first.refresh_token);
          expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
        }
        return null;
      }
    },
    180_000,
  );
});
