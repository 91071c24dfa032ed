import { runApi } from '../support/admin-page';
import { type ApiCaller, withMachine } from '../support/caller';
import { addClient, obtainTokens } from '../support/oauth';
import { browserOf, somebody } from '../support/people';
import { refresh } from '../support/race';
import { startServer, type TestServer } from '../support/test-server';

interface Overview {
  [name: string]: number;
}

describe('Administration → Overview', () => {
  let server: TestServer;
  let caller: ApiCaller;

  beforeAll(async () => {
    server = await startServer();
    caller = await withMachine(server);
  });

  afterAll(() => server.close());

  const read = async () => {
    const { body } = await caller.get('/v1/admin/overview');
    return { ...(body as unknown as Overview), ...(body['needs_a_look'] as Overview) };
  };

  it('counts what there is, what lives, and what needs a look', async () => {
    const before = await read();
    const client = await addClient(server);
    const { body } = await obtainTokens(server, client, await somebody(server));
    await refresh(server, client, body.refresh_token!);
    const between = await read();
    expect(between).toMatchObject({
      users: before['users']! + 1,
      clients: before['clients']! + 1,
      tokens: before['tokens']! + 1,
      sign_ins_24h: before['sign_ins_24h']! + 1,
      reuse_detected_7d: before['reuse_detected_7d'],
    });
    await refresh(server, client, body.refresh_token!);
    await caller.post(`/v1/admin/clients/${client.id}/secrets`, { expires_in: 86_400 });
    expect(await read()).toMatchObject({
      tokens: before['tokens'],
      reuse_detected_7d: before['reuse_detected_7d']! + 1,
      secrets_ending_30d: before['secrets_ending_30d']! + 1,
    });
    expect(await read()).toHaveProperty('last_key_rotation', expect.stringMatching(/Z$/));
  });

  it('is the first page of administrators, with a command that says the same', async () => {
    const admin = await browserOf(server, await somebody(server, 'admin'));
    const page = await admin.get('/admin');
    expect(page.status).toBe(200);
    expect(page.body).toContain('Needs a look');
    expect(page.body).toContain('Recent events');
    expect(await runApi<Overview>(page, caller.bearer!)).toHaveProperty('users', (await read())['users']);
    const member = await browserOf(server, await somebody(server));
    expect((await member.get('/admin')).status).toBe(404);
  });
});
