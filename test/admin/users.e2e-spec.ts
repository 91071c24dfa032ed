import { AppModule } from '../../src/app.module';
import { Settings } from '../../src/config/settings';
import { Database } from '../../src/database/database';
import { LocalUser, newLocalUser } from '../../src/users/domain/user';
import { LocalUsers } from '../../src/users/application/local-users';
import { Browser } from '../support/browser';
import { ADMIN_SCOPES, type ApiCaller, withMachine, withPersonalToken } from '../support/caller';
import { addClient, api, obtainTokens, PASSWORD, type TestPerson } from '../support/oauth';
import { eventsOf } from '../support/audit';
import { mailsTo, pathOf } from '../support/mailbox';
import { browserOf, somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

const PATH = '/v1/admin/users';
let count = 0;

describe('/v1/admin/users', () => {
  let server: TestServer;
  let ada: TestPerson;
  let admin: ApiCaller;
  /** May change people, and is nobody. */
  let machine: ApiCaller;
  /** The token of an administrator that may change people and nothing else. */
  let narrow: ApiCaller;

  beforeAll(async () => {
    server = await startServer({ env: { API_RATE_LIMIT: '0' } });
    ada = await somebody(server, 'admin');
    admin = await withPersonalToken(server, ada, ADMIN_SCOPES);
    machine = await withMachine(server, ADMIN_SCOPES);
    narrow = await withPersonalToken(server, ada, ['admin:read', 'admin:users']);
  });

  afterAll(() => server.close());

  const emailOf = (name: string) => `${name}${++count}@example.com`;
  const at = ({ user }: TestPerson, rest = '') => `${PATH}/${user.id}${rest}`;
  const problemOf = ({ status, problem }: { status: number; problem: string | null }) => [status, problem];
  const typesOf = async (person: TestPerson) =>
    (await eventsOf(server, { user_id: person.user.id })).map(({ type }) => type);

  describe('inviting', () => {
    const invite = (caller: ApiCaller, body: object, headers?: Record<string, string>) =>
      caller.post(PATH, { name: 'Grace Hopper', ...body }, headers);

    it('mails a link with which the person chooses a password; the answer has none', async () => {
      const email = emailOf('grace');
      const made = await invite(machine, { email });
      expect(made.status).toBe(201);
      expect(made.headers.get('location')).toBe(`${PATH}/${made.body.id}`);
      expect(made.headers.get('etag')).toBe('"1"');
      expect(made.body).toEqual({
        id: expect.stringMatching(/^user_\w{16}$/),
        email,
        email_verified: false,
        name: 'Grace Hopper',
        picture: null,
        locale: null,
        roles: ['member'],
        status: 'active',
        has_password: false,
        last_seen_at: null,
        created_at: expect.any(String),
        updated_at: expect.any(String),
      });
      const [mail] = await mailsTo(server, email);
      const link = /http\S+/.exec(mail!.text)![0];
      expect((await new Browser(server.url).get(pathOf(link))).status).toBe(200);
      const events = await eventsOf(server, { user_id: made.body.id });
      expect(events.map(({ type }) => type)).toEqual(['user.created', 'user.invited']);
      expect(events.at(-1)!.changes).toEqual([{ path: 'delivery', to: 'mail' }]);
      expect(JSON.stringify(events)).not.toContain('token=');
    });

    it('gives the link to a human administrator who asks for it, once, also when the request is sent again', async () => {
      const body = { email: emailOf('grace'), send_invite: false, roles: ['admin'] };
      for (const [caller, problem] of [
        [machine, 'role-required'],
        [narrow, 'insufficient-scope'],
      ] as const) {
        expect(problemOf(await invite(caller, body))).toEqual([403, problem]);
        expect(problemOf(await invite(caller, { ...body, roles: [] }))).toEqual([403, problem]);
        const mailed = { ...body, send_invite: true };
        expect(problemOf(await invite(caller, mailed))).toEqual([403, problem]);
      }
      const key = { 'Idempotency-Key': 'invite-once' };
      const made = await invite(admin, body, key);
      expect(made.body).toMatchObject({ roles: ['admin'], secret_shown_once: true });
      expect(await mailsTo(server, body.email)).toEqual([]);
      const again = await invite(admin, body, key);
      expect(problemOf(again)).toEqual([409, 'secret-already-delivered']);
      expect(again.body['resource']).toBe(`${PATH}/${made.body.id}`);
      const browser = new Browser(server.url);
      const page = await browser.get(pathOf(String(made.body['invite_url'])));
      await browser.submit(page, 'invite', { name: 'Grace', password: PASSWORD });
      expect((await browser.signIn(body.email, PASSWORD)).status).toBe(303);
      expect((await admin.get(`${PATH}/${made.body.id}`)).body).toMatchObject({
        has_password: true,
        email_verified: true,
        last_seen_at: expect.any(String),
      });
    });

    it('gives the same answer again for the same key where it holds no link', async () => {
      const body = { email: emailOf('grace') };
      const key = { 'Idempotency-Key': 'invite-by-mail' };
      const made = await invite(machine, body, key);
      const again = await invite(machine, body, key);
      expect([again.status, again.body]).toEqual([201, made.body]);
      expect(await mailsTo(server, body.email)).toHaveLength(1);
    });

    it.each([
      [{ email: 'no address' }, '/email'],
      [{ email: `${'a'.repeat(250)}@example.com` }, '/email'],
      [{ email: 7 }, '/email'],
      [{}, '/email'],
      [{ email: 'x@example.com', name: '' }, '/name'],
      [{ email: 'x@example.com', name: 'a\nb' }, '/name'],
      [{ email: 'x@example.com', roles: 'admin' }, '/roles'],
      [{ email: 'x@example.com', roles: ['owner'] }, '/roles'],
      [{ email: 'x@example.com', roles: ['member', 'member'] }, '/roles'],
      [{ email: 'x@example.com', roles: null }, '/roles'],
      [{ email: 'x@example.com', send_invite: 'no' }, '/send_invite'],
      [{ email: 'x@example.com', password: 'x' }, '/password'],
    ])('says what is wrong with %j', async (body, pointer) => {
      const refused = await invite(admin, body);
      expect(problemOf(refused)).toEqual([400, 'validation-failed']);
      expect(refused.body.errors[0]!.pointer).toBe(pointer);
    });

    it('takes an address once, however it is spelled', async () => {
      const refused = await invite(admin, { email: ada.email.toUpperCase() });
      expect(problemOf(refused)).toEqual([409, 'conflict']);
      expect(refused.body.errors[0]!.pointer).toBe('/email');
    });
  });

  describe('finding', () => {
    it('finds by beginnings of name and address, by role, state and when they were last here', async () => {
      const names = async (query: string) => {
        const { body } = await admin.get(`${PATH}?${query}`);
        return body.data.map(({ name }) => name);
      };
      const people = server.get(LocalUsers);
      for (const [name, email] of [
        ['Zoë Find%me', 'zoe.find@example.com'],
        ['ZOË Other', 'other.find@example.com'],
        ['Somebody', 'Zoë@example.com'],
      ] as const) {
        await admin.post(PATH, { name, email });
      }
      expect((await names('q=zo%C3%AB&sort=name')).sort()).toEqual(['Somebody', 'ZOË Other', 'Zoë Find%me']);
      expect(await names('q=zo%C3%AB%20find%25')).toEqual(['Zoë Find%me']);
      expect(await names('q=find')).toEqual([]);
      expect(await names('email=OTHER.find@example.com')).toEqual(['ZOË Other']);
      expect(await names('q=zo%C3%AB&sort=name&limit=2')).toEqual(['Somebody', 'Zoë Find%me']);
      const zoe = await people.findByEmail('zoe.find@example.com');
      await admin.post(`${PATH}/${zoe!.id}/disable`);
      expect(await names('q=zo%C3%AB&status=disabled')).toEqual(['Zoë Find%me']);
      expect(await names(`q=${encodeURIComponent(ada.user.name)}&role=member`)).toEqual([]);
      const seen = await somebody(server);
      const now = new Date(server.now() + 1000).toISOString();
      const query = `email=${seen.email}&last_seen_before=`;
      expect(await names(query + now)).toHaveLength(1);
      await browserOf(server, seen);
      expect(await names(query + new Date(server.now() - 1000).toISOString())).toEqual([]);
      expect(await names(query + new Date(server.now() + 1000).toISOString())).toHaveLength(1);
    });

    it('finds the same among very many', async () => {
      const alone = await startServer();
      const caller = await withPersonalToken(alone, await somebody(alone, 'admin'), ADMIN_SCOPES);
      const database = alone.get(Database);
      const many = Array.from({ length: 2100 }, (_, n) => {
        const name = `Many ${String(n).padStart(4, '0')}`;
        const values = { name, email: `${n}@example.com`, role: 'member', locale: null } as const;
        return newLocalUser({ ...values, passwordHash: null, emailVerified: false }, n);
      });
      await database.unseen(async () => {
        for (let from = 0; from < many.length; from += 300)
          await database.repository(LocalUser).insert(many.slice(from, from + 300));
      });
      const { body } = await caller.get(`${PATH}?q=many&sort=name&limit=2&count=true`);
      expect(body.data.map(({ name }) => name)).toEqual(['Many 0000', 'Many 0001']);
      expect(body.page).toMatchObject({ total: 2100 });
      const next = await caller.get(`${PATH}?q=many&sort=name&limit=2&cursor=${body.page.next_cursor}`);
      expect(next.body.data.map(({ name }) => name)).toEqual(['Many 0002', 'Many 0003']);
      const nobody = await caller.get(`${PATH}?q=manx&count=true`);
      expect([nobody.body.data, nobody.body.page]).toEqual([[], { next_cursor: null, limit: 50, total: 0 }]);
      await alone.close();
    });

    it('goes through all, page by page, whatever the order', async () => {
      for (const sort of ['name', '-name', 'email', '-created_at']) {
        const ids: string[] = [];
        let next: string | null = `${PATH}?limit=3&count=true&sort=${sort}`;
        let total = 0;
        while (next) {
          const { body, headers } = await admin.get(next);
          ids.push(...body.data.map(({ id }) => id));
          total = Number((body.page as { total?: number }).total);
          next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? null;
        }
        expect([sort, new Set(ids).size, ids.length]).toEqual([sort, total, total]);
      }
    });

    it.each([
      'role=owner',
      'status=locked',
      'last_seen_before=yesterday',
      'sort=password',
      'mfa=true',
      'role=',
    ])('does not guess what %s means', async (query) => {
      expect((await admin.get(`${PATH}?${query}`)).status).toBe(400);
    });
  });

  describe('changing', () => {
    it('changes what a merge patch names, for whoever has read the latest version', async () => {
      const ben = await somebody(server);
      const etag = (await admin.get(at(ben))).headers.get('etag')!;
      const [first, second] = await Promise.all(
        ['First', 'Second'].map((name) => admin.patch(at(ben), { name }, { 'If-Match': etag })),
      );
      expect([first!.status, second!.status].sort()).toEqual([200, 412]);
      const read = await admin.get(at(ben));
      expect(read.body.name).toBe(first!.status === 200 ? 'First' : 'Second');
      expect((await admin.get(at(ben), { 'If-None-Match': read.headers.get('etag')! })).status).toBe(304);
      const same = await admin.patch(at(ben), { name: read.body.name });
      expect(same.headers.get('etag')).toBe(read.headers.get('etag'));
      expect((await typesOf(ben)).filter((type) => type === 'user.updated')).toHaveLength(1);
    });

    it('lets a token for people change a member, but neither roles nor the address, nor an administrator', async () => {
      const ben = await somebody(server);
      const root = await somebody(server, 'admin');
      for (const [caller, problem] of [
        [machine, 'role-required'],
        [narrow, 'insufficient-scope'],
      ] as const) {
        const named = await caller.patch(at(ben), { name: 'Benjamin', roles: ['member'], locale: 'de' });
        expect([named.status, named.body['locale']]).toEqual([200, 'de']);
        for (const [method, path, body] of [
          ['PATCH', at(ben), { roles: ['admin'] }],
          ['PATCH', at(ben), { email: emailOf('taken') }],
          ['PATCH', at(root), { name: 'Rooted' }],
          ['DELETE', at(root)],
          ['POST', at(root, '/disable'), {}],
          ['POST', at(root, '/enable'), {}],
          ['POST', at(root, '/unlock'), {}],
          ['POST', at(root, '/password-reset'), {}],
          ['POST', at(ben, '/password-reset'), { send_mail: false }],
          ['DELETE', at(root, '/sessions')],
          ['DELETE', at(root, '/sessions/sess_0123456789abcdef')],
          ['DELETE', at(root, '/authorizations/auth_0123456789abcdef')],
          ['DELETE', at(root, '/personal-access-tokens/tok_0123456789abcdef')],
        ] as const) {
          const refused = await caller.send(method, path, body);
          expect([method, path, ...problemOf(refused)]).toEqual([method, path, 403, problem]);
          const hint = problem === 'insufficient-scope' ? 'scope="admin:write"' : 'insufficient_scope';
          expect(refused.challenge).toContain(hint);
        }
      }
      expect((await admin.get(at(root))).headers.get('etag')).toBe('"1"');
      expect(await mailsTo(server, root.email)).toEqual([]);
    });

    it('gives another address, which is not confirmed, and tells the former one', async () => {
      const ben = await somebody(server);
      const other = emailOf('ben');
      const spelled = await admin.patch(at(ben), { email: ben.email.toUpperCase() });
      expect(spelled.body).toMatchObject({ email: ben.email.toUpperCase(), email_verified: true });
      const moved = await admin.patch(at(ben), { email: other });
      expect(moved.body).toMatchObject({ email: other, email_verified: false });
      const [event] = (await eventsOf(server, { user_id: ben.user.id })).slice(-1);
      expect(event).toMatchObject({
        type: 'user.updated',
        actor: { type: 'user', id: ada.user.id },
        changes: [{ path: 'email', from: ben.email.toUpperCase(), to: other }],
      });
      expect((await mailsTo(server, ben.email.toUpperCase())).length).toBe(1);
      expect((await new Browser(server.url).signIn(other, PASSWORD)).status).toBe(303);
      const taken = await admin.patch(at(ben), { email: ada.email });
      expect([...problemOf(taken), taken.body.errors[0]!.pointer]).toEqual([409, 'conflict', '/email']);
    });

    it.each([
      [{ name: null }, '/name'],
      [{ name: '' }, '/name'],
      [{ email: null }, '/email'],
      [{ email: 'nobody' }, '/email'],
      [{ locale: 'not a language' }, '/locale'],
      [{ locale: 7 }, '/locale'],
      [{ roles: [] as string[], status: 'disabled' }, '/status'],
      [{ roles: {} }, '/roles'],
      [{ id: 'user_0123456789abcdef' }, '/id'],
    ])('says what is wrong with %j', async (body, pointer) => {
      const refused = await admin.patch(at(ada), body);
      expect(problemOf(refused)).toEqual([400, 'validation-failed']);
      expect(refused.body.errors[0]!.pointer).toBe(pointer);
    });

    it('makes and unmakes administrators, whose tokens lose what their role allowed at once', async () => {
      const ben = await somebody(server);
      expect((await admin.patch(at(ben), { roles: ['member', 'admin'] })).body['roles']).toEqual(['admin']);
      const caller = await withPersonalToken(server, ben, ['admin:read', 'read:projects']).catch(() => null);
      const now = await server.get(LocalUsers).find(ben.user.id);
      const his = caller ?? (await withPersonalToken(server, { ...ben, user: now! }, ['admin:read']));
      expect((await his.get(PATH)).status).toBe(200);
      expect((await admin.patch(at(ben), { roles: [] })).body['roles']).toEqual(['member']);
      expect((await his.get(PATH)).status).toBe(403);
    });
  });

  describe('acts', () => {
    const holding = async (person: TestPerson) => {
      const browser = await browserOf(server, person);
      const { body } = await obtainTokens(server, await addClient(server), person);
      const own = await withPersonalToken(server, person, ['read:projects']);
      const state = async () => ({
        browser: (await browser.get('/settings/profile')).status,
        app: (await api(server, '/v1/projects', body.access_token)).status,
        token: (await own.get('/v1/projects')).status,
      });
      expect(await state()).toEqual({ browser: 200, app: 200, token: 200 });
      return state;
    };
    const NOTHING = { browser: 303, app: 401, token: 401 };

    it('disables, with everything that hangs on the person, and enables what can be made anew', async () => {
      const ben = await somebody(server);
      const state = await holding(ben);
      const reason = 'Left the company.';
      const disabled = await machine.post(at(ben, '/disable'), { reason });
      expect([disabled.status, disabled.body.status]).toEqual([200, 'disabled']);
      expect(await state()).toEqual(NOTHING);
      const again = await machine.post(at(ben, '/disable'));
      expect([again.status, again.headers.get('etag')]).toEqual([200, disabled.headers.get('etag')]);
      expect(problemOf(await machine.post(at(ben, '/password-reset')))).toEqual([409, 'conflict']);
      const stale = await machine.post(at(ben, '/enable'), {}, { 'If-Match': '"1"' });
      expect(problemOf(stale)).toEqual([412, 'version-mismatch']);
      expect((await machine.post(at(ben, '/enable'))).body.status).toBe('active');
      expect(await state()).toEqual(NOTHING);
      const events = await eventsOf(server, {
        user_id: ben.user.id,
        type: ['user.disabled', 'user.enabled'],
      });
      expect(events.map(({ type, changes }) => ({ type, changes }))).toEqual([
        {
          type: 'user.disabled',
          changes: [
            { path: 'status', from: 'active', to: 'disabled' },
            { path: 'reason', to: reason },
          ],
        },
        { type: 'user.enabled', changes: [{ path: 'status', from: 'disabled', to: 'active' }] },
      ]);
      expect(problemOf(await machine.post(at(ben, '/disable'), { reason: 7 }))[0]).toBe(400);
    });

    it('deletes, with everything that hangs on the person; the audit log keeps the id', async () => {
      const ben = await somebody(server);
      const state = await holding(ben);
      expect((await machine.delete(at(ben), { 'If-Match': '"999"' })).status).toBe(412);
      expect((await machine.delete(at(ben))).status).toBe(204);
      expect(await state()).toEqual(NOTHING);
      for (const path of [at(ben), at(ben, '/sessions'), at(ben, '/authorizations')])
        expect((await admin.get(path)).status).toBe(404);
      expect((await machine.delete(at(ben))).status).toBe(404);
      expect(await typesOf(ben)).toContain('user.deleted');
      const { body } = await admin.get(`/v1/admin/authorizations?user_id=${ben.user.id}`);
      expect(body.data).toEqual([]);
    });

    it('unlocks', async () => {
      const ben = await somebody(server);
      for (let tries = 0; tries < 11; tries++) await new Browser(server.url).signIn(ben.email, 'wrong');
      expect((await new Browser(server.url).signIn(ben.email, PASSWORD)).status).toBe(429);
      expect((await admin.get(at(ben))).body['locked_until']).toEqual(expect.any(String));
      expect((await machine.post(at(ben, '/unlock'), { reason: 'Called.' })).status).toBe(200);
      expect((await admin.get(at(ben))).body['locked_until']).toBeNull();
      expect((await new Browser(server.url).signIn(ben.email, PASSWORD)).status).toBe(303);
      const [event] = await eventsOf(server, { user_id: ben.user.id, type: ['user.unlocked'] });
      expect(event).toMatchObject({ outcome: 'success', changes: [{ path: 'reason', to: 'Called.' }] });
    });

    it('sends a link for a new password, or gives it to an administrator, this once', async () => {
      const ben = await somebody(server);
      const sent = await machine.post(at(ben, '/password-reset'));
      expect([sent.status, sent.body]).toEqual([202, {}]);
      expect(await mailsTo(server, ben.email)).toHaveLength(1);
      const given = await admin.post(at(ben, '/password-reset'), { send_mail: false });
      expect([given.status, given.body['secret_shown_once']]).toEqual([201, true]);
      expect(await mailsTo(server, ben.email)).toHaveLength(1);
      const browser = new Browser(server.url);
      const page = await browser.get(pathOf(String(given.body['reset_url'])));
      expect((await browser.submit(page, 'reset', { password: `${PASSWORD} two` })).status).toBe(303);
      const events = await eventsOf(server, { user_id: ben.user.id, type: ['password.reset_requested'] });
      expect(events.map(({ changes }) => changes)).toEqual([
        [{ path: 'delivery', to: 'mail' }],
        [{ path: 'delivery', to: 'by hand' }],
      ]);
      expect(JSON.stringify(events)).not.toContain('token=');
    });

    it('sends five such mails an hour and no more, and shows no link instead', async () => {
      const ben = await somebody(server);
      const sent = [];
      for (let mails = 0; mails < 6; mails++) sent.push(await machine.post(at(ben, '/password-reset')));
      expect(sent.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202, 422]);
      expect(sent.at(-1)!.problem).toBe('limit-reached');
      expect(JSON.stringify(sent.at(-1)!.body)).not.toContain('token=');
    });
  });

  it('keeps the last administrator', async () => {
    const alone = await startServer();
    const root = await somebody(alone, 'admin');
    const caller = await withPersonalToken(alone, root, ADMIN_SCOPES);
    for (const [method, rest, body] of [
      ['PATCH', '', { roles: ['member'] }],
      ['POST', '/disable', {}],
      ['DELETE', ''],
    ] as const) {
      const refused = await caller.send(method, at(root, rest), body);
      expect([method, ...problemOf(refused)]).toEqual([method, 409, 'last-admin']);
    }
    await alone.close();
  });

  it('says where no mails are sent that the link has to be handed over, and adds nobody', async () => {
    const silent = await startServer({
      module: (settings) => AppModule.forRoot(new Settings({ ...settings, mode: 'production' })),
    });
    const caller = await withPersonalToken(silent, await somebody(silent, 'admin'), ADMIN_SCOPES);
    const guest = { email: 'guest@example.com', name: 'Guest' };
    const refused = await caller.post(PATH, guest);
    expect(problemOf(refused)).toEqual([409, 'conflict']);
    expect(refused.body['detail']).toContain('hand it over');
    expect((await caller.get(`${PATH}?q=guest`)).body.data).toEqual([]);
    const made = await caller.post(PATH, { ...guest, send_invite: false });
    expect([made.status, typeof made.body['invite_url']]).toEqual([201, 'string']);
    const reset = await caller.post(`${PATH}/${made.body.id}/password-reset`);
    expect(problemOf(reset)).toEqual([409, 'conflict']);
    await silent.close();
  });
});
