import { addClient, addPerson, credentials, type TestClient } from '../support/oauth';
import { MUTATIONS, type Mutation, spoil } from '../support/mutations';
import { isAlive, Visit } from '../support/race';
import { expectProtocolAnswer, FORM, send } from '../support/raw';
import { startServer, type TestServer } from '../support/test-server';

const INVALID = '400 invalid_request';
const CLIENT = '401 invalid_client';

/** What is sent twice or not readable is `invalid_request`; the rest is as the parameter has it. */
const expectedOf = ({ kind }: Mutation, absent: string, wrong: string): string =>
  ({ absent, wrong, 'too large': '413 invalid_request', repeated: INVALID, malformed: INVALID })[kind];

describe('bad input at revoke and introspect (S03, S04, S18, S33)', () => {
  let server: TestServer;
  let client: TestClient;
  let living: string;

  beforeAll(async () => {
    // One wrong secret after the other is what is tried here; that they slow down is shown in limits.e2e-spec.ts.
    server = await startServer({ env: { LIMIT_CLIENT_FAILURES: '1000' } });
    client = await addClient(server);
    living = (await new Visit(server, client, await addPerson(server, 'Ada Lovelace')).tokens(server))
      .refresh_token;
  });

  afterAll(() => server.close());

  const post = (path: string, body: string) => send(server, { method: 'POST', path, headers: FORM, body });

  it.each([
    ['/oauth/revoke', 'token', INVALID, '200 {}'],
    ['/oauth/revoke', 'client_id', CLIENT, CLIENT],
    ['/oauth/revoke', 'client_secret', CLIENT, CLIENT],
    ['/oauth/introspect', 'token', INVALID, '200 {"active":false}'],
    ['/oauth/introspect', 'client_id', CLIENT, CLIENT],
    ['/oauth/introspect', 'client_secret', CLIENT, CLIENT],
  ])('%s: %s', async (path, name, absent, wrong) => {
    const good = { token: living, ...credentials(client) };
    const seen: string[] = [];
    const wanted: string[] = [];
    for (const mutation of MUTATIONS) {
      const answer = await post(path, spoil(good, name, mutation));
      const body = expectProtocolAnswer(answer, `${path} ${name} ${mutation.what}`);
      seen.push(`${mutation.what}: ${answer.status} ${body.error ?? answer.body}`);
      wanted.push(`${mutation.what}: ${expectedOf(mutation, absent, wrong)}`);
    }
    expect(seen).toEqual(wanted);
    // Nothing of it has ended the token.
    expect(await isAlive(server, client, living)).toBe(true);
  });

  it.each(['/oauth/revoke', '/oauth/introspect'])('%s ignores every token_type_hint', async (path) => {
    for (const mutation of MUTATIONS.filter(({ kind }) => kind === 'absent' || kind === 'wrong')) {
      const good = { token_type_hint: 'refresh_token', token: 'unknown', ...credentials(client) };
      const answer = await post(path, spoil(good, 'token_type_hint', mutation));
      expectProtocolAnswer(answer, mutation.what);
      expect(answer.status).toBe(200);
    }
  });

  it('takes no token from the query', async () => {
    const body = new URLSearchParams(credentials(client)).toString();
    for (const path of ['/oauth/revoke', '/oauth/introspect']) {
      const answer = await post(`${path}?token=${living}`, body);
      expect([answer.status, expectProtocolAnswer(answer).error]).toEqual([400, 'invalid_request']);
    }
    expect(await isAlive(server, client, living)).toBe(true);
  });
});
