import { randomUUID } from 'node:crypto';
import { PersonalAccessTokens } from '../../src/personal-access-tokens/application/personal-access-tokens';
import { Background } from '../../src/shared/application/background';
import { ApiCaller, withPersonalToken } from '../support/caller';
import { addMachine, PASSWORD, type TestClient, type TestPerson, token } from '../support/oauth';
import { browserOf, somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

interface Event {
  type: string;
  outcome: string;
  actor: { type: string; id: string | null };
  target: { type: string; id: string | null } | null;
  client_id: string | null;
  user_id: string | null;
  request_id: string | null;
  at: string;
}

const partyOf = ({ type, id }: Event['actor']) => ({ type, id });

describe('an incident: a token leaks, is used, reported and revoked; a secret is rotated; a person is disabled', () => {
  let server: TestServer;
  let admin: TestPerson;
  let ben: TestPerson;
  let app: TestClient;
  let caller: ApiCaller;
  let leaked: { id: string; value: string };
  /** What each step was sent as. */
  const requests: Record<string, string> = {};

  beforeAll(async () => {
    server = await startServer({ env: { AUDIT_TOKEN_EVENTS: 'sync' } });
    [admin, ben] = [await somebody(server, 'admin'), await somebody(server)];
    app = await addMachine(server, { ownerId: ben.user.id, scopes: ['read:projects'] });
    caller = await withPersonalToken(server, admin, ['admin:read', 'admin:write', 'admin:users']);
    const wish = { name: 'ci', scopes: ['read:projects'] };
    const made = await server.get(PersonalAccessTokens).create(ben.user, wish);
    leaked = { id: made.token.id, value: made.value };
  });

  afterAll(() => server.close());

  /** Sends the request of a step under an id of its own, as a gateway in front of the server would. */
  async function step(
    name: string,
    by: ApiCaller,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    requests[name] = randomUUID();
    const headers = { 'X-Request-Id': requests[name]! };
    return body === undefined ? by.get(path, headers) : by.post(path, body, headers);
  }

  it('is lived through', async () => {
    const thief = new ApiCaller(server, leaked.value);
    const finder = new ApiCaller(server, null);
    expect((await step('used', thief, '/v1/projects')).status).toBe(200);

    const found = { credentials: [leaked.value, app.secret] };
    expect((await step('reported', finder, '/v1/credentials/revoke', found)).status).toBe(202);
    // A report is answered before it is looked into, so that its duration tells nothing.
    await server.get(Background).settled();
    expect((await step('refused', thief, '/v1/projects')).status).toBe(401);

    const everything = await step('revoked', caller, '/v1/admin/tokens/revoke', { user_id: ben.user.id });
    expect(everything.status).toBe(200);

    const path = `/v1/admin/clients/${app.id}/secrets/rotate`;
    const rotated = await step('rotated', caller, path, { previous_expires_in: 0 });
    expect(rotated.status).toBe(201);
    const grant = { grant_type: 'client_credentials', scope: 'read:projects' };
    expect((await token(server, app, grant)).body.error).toBe('invalid_client');
    const renewed = { ...app, secret: String(rotated.body['secret']) };
    expect((await token(server, renewed, grant)).status).toBe(200);

    const browser = await browserOf(server, ben);
    const disabled = await step('disabled', caller, `/v1/admin/users/${ben.user.id}/disable`, {
      reason: 'Until it is clear how the token got out',
    });
    expect(disabled).toMatchObject({ status: 200, body: { status: 'disabled' } });
    expect((await browser.get('/settings')).status).toBe(303);
    await browser.signIn(ben.email, PASSWORD);
  });

  it('is told as a whole by the audit log: in order, with who did what to what, and in which request', async () => {
    const types = [
      'pat.*',
      'token.revoked',
      'client.secret.*',
      'user.disabled',
      'user.login.failed',
      'session.revoked',
    ];
    const mine = (event: Event) => event.user_id === ben.user.id || event.client_id === app.id;
    const answer = await caller.get(`/v1/admin/audit-events?limit=200&type=${types.join(',')}`);
    expect(answer.status).toBe(200);
    const story = (answer.body.data as unknown as Event[]).reverse().filter(mine);
    expect(story.map(({ at }) => at)).toEqual(story.map(({ at }) => at).sort());
    const nobody = { type: 'anonymous', id: null };
    const ada = { type: 'user', id: admin.user.id };
    const token = { type: 'token', id: leaked.id };
    const client = { type: 'client', id: app.id };
    const person = { type: 'user', id: ben.user.id };
    expect(story.map(({ type, actor, target }) => ({ type, actor: partyOf(actor), target }))).toEqual([
      { type: 'client.secret.created', actor: { type: 'system', id: null }, target: client },
      { type: 'pat.created', actor: person, target: token },
      { type: 'pat.leak_reported', actor: nobody, target: token },
      { type: 'pat.revoked', actor: nobody, target: token },
      { type: 'client.secret.leak_reported', actor: nobody, target: client },
      { type: 'token.revoked', actor: ada, target: person },
      { type: 'client.secret.rotated', actor: ada, target: client },
      { type: 'client.secret.auth_failed', actor: client, target: null },
      { type: 'user.disabled', actor: ada, target: person },
      { type: 'user.login.failed', actor: nobody, target: null },
    ]);
    expect(story.find(({ type }) => type === 'token.revoked')!.user_id).toBe(ben.user.id);
    const requestOf = (type: string) => story.find((event) => event.type === type)!.request_id;
    expect(requestOf('token.revoked')).toBe(requests['revoked']);
    expect(requestOf('pat.leak_reported')).toBe(requests['reported']);
    expect(requestOf('client.secret.leak_reported')).toBe(requests['reported']);
    expect(requestOf('client.secret.rotated')).toBe(requests['rotated']);
    expect(requestOf('user.disabled')).toBe(requests['disabled']);
    const told = JSON.stringify(answer.body);
    for (const secret of [leaked.value, app.secret!, PASSWORD]) expect(told).not.toContain(secret);
  });
});
