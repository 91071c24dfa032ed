import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ClientRegistration } from '../../src/clients/application/client-registration';
import { MAX_OWN_APPS } from '../../src/clients/application/own-apps';
import { Clients } from '../../src/clients/application/clients';
import { clientRef } from '../../src/clients/domain/client';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { type Browser, decodeHtml, formOf, type Page } from '../support/browser';
import { api, PASSWORD, type TestPerson } from '../support/oauth';
import { browserOf, somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

const PATH = '/settings/apps';
const CALLBACK = 'https://board.example.com/callback';
const run = promisify(execFile);

describe('Settings → My apps', () => {
  let server: TestServer;
  let ada: TestPerson;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    ada = await somebody(server);
    browser = await browserOf(server, ada);
  });

  const secretIn = (page: Page) => /<output id="secret">(acs_\w+)<\/output>/.exec(page.body)?.[1] ?? null;
  const idIn = (page: Page) => /<code id="client-id">(app_\w+)<\/code>/.exec(page.body)![1]!;
  const codeIn = (page: Page, id: string) =>
    decodeHtml(new RegExp(`<pre[^>]*id="${id}"[^>]*><code>(.*?)</code>`, 's').exec(page.body)![1]!);

  async function register(type: string, values: Record<string, string> = {}, who = browser): Promise<Page> {
    const page = await who.get(`${PATH}/new?type=${type}`);
    const uris: Record<string, string> = type === 'm2m' ? {} : { redirect_uris: CALLBACK };
    const sent = await who.submit(page, 'new-app', {
      name: 'Project Board',
      scopes: 'read:projects',
      ...uris,
      ...values,
    });
    return who.follow(sent);
  }

  const appPath = (page: Page) => `${PATH}/${idIn(page)}`;

  function tokens(clientId: string, secret: string, body: Record<string, string>): Promise<Response> {
    const login = Buffer.from(`${clientId}:${secret}`).toString('base64');
    const headers = { Authorization: `Basic ${login}` };
    return fetch(`${server.url}/oauth/token`, { method: 'POST', headers, body: new URLSearchParams(body) });
  }

  it('begins with an empty list that says what an app is', async () => {
    const page = await browser.open('/settings');
    expect(page.url).toBe(server.url + PATH);
    expect(page.body).toContain('An app is anything that asks people to sign in');
    expect(page.body).toContain('Register your first app');
  });

  it.each(['web', 'spa', 'native', 'm2m'])(
    'asks for the kind first, then only for what a %s app needs',
    async (type) => {
      expect((await browser.get(`${PATH}/new`)).body).toContain(`${PATH}/new?type=${type}`);
      const page = await browser.get(`${PATH}/new?type=${type}`);
      expect(page.body.includes('name="redirect_uris"')).toBe(type !== 'm2m');
      expect(page.body.includes('name="secret"')).toBe(type === 'web');
    },
  );

  it.each([
    ['a website', 'web', {}, true],
    ['a website that wants none', 'web', { secret: 'no' }, false],
    ['a single-page app', 'spa', { secret: 'yes' }, false],
    [
      'a phone app',
      'native',
      { redirect_uris: 'com.example.app:/callback\nhttp://127.0.0.1/callback' },
      false,
    ],
    ['a script', 'm2m', {}, true],
  ])('gives %s a secret once, where it has one', async (_, type, values, hasSecret) => {
    const made = await register(type, values as Record<string, string>);
    expect(made.status).toBe(200);
    const secret = secretIn(made);
    expect(secret !== null).toBe(hasSecret);
    const later = await browser.get(appPath(made));
    expect(later.body).not.toContain('<output id="secret">');
    if (secret) expect(later.body).not.toContain(secret);
    expect((await browser.get(PATH)).body).toContain('Project Board');
  });

  it('says of each address what is wrong with it, and keeps what was typed', async () => {
    const uris = `${CALLBACK}\nhttp://board.example.com/dev\n\nhttps://*.example.com/\n${CALLBACK}#x`;
    const refused = await register('web', { name: ' ', redirect_uris: uris });
    expect(refused.status).toBe(400);
    expect(refused.body).toContain('4 things need a change.');
    expect(refused.body).toContain(
      '<code>http://board.example.com/dev</code>: Use https here: http is allowed only for 127.0.0.1, [::1] and localhost.',
    );
    expect(refused.body).toContain('<code>https://*.example.com/</code>: No * here: list each address.');
    expect(refused.body).toContain('Leave out the part after #.');
    expect(decodeHtml(refused.body)).toContain(uris);
    const none = await register('web', { redirect_uris: '' });
    expect(none.body).toContain('Name at least one address to send people back to.');
    expect((await browser.get(PATH)).body).toContain('No apps yet');
  });

  it('registers one app of forms that are sent at the same moment', async () => {
    const { action, fields } = formOf(await browser.get(`${PATH}/new?type=web`), 'new-app');
    const values = { ...fields, name: 'Once', redirect_uris: CALLBACK };
    const answers = await Promise.all(Array.from({ length: 10 }, () => browser.post(action, values)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(409)]);
    expect((await browser.get(PATH)).body.match(/<strong>Once/g)).toHaveLength(1);
  });

  it('registers no more than a person may own, also at the same moment', async () => {
    const { user } = ada;
    const registration = server.get(ClientRegistration);
    const app = (name: string) => ({
      name,
      type: 'spa' as const,
      ownerId: user.id,
      redirectUris: [CALLBACK],
    });
    for (let n = 0; n < MAX_OWN_APPS - 2; n++) await registration.register(app(`App ${n}`), SYSTEM);
    const pages = await Promise.all(Array.from({ length: 6 }, () => browser.get(`${PATH}/new?type=spa`)));
    const answers = await Promise.all(
      pages.map((page) => browser.submit(page, 'new-app', { name: 'More', redirect_uris: CALLBACK })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 303, 422, 422, 422, 422]);
    expect(answers.find(({ status }) => status === 422)!.body).toContain(
      'You have 100 apps. Delete one first.',
    );
    const first = await browser.get(PATH);
    expect(first.body.match(/<tr>/g)).toHaveLength(21);
    const next = decodeHtml(/href="([^"]+)" rel="next"/.exec(first.body)![1]!);
    const second = await browser.get(next);
    expect(second.body.match(/<tr>/g)).toHaveLength(21);
    expect(second.body).toContain('First page');
  });

  describe('what only an administrator may allow', () => {
    it('is not offered to members, and refused when it is asked for', async () => {
      expect((await browser.get(`${PATH}/new?type=web`)).body).not.toMatch(/value="(admin|manage):/);
      for (const scopes of ['admin:read', 'manage:tokens']) {
        const refused = await register('web', { scopes });
        expect([scopes, refused.status]).toEqual([scopes, 400]);
        expect(refused.body).toContain(`Your role does not allow the scope ${scopes}.`);
      }
    });

    it('is for a script to act on its own', async () => {
      const made = await register('m2m');
      expect(made.body).toContain('An administrator has to allow this');
      const grant = { grant_type: 'client_credentials' };
      expect((await tokens(idIn(made), secretIn(made)!, grant)).status).toBe(400);
      const admin = await browserOf(server, await somebody(server, 'admin'));
      const theirs = await register('m2m', { scopes: 'admin:read' }, admin);
      expect(theirs.body).not.toContain('An administrator has to allow this');
      expect((await tokens(idIn(theirs), secretIn(theirs)!, grant)).status).toBe(200);
    });

    it('may stay when an administrator has allowed it', async () => {
      const made = await register('web');
      const client = (await server.get(Clients).findByRef(clientRef(idIn(made))))!;
      await server
        .get(ClientRegistration)
        .update(client, { scopes: ['read:projects', 'admin:read'] }, SYSTEM);
      const page = await browser.get(appPath(made));
      const saved = await browser.submit(page, 'scopes-form', { scopes: 'admin:read' });
      expect(saved.status).toBe(303);
    });
  });

  describe('the page of an app', () => {
    it('changes name, addresses and scopes', async () => {
      const made = await register('web');
      const path = appPath(made);
      const renamed = await browser.follow(
        await browser.submit(await browser.get(path), 'name', { name: 'New name' }),
      );
      expect(renamed.body).toContain('Saved.');
      expect(renamed.body).toContain('<h1>New name</h1>');
      const more = await browser.submit(renamed, 'redirect-uris', {}, 'Add another');
      expect(more.body).toContain('id="redirect-uri-2"');
      const saved = await browser.submit(more, 'scopes-form', { scopes: 'delete:projects' });
      const scopes = formOf(await browser.follow(saved), 'scopes-form').fields;
      expect(scopes).toMatchObject({ scopes: 'delete:projects' });
    });

    it('says at each address what is wrong with it', async () => {
      const made = await register('web');
      const { fields } = formOf(made, 'redirect-uris');
      const body = new URLSearchParams({ csrf: fields['csrf']!, version: fields['version']! });
      for (const uri of [CALLBACK, 'http://board.example.com/dev']) body.append('redirect_uris', uri);
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = { Cookie: cookie, Accept: 'text/html' };
      const answer = await fetch(`${server.url}${appPath(made)}/redirect-uris`, {
        method: 'POST',
        headers,
        body,
      });
      expect(answer.status).toBe(400);
      const html = await answer.text();
      expect(html).toMatch(
        /id="redirect-uri-2"[^>]*value="http:\/\/board.example.com\/dev"[^>]*aria-invalid="true"/,
      );
      expect(html).toContain('id="redirect-uri-2-error">Use https here');
      expect(html).not.toMatch(/id="redirect-uri-1"[^>]*aria-invalid/);
    });

    it('loses no change that somebody else has made meanwhile, and forgives a second click', async () => {
      const made = await register('web');
      const old = await browser.get(appPath(made));
      for (let times = 0; times < 2; times++) {
        expect((await browser.submit(old, 'name', { name: 'First' })).status).toBe(303);
      }
      const late = await browser.submit(old, 'name', { name: 'Second' });
      expect(late.status).toBe(412);
      expect(late.body).toContain('Somebody else has changed this meanwhile.');
      expect(formOf(late, 'name').fields).toMatchObject({ name: 'Second' });
      expect((await browser.submit(late, 'name')).status).toBe(303);
    });

    it.each([
      ['redirect-uris', { redirect_uris: 'https://board.example.com/next' }],
      ['scopes-form', { scopes: 'delete:projects' }],
    ])('asks for the password before %s is saved when the sign-in is old', async (part, values) => {
      const made = await register('web');
      server.advance(16 * 60);
      const refused = await browser.submit(await browser.get(appPath(made)), part, values);
      expect(refused.status).toBe(403);
      const [[name, value]] = Object.entries(values) as [[string, string]];
      expect(formOf(refused, part).fields).toMatchObject({ [name]: value });
      const other = part === 'scopes-form' ? 'redirect-uris' : 'scopes-form';
      expect(refused.body).toContain(`id="${part}-password-error"`);
      expect(refused.body).not.toContain(`id="${other}-password-error"`);
      expect(formOf(await browser.get(appPath(made)), part).fields).not.toMatchObject({ [name]: value });
      const saved = await browser.submit(refused, part, { current_password: PASSWORD });
      expect(saved.status).toBe(303);
      expect(formOf(await browser.get(appPath(made)), part).fields).toMatchObject({ [name]: value });
    });

    it('proposes an address that a link names, and adds it only when it is saved', async () => {
      const made = await register('web');
      const proposed = await browser.get(`${appPath(made)}?add_redirect_uri=http://localhost:3001/callback`);
      expect(proposed.body).toContain('value="http://localhost:3001/callback"');
      expect((await browser.get(appPath(made))).body).not.toContain('localhost:3001');
    });

    it('overlaps two secrets, and tells when each was used', async () => {
      const admin = await browserOf(server, await somebody(server, 'admin'));
      const made = await register('m2m', {}, admin);
      const id = idIn(made);
      const first = secretIn(made)!;
      const works = async (secret: string) =>
        (await tokens(id, secret, { grant_type: 'client_credentials' })).status === 200;
      expect(await works(first)).toBe(true);
      const ask = await admin.get(`${PATH}/${id}/secrets/new`);
      const added = await admin.submit(ask, 'confirm', { overlap: '86400' });
      const second = secretIn(added)!;
      expect(added.body).toContain(`acs_</span>…${second.slice(-4)}`.replace('</span>', ''));
      expect(added.body).toContain('The old secret still works until');
      expect((await admin.submit(ask, 'confirm', { overlap: '86400' })).status).toBe(409);
      expect([await works(first), await works(second)]).toEqual([true, true]);
      const page = await admin.get(`${PATH}/${id}`);
      const [, removeOld] = [...page.body.matchAll(/href="([^"]+\/remove)"/g)].map(([, href]) => href!);
      const gone = await admin.follow(await admin.submit(await admin.get(removeOld!), 'confirm'));
      expect(gone.body).toContain('The secret is removed.');
      expect([await works(first), await works(second)]).toEqual([false, true]);
      expect(gone.body).not.toContain('/remove"');
    });

    it('ends the old secret when its overlap is over, and at once when that is chosen', async () => {
      const admin = await browserOf(server, await somebody(server, 'admin'));
      const made = await register('m2m', {}, admin);
      const id = idIn(made);
      const works = async (secret: string) =>
        (await tokens(id, secret, { grant_type: 'client_credentials' })).status === 200;
      const rotate = async (overlap: string) =>
        secretIn(await admin.submit(await admin.get(`${PATH}/${id}/secrets/new`), 'confirm', { overlap }))!;
      const second = await rotate('86400');
      server.advance(600);
      expect(await works(secretIn(made)!)).toBe(true);
      server.advance(86_400);
      expect(await works(secretIn(made)!)).toBe(false);
      expect(await works(second)).toBe(true);
    });

    it('an app that an administrator has disabled is enabled by an administrator only', async () => {
      const path = appPath(await register('web'));
      const find = async () => (await server.get(Clients).findByRef(clientRef(path.split('/').pop()!)))!;
      const ask = await browser.get(`${path}/enable`);
      await server.get(ClientRegistration).setStatus(await find(), 'disabled', SYSTEM);
      const page = await browser.get(path);
      expect(page.body).toContain('An administrator has disabled this app.');
      expect(page.body).not.toContain(`${path}/enable`);
      for (const step of ['enable', 'disable']) {
        const sent = await browser.post(`${path}/${step}`, formOf(ask, 'confirm').fields);
        expect([sent.status, (await find()).status]).toEqual([step === 'enable' ? 403 : 303, 'disabled']);
      }
      expect((await browser.post(`${path}/enable`, formOf(ask, 'confirm').fields)).status).toBe(403);
    });

    it('disables and enables', async () => {
      const admin = await browserOf(server, await somebody(server, 'admin'));
      const made = await register('m2m', { scopes: 'admin:read' }, admin);
      const id = idIn(made);
      const secret = secretIn(made)!;
      const grant = { grant_type: 'client_credentials', scope: 'admin:read' };
      const { access_token } = (await (await tokens(id, secret, grant)).json()) as { access_token: string };
      expect((await api(server, '/v1/organization', access_token)).status).toBe(200);
      const disabled = await admin.follow(
        await admin.submit(await admin.get(`${PATH}/${id}/disable`), 'confirm'),
      );
      expect(disabled.body).toContain('The app is disabled.');
      expect((await api(server, '/v1/organization', access_token)).status).toBe(401);
      expect((await tokens(id, secret, grant)).status).toBe(401);
      await admin.submit(await admin.get(`${PATH}/${id}/enable`), 'confirm');
      expect((await tokens(id, secret, grant)).status).toBe(200);
      expect((await api(server, '/v1/organization', access_token)).status).toBe(401);
    });

    it('is deleted by typing the name', async () => {
      const made = await register('web');
      const ask = await browser.get(`${appPath(made)}/delete`);
      const wrong = await browser.submit(ask, 'confirm', { name: 'project board' });
      expect(wrong.status).toBe(400);
      expect(wrong.body).toContain('Write the name exactly as it is: Project Board');
      expect((await browser.get(appPath(made))).status).toBe(200);
      const done = await browser.follow(await browser.submit(wrong, 'confirm', { name: 'Project Board' }));
      expect(done.body).toContain('The app is deleted, and all its tokens with it.');
      expect((await browser.get(appPath(made))).status).toBe(404);
      expect((await browser.submit(wrong, 'confirm', { name: 'Project Board' })).status).toBe(404);
    });

    it('asks for the password before it is deleted when the sign-in is old', async () => {
      const made = await register('web');
      server.advance(16 * 60);
      const ask = await browser.get(`${appPath(made)}/delete`);
      const refused = await browser.submit(ask, 'confirm', { name: 'Project Board' });
      expect(refused.status).toBe(403);
      const done = await browser.submit(refused, 'confirm', { current_password: PASSWORD });
      expect(done.status).toBe(303);
    });

    it('is nobody else’s', async () => {
      const made = await register('web');
      const path = appPath(made);
      const other = await browserOf(server, await somebody(server));
      const { fields } = formOf(await other.get(`${PATH}/new?type=web`), 'new-app');
      for (const step of ['', '/disable', '/enable', '/delete', '/secrets/new', '/secrets/sec_x/remove'])
        expect([step, (await other.get(path + step)).status]).toEqual([step, 404]);
      for (const step of ['/name', '/redirect-uris', '/scopes-form', '/disable', '/delete', '/secrets/new'])
        expect([step, (await other.post(path + step, { ...fields, name: 'Mine' })).status]).toEqual([
          step,
          404,
        ]);
      expect((await browser.get(path)).body).toContain('<h1>Project Board</h1>');
    });
  });

  it('shows commands that work as they are', async () => {
    const admin = await browserOf(server, await somebody(server, 'admin'));
    const made = await register('m2m', { scopes: 'read:projects' }, admin);
    expect(made.body).not.toContain('code_verifier');
    const env = { ...process.env, CLIENT_SECRET: secretIn(made)! };
    const script = (id: string) => codeIn(made, `sample-${id}`);
    for (const [command, ...args] of [
      ['bash', '-c', script('curl')],
      ['node', '--input-type=module', '-e', script('node')],
      ['python3', '-c', script('python')],
    ] as [string, ...string[]][]) {
      const { stdout } = await run(command, args, { env });
      expect([command, stdout]).toEqual([command, expect.stringMatching(/access_token/)]);
    }
  });
});
