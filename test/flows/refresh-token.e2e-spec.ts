import {
  addClient,
  addPerson,
  addPublicClient,
  api,
  credentials,
  obtainCode,
  obtainTokens,
  postForm,
  type TestClient,
  type TestPerson,
  token,
  type TokenAnswer,
} from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';

describe('refresh_token (RFC 6749 §6)', () => {
  let server: TestServer;
  let ada: TestPerson;
  let web: TestClient;

  const refresh = (client: TestClient, refresh_token: string, more: Record<string, string> = {}) =>
    token(server, client, { grant_type: 'refresh_token', refresh_token, ...more });

  beforeAll(async () => {
    server = await startServer();
    ada = await addPerson(server, 'Ada Lovelace');
    web = await addClient(server);
  });

  afterAll(() => server.close());

  it('gives a new pair at each use', async () => {
    const first = await obtainTokens(server, web, ada);
    const second = await refresh(web, first.body.refresh_token);
    expect(second.status).toBe(200);
    expect(second.body.refresh_token).not.toBe(first.body.refresh_token);
    expect(second.body.scope).toBe('read:projects write:projects');
    expect((await refresh(web, second.body.refresh_token)).status).toBe(200);
    expect((await api(server, '/v1/projects', first.body.access_token)).status).toBe(200);
  });

  it('revokes the whole authorization when a used token returns', async () => {
    const first = await obtainTokens(server, web, ada);
    const second = await refresh(web, first.body.refresh_token);
    const third = await refresh(web, second.body.refresh_token);
    expect(await refresh(web, first.body.refresh_token)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    expect((await refresh(web, third.body.refresh_token)).body.error).toBe('invalid_grant');
    expect((await api(server, '/v1/projects', third.body.access_token)).status).toBe(401);
  });

  it('ends one device and not the others', async () => {
    const phone = await obtainTokens(server, web, ada);
    const laptop = await obtainTokens(server, web, ada);
    await refresh(web, phone.body.refresh_token);
    await refresh(web, phone.body.refresh_token);
    expect((await refresh(web, laptop.body.refresh_token)).status).toBe(200);
  });

  it('is bound to its client, and a refused request uses nothing up', async () => {
    const other = await addClient(server, { name: 'Other' });
    const { body } = await obtainTokens(server, web, ada);
    expect((await refresh(other, body.refresh_token)).body.error).toBe('invalid_grant');
    expect((await refresh(web, body.refresh_token, { scope: 'read:projects read:email' })).body.error).toBe(
      'invalid_scope',
    );
    expect((await refresh(web, body.refresh_token, { resource: 'https://other.test/' })).body.error).toBe(
      'invalid_target',
    );
    expect((await refresh(web, body.refresh_token)).status).toBe(200);
  });

  it('narrows the access token only, and an empty scope keeps all', async () => {
    const first = await obtainTokens(server, web, ada);
    const narrow = await refresh(web, first.body.refresh_token, { scope: 'read:projects' });
    expect(narrow.body.scope).toBe('read:projects');
    const wide = await refresh(web, narrow.body.refresh_token, { scope: '' });
    expect(wide.body.scope).toBe('read:projects write:projects');
  });

  it('expires when idle', async () => {
    const { body } = await obtainTokens(server, web, ada);
    server.advance(3600 + 30 * 86_400 + 1);
    expect(await refresh(web, body.refresh_token)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'The refresh token has expired' },
    });
  });

  it('refuses other kinds of secrets', async () => {
    const { body } = await obtainTokens(server, web, ada);
    for (const value of [
      body.access_token,
      web.secret!,
      ada.user.id,
      body.refresh_token.slice(0, -1) + '!',
    ]) {
      expect((await refresh(web, value)).body.error).toBe('invalid_grant');
    }
  });

  it('is kept, not rotated, for a client whose policy is keep', async () => {
    const keeper = await addPublicClient(server, { name: 'Keeper', refreshPolicy: 'keep' });
    const first = await obtainTokens(server, keeper, ada, { scope: 'read:projects' });
    const second = await refresh(keeper, first.body.refresh_token);
    expect(second.body.refresh_token).toBe(first.body.refresh_token);
    expect((await refresh(keeper, first.body.refresh_token)).status).toBe(200);
  });

  it('gives the same successor again inside the grace window, for the token just before only', async () => {
    const graceful = await addClient(server, { name: 'Graceful', refreshGrace: 30 });
    const first = await obtainTokens(server, graceful, ada);
    const second = await refresh(graceful, first.body.refresh_token);
    const again = await refresh(graceful, first.body.refresh_token);
    expect(again.body.refresh_token).toBe(second.body.refresh_token);
    const third = await refresh(graceful, again.body.refresh_token);
    expect(third.status).toBe(200);
    expect((await refresh(graceful, first.body.refresh_token)).body.error).toBe('invalid_grant');
    expect((await refresh(graceful, third.body.refresh_token)).body.error).toBe('invalid_grant');
  });

  it('takes a late repetition for reuse', async () => {
    const graceful = await addClient(server, { name: 'Graceful 2', refreshGrace: 30 });
    const first = await obtainTokens(server, graceful, ada);
    const second = await refresh(graceful, first.body.refresh_token);
    server.advance(31);
    expect((await refresh(graceful, first.body.refresh_token)).body.error).toBe('invalid_grant');
    expect((await refresh(graceful, second.body.refresh_token)).body.error).toBe('invalid_grant');
  });
});

describe('refresh tokens of one person at one client (S34)', () => {
  let server: TestServer;
  let ada: TestPerson;
  let web: TestClient;

  const refresh = (client: TestClient, { body }: TokenAnswer) =>
    token(server, client, { grant_type: 'refresh_token', refresh_token: body.refresh_token });
  const livesOf = async (client: TestClient, tokens: TokenAnswer[]) => {
    const answers: TokenAnswer[] = [];
    for (const one of tokens) answers.push(await refresh(client, one));
    return answers.map(({ status }) => status === 200);
  };

  beforeAll(async () => {
    server = await startServer({ env: { LIMIT_REFRESH_TOKENS: '3' } });
    ada = await addPerson(server, 'Ada Lovelace');
    web = await addClient(server);
  });

  afterAll(() => server.close());

  it('end with the oldest where there would be more than LIMIT_REFRESH_TOKENS, and no others do', async () => {
    const other = await addClient(server, { name: 'Other' });
    const elsewhere = await obtainTokens(server, other, ada);
    const bob = await obtainTokens(server, web, await addPerson(server, 'Bob'));
    const tokens: TokenAnswer[] = [];
    for (let n = 0; n < 5; n++) {
      tokens.push(await obtainTokens(server, web, ada));
      server.advance(1);
    }
    const opens = async ({ body }: TokenAnswer) =>
      (await api(server, '/v1/projects', body.access_token)).status;
    expect(await Promise.all(tokens.map(opens))).toEqual([401, 401, 200, 200, 200]);
    expect(await livesOf(web, tokens)).toEqual([false, false, true, true, true]);
    expect(await livesOf(web, [bob])).toEqual([true]);
    expect(await livesOf(other, [elsewhere])).toEqual([true]);
  });

  it('count only as long as they live', async () => {
    const kept = await obtainTokens(server, web, ada);
    for (let n = 0; n < 3; n++) {
      const { body } = await obtainTokens(server, web, ada);
      await postForm(server, '/oauth/revoke', { token: body.refresh_token, ...credentials(web) });
    }
    expect(await livesOf(web, [kept])).toEqual([true]);
  });

  it('are no more when many codes are redeemed at once', async () => {
    const app = await addClient(server, { name: 'Crowded' });
    const codes: { code: string; verifier: string }[] = [];
    for (let n = 0; n < 8; n++)
      codes.push(await obtainCode(server, app, ada, { scope: 'read:projects write:projects' }));
    const tokens = await Promise.all(
      codes.map(({ code, verifier }) =>
        token(server, app, {
          grant_type: 'authorization_code',
          code,
          redirect_uri: app.redirectUri,
          code_verifier: verifier,
        }),
      ),
    );
    expect(tokens.map(({ status }) => status)).toEqual(Array<number>(8).fill(200));
    expect((await livesOf(app, tokens)).filter(Boolean)).toHaveLength(3);
  });
});
