import type { Browser } from '../support/browser';
import { api, addClient, obtainTokens, PASSWORD, postForm, type TestPerson } from '../support/oauth';
import { browserOf, somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

const CALLBACK = 'https://app.example.test/cb';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ env: { PASSPORT_ROUTES: 'on' } });
});

afterAll(() => server.close());

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown> & { message?: string; errors?: Record<string, string[]> };
}

type Sent = { body?: unknown; headers?: Record<string, string> };

/** A script of our own origin in the person's browser. */
class Script {
  csrf = '';

  constructor(
    private readonly at: TestServer,
    readonly browser: Browser,
  ) {}

  async send(method: string, path: string, { body, headers = {} }: Sent = {}): Promise<Answer> {
    const cookie = [...this.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(`${this.at.url}/oauth/${path}`, {
      method,
      headers: {
        Accept: 'application/json',
        'Sec-Fetch-Site': 'same-origin',
        ...(method !== 'GET' && { Origin: this.at.url }),
        ...(cookie && { Cookie: cookie }),
        ...(this.csrf && { 'X-CSRF-TOKEN': this.csrf }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : {} };
  }

  async list(path: string): Promise<Record<string, unknown>[]> {
    const { status, headers, body } = await this.send('GET', path);
    expect({ status, cache: headers.get('cache-control') }).toEqual({ status: 200, cache: 'no-store' });
    return body as unknown as Record<string, unknown>[];
  }
}

async function scriptOf(person: TestPerson): Promise<Script> {
  const script = new Script(server, await browserOf(server, person));
  script.csrf = String((await script.send('GET', 'csrf-token')).body['csrf_token']);
  return script;
}

/** What Passport's form for apps sends, with what it does not mean. */
const appForm = (form: Record<string, unknown> = {}) => ({
  body: { errors: [], name: 'Board', redirect: CALLBACK, confidential: true, ...form },
});

const ROUTES: [method: string, path: string][] = [
  ['GET', 'csrf-token'],
  ['GET', 'clients'],
  ['POST', 'clients'],
  ['PUT', 'clients/app_0123456789abcdef'],
  ['DELETE', 'clients/app_0123456789abcdef'],
  ['GET', 'scopes'],
  ['GET', 'personal-access-tokens'],
  ['POST', 'personal-access-tokens'],
  ['DELETE', 'personal-access-tokens/tok_0123456789abcdef'],
  ['GET', 'tokens'],
  ['DELETE', 'tokens/auth_0123456789abcdef'],
];

describe('the routes of Laravel Passport', () => {
  it('are not there unless they are switched on', async () => {
    const plain = await startServer();
    for (const [method, path] of ROUTES) {
      expect([path, (await fetch(`${plain.url}/oauth/${path}`, { method })).status]).toEqual([path, 404]);
    }
    await plain.close();
  });

  it('answer nobody who is not signed in, no other site, and nobody without the token of the session', async () => {
    const person = await somebody(server);
    const script = await scriptOf(person);
    const bare = new Script(server, script.browser);
    const stranger = new Script(server, (await scriptOf(await somebody(server))).browser);
    stranger.csrf = script.csrf;
    const { access_token } = (await obtainTokens(server, await addClient(server), await somebody(server)))
      .body;

    for (const [method, path] of ROUTES) {
      const body = method === 'POST' || method === 'PUT' ? { body: {} } : {};
      const sent = { ...body, headers: { Cookie: '', Authorization: `Bearer ${access_token}` } };
      expect([path, await script.send(method, path, sent)]).toMatchObject([
        path,
        { status: 401, body: { message: 'Unauthenticated.' } },
      ]);
      const foreign: Record<string, string>[] = [
        { 'Sec-Fetch-Site': 'cross-site' },
        { Origin: 'https://evil.example' },
      ];
      for (const headers of foreign) {
        expect([path, (await script.send(method, path, { ...body, headers })).status]).toEqual([path, 403]);
      }
      if (path === 'csrf-token') continue;
      for (const other of [bare, stranger]) {
        const answer = await other.send(method, path, body);
        expect([path, answer.status, answer.body.message]).toEqual([path, 419, 'CSRF token mismatch.']);
      }
    }
  });

  it('take no form, which any site can send, and answer what cannot be read as JSON', async () => {
    const script = await scriptOf(await somebody(server));
    const form = { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'name=x' };
    expect(await script.send('POST', 'clients', form)).toMatchObject({ status: 415 });
    expect(await script.send('POST', 'clients', { body: '{"name"' })).toMatchObject({ status: 400 });
    expect(await script.send('POST', 'clients', { body: '[]' })).toMatchObject({ status: 422 });
    expect(await script.send('POST', 'clients', { body: 'null' })).toMatchObject({ status: 422 });
    expect(await script.send('PATCH', 'clients')).toMatchObject({ status: 405 });
    for (const value of [1, {}, [1], 'x'.repeat(3000), '\u0000', { __proto__: 1 }]) {
      for (const field of ['name', 'redirect', 'redirect_uris', 'scopes']) {
        const body = { name: 'x', [field]: value };
        for (const path of ['clients', 'personal-access-tokens']) {
          const { status } = await script.send('POST', path, { body });
          expect([path, field, value, status < 500]).toEqual([path, field, value, true]);
        }
      }
    }
  });
});

describe('/oauth/clients', () => {
  it('registers, lists, changes and deletes the apps of the person, as Passport shows them', async () => {
    const person = await somebody(server);
    const script = await scriptOf(person);
    const made = await script.send('POST', 'clients', appForm());
    expect(made).toMatchObject({
      status: 201,
      body: {
        id: expect.stringMatching(/^app_/) as unknown,
        user_id: person.user.id,
        name: 'Board',
        redirect: CALLBACK,
        redirect_uris: [CALLBACK],
        personal_access_client: false,
        password_client: false,
        revoked: false,
        secret: expect.stringMatching(/^acs_/) as unknown,
      },
    });
    expect(made.headers.get('cache-control')).toBe('no-store');
    expect(made.body['plainSecret']).toBe(made.body['secret']);
    const id = String(made.body['id']);
    const listed = await script.list('clients');
    expect(listed).toMatchObject([{ id, name: 'Board', redirect: CALLBACK }]);
    expect(JSON.stringify(listed)).not.toContain('acs_');

    const changed = appForm({ id, name: 'Boards', redirect: `${CALLBACK}, https://b.example.test/cb` });
    expect(await script.send('PUT', `clients/${id}`, changed)).toMatchObject({
      status: 200,
      body: { name: 'Boards', redirect: `${CALLBACK},https://b.example.test/cb` },
    });
    const secret = String(made.body['secret']);
    const client = { client_id: id, client_secret: secret, grant_type: 'refresh_token', refresh_token: 'x' };
    expect((await postForm(server, '/oauth/token', client)).body.error).toBe('invalid_grant');

    const { status, body } = await script.send('DELETE', `clients/${id}`);
    expect([status, body]).toEqual([204, {}]);
    expect(await script.list('clients')).toEqual([]);
    expect((await postForm(server, '/oauth/token', client)).body.error).toBe('invalid_client');
  });

  it('makes clients without a secret where the form says so', async () => {
    const script = await scriptOf(await somebody(server));
    for (const redirect of [CALLBACK, 'com.example.app:/cb']) {
      const { status, body } = await script.send(
        'POST',
        'clients',
        appForm({ redirect, confidential: false }),
      );
      expect([status, body['secret'], body['confidential']]).toEqual([201, null, false]);
    }
  });

  it('says what is wrong as Laravel does', async () => {
    const script = await scriptOf(await somebody(server));
    const faulty = appForm({ name: '', redirect: 'http://app.example.test/cb' });
    const { status, body } = await script.send('POST', 'clients', faulty);
    expect(status).toBe(422);
    expect(body).toEqual({
      message: expect.any(String) as unknown,
      errors: {
        name: ['Use 1 to 100 characters.'],
        redirect: [expect.stringContaining('https') as unknown],
      },
    });
  });

  it('keeps the apps of others out of reach', async () => {
    const script = await scriptOf(await somebody(server));
    const { id } = await addClient(server, { ownerId: (await somebody(server)).user.id });
    expect(await script.send('PUT', `clients/${id}`, appForm())).toMatchObject({ status: 404 });
    expect(await script.send('DELETE', `clients/${id}`)).toMatchObject({ status: 404 });
  });
});

describe('/oauth/personal-access-tokens', () => {
  it('makes, lists and ends tokens that work at the API', async () => {
    const person = await somebody(server);
    const script = await scriptOf(person);
    const scopes = (await script.list('scopes')).map(({ id }) => id);
    expect(scopes).toContain('read:projects');
    expect(scopes).not.toContain('admin:read');

    const body = { name: 'laptop', scopes: ['read:projects'], errors: [] };
    const made = await script.send('POST', 'personal-access-tokens', { body });
    expect(made.status).toBe(200);
    const { accessToken, token } = made.body as { accessToken: string; token: { id: string } };
    expect(token).toMatchObject({ name: 'laptop', scopes: ['read:projects'], revoked: false });
    expect((await api(server, '/v1/projects', accessToken)).status).toBe(200);
    const listed = await script.list('personal-access-tokens');
    expect(listed).toMatchObject([{ id: token.id, name: 'laptop', user_id: person.user.id }]);
    expect(JSON.stringify(listed)).not.toContain('apat_');

    const twice = await script.send('POST', 'personal-access-tokens', { body });
    expect([twice.status, Object.keys(twice.body.errors!)]).toEqual([422, ['name']]);
    const tooMuch = { body: { name: 'more', scopes: ['admin:read'] } };
    expect(await script.send('POST', 'personal-access-tokens', tooMuch)).toMatchObject({
      status: 422,
      body: { errors: { scopes: [expect.any(String)] } },
    });

    const other = await scriptOf(await somebody(server));
    expect(await other.send('DELETE', `personal-access-tokens/${token.id}`)).toMatchObject({ status: 404 });
    expect(await script.send('DELETE', `personal-access-tokens/${token.id}`)).toMatchObject({ status: 204 });
    expect((await api(server, '/v1/projects', accessToken)).status).toBe(401);
    expect(await script.list('personal-access-tokens')).toEqual([]);
  });

  it('asks for the password when the sign-in is some time ago, as our pages do', async () => {
    const script = await scriptOf(await somebody(server));
    server.advance(16 * 60);
    const body = { name: 'late', scopes: ['read:projects'] };
    expect(await script.send('POST', 'personal-access-tokens', { body })).toMatchObject({ status: 423 });
    expect(await script.send('POST', 'clients', appForm())).toMatchObject({ status: 423 });
    const wrong = { body: { ...body, current_password: 'not it' } };
    expect(await script.send('POST', 'personal-access-tokens', wrong)).toMatchObject({ status: 423 });
    expect(await script.list('personal-access-tokens')).toEqual([]);
    const right = { body: { ...body, current_password: PASSWORD } };
    expect(await script.send('POST', 'personal-access-tokens', right)).toMatchObject({ status: 200 });
  });
});

describe('/oauth/tokens', () => {
  it('shows what the person has granted to apps, and ends it with every token', async () => {
    const person = await somebody(server);
    const client = await addClient(server);
    const { access_token, refresh_token } = (await obtainTokens(server, client, person)).body;
    const script = await scriptOf(person);
    const [token] = await script.list('tokens');
    expect(token).toMatchObject({
      id: expect.stringMatching(/^auth_/) as unknown,
      user_id: person.user.id,
      client_id: client.id,
      revoked: false,
      client: { id: client.id, name: 'Project Board' },
    });
    const path = `tokens/${String(token!['id'])}`;
    const other = await scriptOf(await somebody(server));
    expect(await other.list('tokens')).toEqual([]);
    expect(await other.send('DELETE', path)).toMatchObject({ status: 404 });
    expect(await script.send('DELETE', path)).toMatchObject({ status: 204 });
    expect((await api(server, '/v1/projects', access_token)).status).toBe(401);
    const refreshed = await postForm(server, '/oauth/token', {
      grant_type: 'refresh_token',
      refresh_token,
      client_id: client.id,
      client_secret: client.secret!,
    });
    expect(refreshed.body.error).toBe('invalid_grant');
    expect(await script.list('tokens')).toEqual([]);
  });
});
