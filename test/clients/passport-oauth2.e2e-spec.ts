import express from 'express';
import session from 'express-session';
import { Passport } from 'passport';
import { Strategy } from 'passport-oauth2';
import { Browser } from '../support/browser';
import {
  addClient,
  addPerson,
  addPublicClient,
  allow,
  api,
  type TestClient,
  type TestPerson,
} from '../support/oauth';
import { freePort, startServer, type TestServer } from '../support/test-server';
import { listen, type ListeningApp } from './listen';

interface Issued {
  accessToken: string;
  refreshToken: string;
  answer: Record<string, unknown>;
}

const basic = ({ id, secret }: TestClient) =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret!)}`).toString('base64')}`;

/** How the strategy can be told to send the secret, and what kind of client that makes. */
const ways: [string, typeof addClient, (client: TestClient) => object][] = [
  ['secret in the body', addClient, ({ secret }) => ({ clientSecret: secret })],
  ['secret in the header', addClient, (client) => ({ customHeaders: { Authorization: basic(client) } })],
  ['no secret, PKCE', addPublicClient, () => ({ pkce: true })],
];

describe.each(ways)('passport-oauth2, %s', (_, add, how) => {
  let server: TestServer;
  let app: ListeningApp;
  let strategy: Strategy;
  let ada: TestPerson;

  beforeAll(async () => {
    server = await startServer();
    ada = await addPerson(server, 'Ada Lovelace');
    const port = await freePort();
    const callbackURL = `http://127.0.0.1:${port}/callback`;
    const client = await add(server, { redirectUris: [callbackURL] });
    strategy = new Strategy(
      {
        authorizationURL: `${server.url}/oauth/authorize`,
        tokenURL: `${server.url}/oauth/token`,
        clientID: client.id,
        callbackURL,
        scope: ['read:projects', 'write:projects'],
        state: true,
        ...how(client),
      },
      (accessToken, refreshToken, answer, _profile, done) =>
        done(null, { accessToken, refreshToken, answer }),
    );
    app = await listen(appWith(strategy), port);
  });

  afterAll(async () => {
    await app.close();
    await server.close();
  });

  async function signIn(press = 'Allow') {
    const browser = new Browser(app.url);
    const start = await browser.get('/login');
    const callback = await allow(new Browser(server.url), start.leadsTo!, ada.email, press);
    return browser.get(callback.href);
  }

  it('signs a person in with a code', async () => {
    const done = await signIn();
    expect(done.status).toBe(200);
    const { accessToken, answer } = JSON.parse(done.body) as Issued;
    expect(answer).toMatchObject({ token_type: 'Bearer', scope: 'read:projects write:projects' });
    expect((await api(server, '/v1/projects', accessToken)).status).toBe(200);
  });

  it('refreshes', async () => {
    const { refreshToken } = JSON.parse((await signIn()).body) as Issued;
    const refresh = (token: string) =>
      new Promise<{ error: unknown; accessToken: string }>((resolve) => {
        const grant = { grant_type: 'refresh_token' };
        strategy._oauth2.getOAuthAccessToken(token, grant, (error, accessToken) =>
          resolve({ error, accessToken }),
        );
      });
    const second = await refresh(refreshToken);
    expect(second.error).toBeNull();
    expect((await api(server, '/v1/projects', second.accessToken)).status).toBe(200);
    const replay = await refresh(refreshToken);
    expect(replay.error).toMatchObject({ statusCode: 400, data: expect.stringContaining('invalid_grant') });
  });

  it('reports a denial', async () => {
    const ben = await addPerson(server, 'Ben');
    const browser = new Browser(app.url);
    const start = await browser.get('/login');
    const callback = await allow(new Browser(server.url), start.leadsTo!, ben.email, 'Cancel');
    const done = await browser.get(callback.href);
    expect(done.status).toBe(401);
  });
});

function appWith(strategy: Strategy) {
  const passport = new Passport();
  passport.use('grantor', strategy);
  const app = express();
  app.use(session({ secret: 'of the test', resave: false, saveUninitialized: true }));
  app.use(passport.initialize());
  app.get('/login', passport.authenticate('grantor', { session: false }));
  app.get('/callback', passport.authenticate('grantor', { session: false }), (request, response) => {
    response.json(request.user);
  });
  return app;
}
