import { type Browser, formOf } from '../support/browser';
import { runApi } from '../support/admin-page';
import { withMachine } from '../support/caller';
import { addClient, api, obtainTokens, PASSWORD } from '../support/oauth';
import { browserOf, somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

const PATH = '/admin/keys';

describe('Administration → Signing keys', () => {
  let server: TestServer;
  let admin: Browser;

  beforeEach(async () => {
    server = await startServer();
    admin = await browserOf(server, await somebody(server, 'admin'));
  });

  afterEach(() => server.close());

  const rows = async () => (await admin.get(PATH)).body.match(/<tr>/g)!.length - 1;

  async function take(step: string) {
    const ask = await admin.get(`${PATH}/${step}`);
    return { ask, done: await admin.submit(ask, 'confirm') };
  }

  it('says in words what each key does, and shows nothing private', async () => {
    const page = await admin.get(PATH);
    expect(page.body).toContain('Signs since');
    expect(page.body).toContain('Published since');
    expect(page.body).not.toMatch(/"d":|sealed/);
    const caller = await withMachine(server);
    const listed = await runApi<{ data: { status: string }[] }>(page, caller.bearer!);
    expect(listed.data.map(({ status }) => status)).toEqual(['active', 'next']);
    const rotated = await runApi<{ active: object }>(await admin.get(`${PATH}/rotate`), caller.bearer!);
    expect(rotated.active).toMatchObject({ status: 'active' });
    expect(await rows()).toBe(3);
  });

  it('is there for administrators only', async () => {
    const member = await browserOf(server, await somebody(server));
    const { fields } = formOf(await member.get('/settings/tokens/new'), 'new-token');
    const steps = ['next', 'rotate', 'x/activate', 'x/delete'].map((step) => `${PATH}/${step}`);
    for (const path of [PATH, ...steps]) expect((await member.get(path)).status).toBe(404);
    for (const path of steps) {
      expect((await member.post(path, fields)).status).toBe(404);
      expect((await admin.post(path, {})).status).toBe(403);
    }
    for (const path of steps.slice(2)) expect((await admin.get(path)).status).toBe(404);
    expect((await admin.get(`${PATH}/nonsense`)).status).toBe(404);
    expect((await admin.post(`${PATH}/rotate`, {})).status).toBe(403);
    expect(await rows()).toBe(2);
  });

  it('rotates once however often the form is sent, and no token stops', async () => {
    const { body } = await obtainTokens(server, await addClient(server), await somebody(server));
    const { ask, done } = await take('rotate');
    expect((await admin.follow(done)).body).toContain('The keys are rotated.');
    expect((await admin.submit(ask, 'confirm')).status).toBe(303);
    expect(await rows()).toBe(3);
    expect((await admin.get(PATH)).body).toContain('Only verifies, until');
    expect((await api(server, '/v1/projects', body.access_token)).status).toBe(200);
  });

  it('publishes one more key once, lets it sign, and deletes one that waits', async () => {
    const { ask, done } = await take('next');
    expect((await admin.follow(done)).body).toContain('The key is published.');
    expect((await admin.submit(ask, 'confirm')).status).toBe(303);
    expect(await rows()).toBe(3);
    const links = async (step: string) =>
      [...(await admin.get(PATH)).body.matchAll(/href="\/admin\/keys\/([^"/]+\/\w+)"/g)]
        .map(([, found]) => found!)
        .filter((found) => found.endsWith(`/${step}`));
    const [, kid] = (await links('activate')).map((link) => link.split('/')[0]!);
    const signing = await take(`${kid}/activate`);
    expect((await admin.follow(signing.done)).body).toContain('The key signs now.');
    expect((await admin.submit(signing.ask, 'confirm')).status).toBe(303);
    const [link] = await links('delete');
    const gone = await take(link!);
    const after = await admin.follow(gone.done);
    expect(after.body).toContain('The key is deleted.');
    expect(after.body).not.toContain(link!.split('/')[0]!);
    expect((await admin.submit(gone.ask, 'confirm')).status).toBe(303);
  });

  it('keeps a key that signs, and says when enough of them wait', async () => {
    const caller = await withMachine(server);
    const { body } = await caller.get('/v1/admin/keys');
    const active = String(body.data.find(({ status }) => status === 'active')!['kid']);
    const { done } = await take(`${active}/delete`);
    expect(done.status).toBe(409);
    expect(done.body).toContain('Rotate the keys first');
    for (let times = 0; times < 2; times++) expect((await take('next')).done.status).toBe(303);
    const full = await take('next');
    expect(full.done.status).toBe(422);
    expect(full.done.body).toContain('3 keys of this algorithm wait already.');
    const next = await admin.get(`${PATH}/${active}/activate`);
    expect((await admin.submit(next, 'confirm')).status).toBe(303);
  });

  it('drops all keys in an emergency: it says what stops, and then it stops', async () => {
    const { body } = await obtainTokens(server, await addClient(server), await somebody(server));
    const { ask, done } = await take('emergency');
    expect(ask.body).toContain('Every signed access token of every app stops working at once.');
    expect((await admin.follow(done)).body).toContain('All former keys are gone.');
    expect((await admin.submit(ask, 'confirm')).status).toBe(303);
    expect(await rows()).toBe(2);
    expect((await api(server, '/v1/projects', body.access_token)).status).toBe(401);
  });

  it('asks for the password when the sign-in is old', async () => {
    server.advance(16 * 60);
    const { ask, done } = await take('rotate');
    expect(done.status).toBe(403);
    expect(await rows()).toBe(2);
    expect((await admin.submit(ask, 'confirm', { current_password: PASSWORD })).status).toBe(303);
  });
});
