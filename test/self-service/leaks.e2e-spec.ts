import { PersonalAccessTokens } from '../../src/personal-access-tokens/application/personal-access-tokens';
import { Background } from '../../src/shared/application/background';
import { type ApiAnswer, ApiCaller, withPersonalToken } from '../support/caller';
import { mailsTo } from '../support/mailbox';
import {
  addClient,
  addMachine,
  api,
  credentials,
  obtainTokens,
  postForm,
  type TestPerson,
} from '../support/oauth';
import { somebody } from '../support/people';
import { atOnce } from '../support/race';
import { beginMinute, startServer, type TestServer } from '../support/test-server';

const PATH = '/v1/credentials/revoke';

describe(`POST ${PATH}`, () => {
  let server: TestServer;
  let ada: TestPerson;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    server.advance(60);
    ada = await somebody(server);
  });

  const send = (body: unknown): Promise<ApiAnswer> => new ApiCaller(server, null).post(PATH, body);
  /** Reports them, and waits for what follows. */
  const report = async (...found: string[]): Promise<void> => {
    const answer = await send({ credentials: found });
    expect([answer.status, answer.body]).toEqual([202, {}]);
    await server.get(Background).settled();
  };
  const works = async (value: string) => (await api(server, '/v1/projects', value)).status;
  const subjects = async () => (await mailsTo(server, ada.email)).map(({ subject }) => subject);

  it('ends a personal token and tells its owner, once', async () => {
    const tokens = server.get(PersonalAccessTokens);
    const { value, token } = await tokens.create(ada.user, { name: 'ci', scopes: ['read:projects'] });
    const other = await tokens.create(ada.user, { name: 'other', scopes: ['read:projects'] });
    await atOnce(4, () => report(value, value));
    expect([await works(value), await works(other.value)]).toEqual([401, 200]);
    expect((await tokens.find(ada.user.id, token.id)).revokedAt).not.toBeNull();
    const told = (await mailsTo(server, ada.email)).filter(({ subject }) => subject.includes('in public'));
    expect(told.map(({ subject }) => subject)).toEqual(['Access token "ci" was found in public']);
    expect(told[0]!.text).not.toContain(value);
  });

  it('ends a refresh token with everything beside it, used or not', async () => {
    const client = await addClient(server);
    for (const used of [false, true]) {
      const { body } = await obtainTokens(server, client, ada);
      const form = { grant_type: 'refresh_token', refresh_token: body.refresh_token, ...credentials(client) };
      const next = used ? await postForm(server, '/oauth/token', form) : null;
      await report(body.refresh_token);
      expect(await works((next ?? { body }).body.access_token)).toBe(401);
    }
    expect((await subjects()).filter((subject) => subject.includes('in public'))).toHaveLength(2);
  });

  it.each(['jwt', 'opaque'] as const)('ends an access token alone: %s', async (accessTokenFormat) => {
    const { body } = await obtainTokens(server, await addClient(server, { accessTokenFormat }), ada);
    const other = await obtainTokens(server, await addClient(server), ada);
    await report(body.access_token);
    expect([await works(body.access_token), await works(other.body.access_token)]).toEqual([401, 200]);
    expect((await subjects())[0]).toBe('A token of Project Board was found in public');
    await report(body.access_token);
    expect((await subjects()).filter((subject) => subject.includes('in public'))).toHaveLength(1);
  });

  it('marks a client secret, which goes on working, and tells the owner once', async () => {
    const app = await addMachine(server, { name: 'Nightly', ownerId: ada.user.id });
    await report(app.secret!);
    await report(app.secret!);
    const form = { grant_type: 'client_credentials', ...credentials(app) };
    expect((await postForm(server, '/oauth/token', form)).status).toBe(200);
    const caller = await withPersonalToken(server, ada, ['manage:apps']);
    const { data } = (await caller.get(`/v1/me/apps/${app.id}/secrets`)).body;
    expect(data).toMatchObject([{ leak_reported_at: expect.stringMatching(/Z$/) }]);
    const told = (await mailsTo(server, ada.email)).filter(({ subject }) => subject.includes('in public'));
    expect(told).toHaveLength(1);
    expect(told[0]!.text).toContain(`ends in ${app.secret!.slice(-4)}`);
    expect(told[0]!.text).not.toContain(app.secret);
  });

  it('answers the same for what nobody knows', async () => {
    const secrets = ['apat_', 'art_', 'aat_', 'acs_'].map((prefix) => prefix + 'x'.repeat(42));
    await report(...secrets, '', 'x', 'a.b.c', '\0', '\ud800', 'é'.repeat(100));
    await report();
    const { value } = await server.get(PersonalAccessTokens).create(ada.user, { name: 'ci', scopes: [] });
    const [known, unknown] = [await send({ credentials: [value] }), await send({ credentials: secrets })];
    const visible = ({ status, body, headers }: ApiAnswer) => ({
      status,
      body,
      headers: [...headers.keys()].filter((name) => name !== 'x-request-id'),
    });
    expect(visible(known)).toEqual(visible(unknown));
  });

  it('reads a list of at most a hundred', async () => {
    for (const body of [
      {},
      { credentials: 'apat_x' },
      { credentials: [1] },
      { credentials: Array(101).fill('x') },
      [],
    ])
      expect([body, (await send(body)).status]).toEqual([body, 400]);
    expect((await send({ credentials: Array(100).fill('x') })).status).toBe(202);
  });

  it('is bounded for each address', async () => {
    const statuses = [];
    let last!: ApiAnswer;
    beginMinute(server);
    for (let n = 0; n < 12; n++) statuses.push((last = await send({ credentials: ['x'] })).status);
    expect(statuses).toEqual([...Array<number>(10).fill(202), 429, 429]);
    expect(last.problem).toBe('rate-limited');
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    server.advance(60);
    expect((await send({ credentials: ['x'] })).status).toBe(202);
  });
});
