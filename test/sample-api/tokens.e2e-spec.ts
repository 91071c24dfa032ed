import { ClientRegistration } from '../../src/clients/application/client-registration';
import { Clients } from '../../src/clients/application/clients';
import { clientRef } from '../../src/clients/domain/client';
import { PersonalAccessTokens } from '../../src/personal-access-tokens/application/personal-access-tokens';
import { ResourceRegistry } from '../../src/scopes/application/resources';
import { Resource } from '../../src/scopes/domain/resource';
import { SecretFormat, sha256 } from '../../src/shared/domain/secret';
import { SYSTEM, userParty } from '../../src/shared/domain/security-events';
import { LocalUsers } from '../../src/users/application/local-users';
import { UserAdministration, type UserChanges } from '../../src/users/application/user-administration';
import { Browser } from '../support/browser';
import { addPerson, credentials, obtainTokens, PASSWORD, postForm, type TestPerson } from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';
import {
  addBoard,
  ADMIN_SCOPES,
  ALL_SCOPES,
  ApiCaller,
  type ApiAnswer,
  MACHINE_SCOPES,
  withMachine,
  withPersonalToken,
} from '../support/caller';
import { nameOf, Requests, type Route, ROUTES } from './routes';

const OTHER_API = 'https://parcels.example.test/';

let server: TestServer;
let ada: TestPerson;
let requests: Requests;
/** Whoever comes with which token. */
let nobody: ApiCaller;
let personal: ApiCaller;
let jwt: ApiCaller;
let machine: ApiCaller;
let machineRequests: Requests;
const refused: Record<string, ApiCaller> = {};

beforeAll(async () => {
  server = await startServer();
  ada = await addPerson(server, 'Ada Lovelace', 'admin');
  // Somebody has to stay while Ada is changed.
  await addPerson(server, 'Grace Hopper', 'admin');
  requests = new Requests(server, ada.user.id);
  nobody = new ApiCaller(server, null);
  personal = await withPersonalToken(server, ada, ALL_SCOPES);
  const aMachine = await withMachine(server);
  machine = aMachine;
  machineRequests = new Requests(server, aMachine.client.id);
  jwt = await throughApp();
  await prepareRefused();
});

afterAll(() => server.close());

async function throughApp(parameters: Record<string, string> = {}, client = {}): Promise<ApiCaller> {
  const { body } = await obtainTokens(server, await addBoard(server, client), ada, {
    scope: ALL_SCOPES.join(' '),
    ...parameters,
  });
  return new ApiCaller(server, body.access_token);
}

/** Tokens that were good, or are good elsewhere. */
async function prepareRefused(): Promise<void> {
  const revoked = await withPersonalToken(server, ada, ALL_SCOPES);
  await server.get(PersonalAccessTokens).revoke(revoked.tokenId, ada.user.id, userParty(ada.user.id));
  refused['a revoked personal token'] = revoked;

  const board = await addBoard(server);
  const { body } = await obtainTokens(server, board, ada, { scope: ALL_SCOPES.join(' ') });
  await postForm(server, '/oauth/revoke', { token: body.access_token, ...credentials(board) });
  refused['a revoked JWT'] = new ApiCaller(server, body.access_token);

  const registered = {
    id: 'res_parcels000000000',
    uri: OTHER_API,
    uriHash: sha256(OTHER_API),
    name: 'Parcels',
  };
  const open = { scopes: null, accessTokenFormat: null, accessTokenTtl: null, signingAlg: null };
  const birth = { createdAt: 0, updatedAt: 0, version: 1 };
  await server
    .get(ResourceRegistry)
    .add(new Resource({ ...registered, ...open, introspectionClientRef: null, ...birth }));
  refused['a JWT for another API'] = await throughApp({ resource: OTHER_API });
  refused['an opaque token for another API'] = await throughApp(
    { resource: OTHER_API },
    { accessTokenFormat: 'opaque' },
  );

  const refresh = await obtainTokens(server, board, ada, { scope: 'read:projects' });
  refused['a refresh token'] = new ApiCaller(server, refresh.body.refresh_token);
  refused['garbage'] = new ApiCaller(server, 'garbage');
  refused['a personal token that nobody made'] = new ApiCaller(
    server,
    server.get(SecretFormat).make('personal'),
  );
  const [header, payload] = jwt.bearer!.split('.');
  refused['a JWT without its signature'] = new ApiCaller(server, `${header}.${payload}.`);

  refused['an expired JWT'] = await throughApp({}, { accessTokenTtl: 60 });
  refused['an expired opaque token'] = await throughApp(
    {},
    { accessTokenTtl: 60, accessTokenFormat: 'opaque' },
  );
  server.advance(61);
}

/** What the server says to somebody who has shown nothing: how to come back, and nothing about an error. */
function expectPlainChallenge({ status, challenge, problem }: ApiAnswer, scope: string): void {
  expect({ status, challenge, problem }).toEqual({
    status: 401,
    challenge: `Bearer realm="api", scope="${scope}"`,
    problem: 'unauthenticated',
  });
}

describe.each(ROUTES.map((route) => [nameOf(route), route] as const))('%s (RFC 6750 §3)', (_, route) => {
  it('asks for a token, without speaking of an error', async () => {
    expectPlainChallenge(await requests.send(nobody, route), route.scope);
  });

  it.each([
    'garbage',
    'a revoked personal token',
    'a revoked JWT',
    'a JWT for another API',
    'an opaque token for another API',
    'a refresh token',
    'a personal token that nobody made',
    'a JWT without its signature',
    'an expired JWT',
    'an expired opaque token',
  ])('refuses %s (RFC 6750 §3.1)', async (kind) => {
    const { status, problem, challenge } = await requests.send(refused[kind]!, route);
    expect([status, problem]).toEqual([401, 'unauthenticated']);
    expect(challenge).toMatch(/^Bearer realm="api", error="invalid_token", error_description="[^"]+"$/);
  });

  it('names the scope to a token that has every other one (RFC 6750 §3.1)', async () => {
    const others = await withPersonalToken(
      server,
      ada,
      ALL_SCOPES.filter((scope) => scope !== route.scope),
    );
    const { status, problem, challenge } = await requests.send(others, route);
    expect([status, problem]).toEqual([403, 'insufficient-scope']);
    expect(challenge).toContain('error="insufficient_scope"');
    expect(challenge).toMatch(new RegExp(`, scope="${route.scope}"$`));
    await server.get(PersonalAccessTokens).revoke(others.tokenId, ada.user.id, userParty(ada.user.id));
  });

  it('answers a personal token with that scope alone', async () => {
    const one = await withPersonalToken(server, ada, [route.scope]);
    const { status, headers } = await requests.send(one, route);
    expect([status, headers.get('cache-control')]).toEqual([route.status, 'no-store']);
    await server.get(PersonalAccessTokens).revoke(one.tokenId, ada.user.id, userParty(ada.user.id));
  });

  it('answers an app', async () => {
    expect((await requests.send(jwt, route)).status).toBe(route.status);
  });

  it(route.needsPerson ? 'refuses a machine' : 'answers a machine', async () => {
    const { status, challenge } = await machineRequests.send(machine, route);
    expect(status).toBe(route.needsPerson ? 403 : route.status);
    if (route.needsPerson) expect(challenge).toContain('error="insufficient_scope"');
  });

  it('does not look for a token in the query or in the body (RFC 6750 §2.2, RFC 6750 §2.3)', async () => {
    const path = await requests.path(route);
    const inQuery = await nobody.send(
      route.method,
      `${path}?access_token=${personal.bearer}`,
      route.body?.(),
    );
    expectPlainChallenge(inQuery, route.scope);
    if (route.method === 'GET') return;
    const body = { ...route.body?.(), access_token: personal.bearer };
    expectPlainChallenge(await nobody.send(route.method, path, body), route.scope);
    const form = `access_token=${personal.bearer}&name=x`;
    const asForm = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect((await nobody.send(route.method, path, form, asForm)).status).toBe(415);
  });

  it('does not know people by their cookies', async () => {
    const browser = new Browser(server.url);
    await browser.signIn(ada.email, PASSWORD);
    expect(browser.cookies.has('__Host-grantor-session')).toBe(true);
    const Cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    expectPlainChallenge(await requests.send(nobody, route, { Cookie }), route.scope);
  });
});

describe('the Authorization header (RFC 6750 §2.1)', () => {
  const READ: Route = ROUTES.find(({ path }) => path === '/v1/projects')!;

  it.each(['bearer', 'BEARER'])('names the scheme in any letters: %s', async (scheme) => {
    const Authorization = `${scheme} ${personal.bearer}`;
    expect((await requests.send(nobody, READ, { Authorization })).status).toBe(200);
  });

  it.each(['', 'Basic YTpi', 'Token x', 'Bearerx', 'DPoP x'])(
    'of another scheme is none: %j',
    async (header) => {
      expectPlainChallenge(await requests.send(nobody, READ, { Authorization: header }), READ.scope);
    },
  );

  it.each([
    ['no token', () => 'Bearer'],
    ['two tokens', () => `Bearer ${personal.bearer} ${personal.bearer}`],
    ['two schemes', () => `Bearer ${personal.bearer}, Bearer ${personal.bearer}`],
    ['two blanks', () => `Bearer  ${personal.bearer}`],
    ['a tab', () => `Bearer\t${personal.bearer}`],
    ['quotes', () => `Bearer "${personal.bearer}"`],
    ['a long token', () => `Bearer ${'x'.repeat(10_000)}`],
  ])('with %s opens nothing', async (_, header) => {
    const { status } = await requests.send(nobody, READ, { Authorization: header() });
    expect(status).toBe(401);
  });
});

describe('power ends at once', () => {
  const ADMIN_ROUTES = ROUTES.filter(({ scope }) => ADMIN_SCOPES.includes(scope));
  const OWN = ROUTES.find(({ path }) => path === '/v1/projects')!;

  async function change(changes: UserChanges): Promise<void> {
    const user = (await server.get(LocalUsers).find(ada.user.id))!;
    await server.get(UserAdministration).update(user, changes, SYSTEM);
  }

  afterEach(() => change({ role: 'admin', status: 'active' }));

  it.each(ADMIN_ROUTES.map((route) => [nameOf(route), route] as const))(
    'with the role: %s',
    async (_, route) => {
      for (const caller of [personal, jwt])
        expect((await requests.send(caller, route)).status).toBe(route.status);
      await change({ role: 'member' });
      for (const caller of [personal, jwt]) {
        const { status, problem, challenge } = await requests.send(caller, route);
        expect([status, problem]).toEqual([403, 'insufficient-scope']);
        expect(challenge).toContain(`scope="${route.scope}"`);
      }
      expect((await requests.send(personal, OWN)).status).toBe(200);
    },
  );

  it('with the person', async () => {
    await change({ status: 'disabled' });
    for (const caller of [personal, jwt]) {
      const { status, challenge } = await requests.send(caller, OWN);
      expect([status, challenge]).toEqual([401, expect.stringContaining('error="invalid_token"')]);
    }
  });

  it('with the client', async () => {
    const { client, ...caller } = await withMachine(server, MACHINE_SCOPES);
    const bearer = new ApiCaller(server, caller.bearer);
    expect((await requests.send(bearer, OWN)).status).toBe(200);
    const registered = (await server.get(Clients).findByRef(clientRef(client.id)))!;
    await server.get(ClientRegistration).setStatus(registered, 'disabled', SYSTEM);
    expect((await requests.send(bearer, OWN)).status).toBe(401);
  });
});
