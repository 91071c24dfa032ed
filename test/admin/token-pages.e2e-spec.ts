import { curlIn, runApi } from '../support/admin-page';
import { type Browser, formOf } from '../support/browser';
import { ALL_SCOPES, withPersonalToken } from '../support/caller';
import { addClient, api, obtainTokens, PASSWORD, type TestPerson } from '../support/oauth';
import { browserOf, somebody } from '../support/people';
import { runShell } from '../support/shell';
import { startServer, type TestServer } from '../support/test-server';

const PATH = '/admin/tokens';
const LOOKUP = `${PATH}/lookup`;

describe('Administration → All tokens', () => {
  let server: TestServer;
  let ada: TestPerson;
  let admin: Browser;
  let bearer: string;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    ada = await somebody(server, 'admin');
    admin = await browserOf(server, ada);
    bearer = (await withPersonalToken(server, ada, ALL_SCOPES)).bearer!;
  });

  /** Somebody with tokens from an app; its access tokens are stored, or signed. */
  async function owner(accessTokenFormat: 'jwt' | 'opaque') {
    const person = await somebody(server);
    const client = await addClient(server, { accessTokenFormat });
    const { body } = await obtainTokens(server, client, person);
    return { person, client, access: body.access_token, refresh: body.refresh_token! };
  }

  const works = async (token: string) => (await api(server, '/v1/projects', token)).status === 200;
  const lookUp = async (token: string) => admin.submit(await admin.get(LOOKUP), 'lookup', { token });
  const revokeLink = (body: string) => /href="(\/admin\/tokens\/[^"?]+\/revoke)"/.exec(body)![1]!;

  it('is there for administrators only', async () => {
    const member = await browserOf(server, await somebody(server));
    const { fields } = formOf(await member.get('/settings/tokens/new'), 'new-token');
    expect((await admin.get('/admin')).body).toContain(`href="${PATH}"`);
    for (const path of [PATH, LOOKUP, `${PATH}/revoke`, `${PATH}/x/revoke`]) {
      expect((await member.get(path)).status).toBe(404);
    }
    for (const path of [LOOKUP, `${PATH}/revoke`, `${PATH}/x/revoke`]) {
      expect((await member.post(path, fields)).status).toBe(404);
      expect((await admin.post(path, {})).status).toBe(403);
    }
    for (const path of [`${PATH}/x`, `${PATH}/x/revoke`]) expect((await admin.get(path)).status).toBe(404);
  });

  it('finds tokens by what is known of them, and gives a command that finds the same', async () => {
    const { person, client } = await owner('opaque');
    const all = await admin.get(`${PATH}?user_id=${person.user.id}&client_id=${client.id}`);
    expect(all.body.match(/<tr>/g)).toHaveLength(3);
    expect(all.body).toContain(person.email);
    const some = await admin.get(`${PATH}?user_id=${person.user.id}&kind=refresh&status=active`);
    expect(some.body.match(/<tr>/g)).toHaveLength(2);
    const { data } = await runApi<{ data: object[] }>(some, bearer);
    expect(data).toMatchObject([{ kind: 'refresh', user_id: person.user.id }]);
    expect((await admin.get(`${PATH}?user_id=user_nobody`)).body).toContain('No tokens match');
    const wrong = await admin.get(`${PATH}?ip=nowhere`);
    expect(wrong.body).toContain('Write an IP address');
    expect(wrong.body).toContain('value="nowhere"');
  });

  it.each(['opaque', 'jwt'] as const)('says whose %s token it is, and ends it', async (format) => {
    const { person, access } = await owner(format);
    const found = await lookUp(access);
    expect(found.status).toBe(200);
    expect(found.body).toContain(person.email);
    expect(found.body).not.toContain(access);
    const ask = await admin.get(revokeLink(found.body));
    expect(await works(access)).toBe(true);
    const done = await admin.follow(await admin.submit(ask, 'confirm'));
    expect(done.body).toContain('The token is revoked.');
    expect(await works(access)).toBe(false);
    expect((await admin.submit(ask, 'confirm')).status).toBe(303);
    expect((await lookUp(access)).body).not.toContain('/revoke"');
  });

  it('does not know every token, says so at the field, and does not repeat it', async () => {
    const unknown = await lookUp('grtr_at_not-a-token');
    expect(unknown.status).toBe(400);
    expect(unknown.body).toContain('id="token-error"');
    expect(unknown.body).not.toContain('not-a-token');
    const { refresh } = await owner('jwt');
    const command = curlIn(await admin.get(LOOKUP)).replace('THE_TOKEN', refresh);
    expect(JSON.parse(await runShell(command, { TOKEN: bearer }))).toMatchObject({ kind: 'refresh' });
  });

  it('shows one token, and the command that shows the same', async () => {
    const { person } = await owner('opaque');
    const list = await admin.get(`${PATH}?user_id=${person.user.id}&kind=access`);
    const page = await admin.get(/<td[^>]*><a href="([^"]+)"/.exec(list.body)![1]!);
    expect(page.body).toContain(person.email);
    expect(await runApi(page, bearer)).toMatchObject({ kind: 'access', status: 'active' });
  });

  it('ends those that are selected, after it has said how many that concerns', async () => {
    const [first, second] = [await owner('jwt'), await owner('opaque')];
    const choose = await admin.get(`${PATH}/revoke`);
    expect(choose.body).not.toContain('id="confirm"');
    const ask = await admin.get(`${PATH}/revoke?client_id=${first.client.id}`);
    expect(ask.body).toContain('This concerns 1 authorization.');
    expect(await runApi(ask, bearer)).toEqual({ matched: 1, revoked: 0 });
    expect(await works(first.access)).toBe(true);
    expect((await admin.follow(await admin.submit(ask, 'confirm'))).body).toContain(
      'The selected tokens are revoked.',
    );
    expect([await works(first.access), await works(second.access)]).toEqual([false, true]);
    expect((await admin.submit(ask, 'confirm')).status).toBe(303);
    expect((await admin.get(`${PATH}/revoke?client_id=${first.client.id}`)).body).toContain(
      'Nothing would end.',
    );
  });

  it('ends nothing where nothing is selected, or what is still to come', async () => {
    const { access, client } = await owner('jwt');
    const ask = await admin.get(`${PATH}/revoke?client_id=${client.id}`);
    expect((await admin.submit(ask, 'confirm', { client_id: '' })).status).toBe(400);
    expect((await admin.submit(ask, 'confirm', { before: '2999-01-01' })).status).toBe(400);
    const future = await admin.get(`${PATH}/revoke?before=2999-01-01`);
    expect(future.body).toContain('Choose today or an earlier day.');
    expect(future.body).not.toContain('id="confirm"');
    expect(await works(access)).toBe(true);
  });

  it('asks for the password when the sign-in is old', async () => {
    const { access, client } = await owner('opaque');
    const one = await admin.get(revokeLink((await lookUp(access)).body));
    const many = await admin.get(`${PATH}/revoke?client_id=${client.id}`);
    server.advance(16 * 60);
    for (const ask of [one, many]) expect((await admin.submit(ask, 'confirm')).status).toBe(403);
    expect(await works(access)).toBe(true);
    for (const ask of [one, many]) {
      expect((await admin.submit(ask, 'confirm', { current_password: PASSWORD })).status).toBe(303);
    }
    expect(await works(access)).toBe(false);
  });
});
