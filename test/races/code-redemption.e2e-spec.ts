import { AuthorizationCodes } from '../../src/authorization/application/stores';
import { addClient, addPerson, type TestClient, token } from '../support/oauth';
import {
  atOnce,
  CROWD,
  expectOneWinner,
  gatherBehind,
  isAlive,
  refresh,
  rounds,
  Visit,
} from '../support/race';
import { times } from '../support/soak';
import { startServer, type TestServer } from '../support/test-server';

describe('many redeem one code at once (S15, S16)', () => {
  let server: TestServer;
  let client: TestClient;
  let visit: Visit;

  beforeAll(async () => {
    server = await startServer();
    client = await addClient(server);
    visit = new Visit(server, client, await addPerson(server, 'Ada Lovelace'));
  });

  afterAll(() => server.close());

  it('gives tokens to exactly one, and ends them because the others were replays', async () => {
    await rounds(times(10, 40), async () => {
      const form = await visit.codeForm();
      const answers = await atOnce(CROWD, () => token(server, client, form));
      const { access_token, refresh_token } = expectOneWinner(answers).body;
      expect(await isAlive(server, client, access_token)).toBe(false);
      expect(await isAlive(server, client, refresh_token)).toBe(false);
      expect(await refresh(server, client, refresh_token)).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant' },
      });
    });
  }, 180_000);

  it('gives tokens to exactly one of those who have all seen that the code is unused', async () => {
    const form = await visit.codeForm();
    gatherBehind(server.get(AuthorizationCodes), 'find', CROWD);
    const answers = await atOnce(CROWD, () => token(server, client, form));
    const { access_token } = expectOneWinner(answers).body;
    expect(await isAlive(server, client, access_token)).toBe(false);
  });

  it('leaves the winner alone when the others do not know the verifier', async () => {
    const pocket = await addClient(server, {
      name: 'Pocket',
      type: 'spa',
      redirectUris: ['https://spa.example.test/cb'],
    });
    const pockets = new Visit(server, pocket, await addPerson(server, 'Grace Hopper'));
    await rounds(5, async () => {
      const form = await pockets.codeForm();
      const answers = await atOnce(CROWD, (index) =>
        token(server, pocket, index === 7 ? form : { ...form, code_verifier: 'x'.repeat(43) }),
      );
      const winner = expectOneWinner(answers);
      expect(winner).toBe(answers[7]);
      expect((await refresh(server, pocket, winner.body.refresh_token)).status).toBe(200);
    });
  }, 180_000);

  it('redeems different codes at once without one disturbing another', async () => {
    const forms: Record<string, string>[] = [];
    await rounds(CROWD, async () => void forms.push(await visit.codeForm()));
    const answers = await atOnce(CROWD, (index) => token(server, client, forms[index]!));
    expect(answers.map(({ status }) => status)).toEqual(forms.map(() => 200));
    for (const { body } of answers) expect(await isAlive(server, client, body.access_token)).toBe(true);
  }, 180_000);
});
