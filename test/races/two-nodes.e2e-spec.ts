import { ConnectedApps } from '../../src/authorization/application/connected-apps';
import { clientRef } from '../../src/clients/domain/client';
import { KeyRing } from '../../src/keys/application/key-ring';
import { SYSTEM, userParty } from '../../src/shared/domain/security-events';
import { SigningKeyRotation } from '../../src/tokens/application/signing-key-rotation';
import { Browser } from '../support/browser';
import { browserOf } from '../support/people';
import {
  addClient,
  addPerson,
  allow,
  api,
  authorizePath,
  type TestClient,
  type TestPerson,
  token,
} from '../support/oauth';
import { contest, atOnce, CROWD, expectOneWinner, gatherBehind, isAlive } from '../support/race';
import { refresh, revoke, rounds, startNode, tally, Visit } from '../support/race';
import { RACE_TIMEOUT, times } from '../support/soak';
import { engine, startServer, type TestServer } from '../support/test-server';

/**
 * At the same moment only where the database is a server: SQLite waits for the other's write lock inside this process,
 * which keeps the other from ever ending it.
 */
const together = (name: string, test: () => Promise<void>) =>
  engine === 'mysql' ? it(name, test, RACE_TIMEOUT) : undefined;

jest.setTimeout(RACE_TIMEOUT);

describe('two nodes on one database (S16, S18, S22)', () => {
  let nodes: [TestServer, TestServer];
  let client: TestClient;
  let lenient: TestClient;
  let ada: TestPerson;
  let here: TestServer;
  let there: TestServer;

  beforeAll(async () => {
    const first = await startServer();
    nodes = [first, await startNode(first)];
    [here, there] = nodes;
    client = await addClient(here);
    lenient = await addClient(here, { name: 'Flaky network', refreshGrace: 10 });
    ada = await addPerson(here, 'Ada Lovelace');
  });

  afterEach(() => jest.restoreAllMocks());

  // The second one first: the database goes away with the node that made it.
  afterAll(async () => {
    await there.close();
    await here.close();
  });

  const node = (index: number): TestServer => nodes[index % 2]!;

  it('share issuer and keys: what one signs, the other accepts', async () => {
    const { access_token } = await new Visit(here, client, ada).tokens(here);
    expect((await api(there, '/v1/projects', access_token)).status).toBe(200);
    expect(await isAlive(there, client, access_token)).toBe(true);
  });

  together('redeem a code once between them', async () => {
    const visit = new Visit(here, client, ada);
    await rounds(times(10, 200), async () => {
      const form = await visit.codeForm();
      const answers = await atOnce(CROWD, (index) => token(node(index), client, form));
      const { access_token, refresh_token } = expectOneWinner(answers).body;
      for (const place of nodes) expect(await isAlive(place, client, access_token)).toBe(false);
      expect((await refresh(there, client, refresh_token)).body.error).toBe('invalid_grant');
    });
  });

  together('rotate a refresh token once between them', async () => {
    const visit = new Visit(here, client, ada);
    await rounds(times(10, 200), async () => {
      const first = await visit.tokens(here);
      const answers = await atOnce(CROWD, (index) => refresh(node(index), client, first.refresh_token));
      const winner = expectOneWinner(answers).body;
      for (const place of nodes) expect(await isAlive(place, client, winner.access_token)).toBe(false);
    });
  });

  together('give the same successor within the grace window, whichever is asked', async () => {
    const visit = new Visit(here, lenient, ada);
    await rounds(times(5, 200), async () => {
      const first = await visit.tokens(here);
      const answers = await atOnce(CROWD, (index) => refresh(node(index), lenient, first.refresh_token));
      expect(tally(answers)).toEqual({ 200: CROWD });
      const [successor, ...more] = new Set(answers.map(({ body }) => body.refresh_token));
      expect(more).toEqual([]);
      expect((await refresh(there, lenient, successor!)).status).toBe(200);
    });
  });

  it('know a revocation as soon as the other has answered it', async () => {
    const visit = new Visit(here, client, ada);
    await rounds(times(10, 200), async (round) => {
      const { access_token, refresh_token } = await visit.tokens(node(round));
      expect((await api(node(round + 1), '/v1/projects', access_token)).status).toBe(200);
      await revoke(node(round), client, round % 4 < 2 ? refresh_token : access_token);
      expect((await api(node(round + 1), '/v1/projects', access_token)).status).toBe(401);
      expect(await isAlive(node(round + 1), client, access_token)).toBe(false);
      // An access token goes alone (RFC 7009 §2.1); a refresh token takes everything along.
      expect((await refresh(node(round + 1), client, refresh_token)).status).toBe(round % 4 < 2 ? 400 : 200);
    });
  });

  it('ask again for what somebody has taken back, as soon as the other has answered it', async () => {
    const grace = await addPerson(here, 'Grace Hopper');
    const nearby = await browserOf(here, grace);
    const away = new Browser(there.url);
    for (const [name, value] of nearby.cookies) away.cookies.set(name, value);
    const path = authorizePath(client, { scope: 'read:projects' });
    await rounds(times(5, 200), async () => {
      expect((await away.get(path)).leadsTo).toBeNull();
      await allow(nearby, path, grace.email);
      // Twice: the second one is answered by what the node has kept.
      for (const _ of [1, 2]) expect((await away.get(path)).leadsTo).toContain('code=');
      await here.get(ConnectedApps).remove(grace.user.id, clientRef(client.id), userParty(grace.user.id));
    });
  });

  it('know a rotation of the keys at once, and go on accepting what the old key has signed', async () => {
    const visit = new Visit(here, client, ada);
    const before = await visit.tokens(here);
    await here.get(SigningKeyRotation).rotate({ emergency: false, actor: SYSTEM });
    expect(await kidsOf(there)).toEqual(await kidsOf(here));
    const after = await visit.tokens(there);
    expect(kidOf(after.access_token)).not.toBe(kidOf(before.access_token));
    for (const place of nodes) {
      expect(await kidsOf(place)).toContain(kidOf(after.access_token));
      for (const { access_token } of [before, after])
        expect((await api(place, '/v1/projects', access_token)).status).toBe(200);
    }
  });

  it('know an emergency rotation at once: the old key is gone everywhere, and no request is lost', async () => {
    const visit = new Visit(here, client, ada);
    const before = await visit.tokens(there);
    await here.get(SigningKeyRotation).rotate({ emergency: true, actor: SYSTEM });
    for (const place of nodes) {
      expect(await kidsOf(place)).not.toContain(kidOf(before.access_token));
      expect((await api(place, '/v1/projects', before.access_token)).status).toBe(401);
    }
    // The refresh token is not signed with the key: it leads to a new access token.
    const after = (await refresh(there, client, before.refresh_token)).body;
    expect((await api(here, '/v1/projects', after.access_token)).status).toBe(200);
  });

  together('rotate the keys once between them', async () => {
    gatherBehind(
      nodes.map((place) => place.get(KeyRing)),
      'ensure',
      2,
    );
    const { won, refused } = await contest(2, (index) =>
      node(index).get(SigningKeyRotation).rotate({ emergency: false, actor: SYSTEM }),
    );
    expect(won).toHaveLength(1);
    expect(refused).toEqual(['conflict']);
  });
});

const kidOf = (jwt: string): unknown =>
  (JSON.parse(Buffer.from(jwt.split('.')[0]!, 'base64url').toString()) as { kid: unknown }).kid;

async function kidsOf(server: TestServer): Promise<unknown[]> {
  const { keys } = (await (await fetch(`${server.url}/.well-known/jwks.json`)).json()) as {
    keys: { kid: unknown }[];
  };
  return keys.map(({ kid }) => kid);
}
