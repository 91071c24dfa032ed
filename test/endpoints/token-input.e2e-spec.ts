import { addClient, addMachine, addPerson, credentials, type TestClient, token } from '../support/oauth';
import { MUTATIONS, type Mutation, spoil } from '../support/mutations';
import { Visit } from '../support/race';
import { expectProtocolAnswer, FORM, send } from '../support/raw';
import { startServer, type TestServer } from '../support/test-server';

type Expected = [status: number, error: string | null];

/** What a parameter's absence and its wrongness come to. What is sent twice or not readable is always `invalid_request`. */
interface Rule {
  absent: Expected;
  wrong: Expected;
  repeated?: Expected;
  /** Mutations that leave it right. */
  fine?: string[];
}

const OK: Expected = [200, null];
const INVALID: Expected = [400, 'invalid_request'];
const CLIENT: Expected = [401, 'invalid_client'];
const GRANT: Expected = [400, 'invalid_grant'];
const BLANKS = ['with a blank behind'];

const WHO: Record<string, Rule> = {
  client_id: { absent: CLIENT, wrong: CLIENT },
  client_secret: { absent: CLIENT, wrong: CLIENT },
  grant_type: { absent: INVALID, wrong: [400, 'unsupported_grant_type'] },
};
const SCOPE: Record<string, Rule> = { scope: { absent: OK, wrong: [400, 'invalid_scope'], fine: BLANKS } };
const TARGET: Expected = [400, 'invalid_target'];

const expectedOf = (rule: Rule, { kind, what }: Mutation): Expected => {
  if (rule.fine?.includes(what)) return OK;
  if (kind === 'absent' || kind === 'wrong') return rule[kind];
  if (kind === 'too large') return [413, 'invalid_request'];
  return kind === 'repeated' ? (rule.repeated ?? INVALID) : INVALID;
};

describe('bad input at the token endpoint (S03, S04, S32)', () => {
  let server: TestServer;
  let web: TestClient;
  let machine: TestClient;
  let visit: Visit;

  beforeAll(async () => {
    // One wrong secret after the other is what is tried here; that they slow down is shown in limits.e2e-spec.ts.
    server = await startServer({ env: { LIMIT_CLIENT_FAILURES: '1000' } });
    web = await addClient(server, { refreshPolicy: 'keep' });
    machine = await addMachine(server);
    visit = new Visit(server, web, await addPerson(server, 'Ada Lovelace'));
  });

  afterAll(() => server.close());

  const post = (body: string) => send(server, { method: 'POST', path: '/oauth/token', headers: FORM, body });

  /** Every mutation of one parameter of a good form; each time a form of its own. */
  async function spoilAll(name: string, rule: Rule, good: () => Promise<Record<string, string>>) {
    const seen: string[] = [];
    const wanted: string[] = [];
    for (const mutation of MUTATIONS) {
      const answer = await post(spoil(await good(), name, mutation));
      const body = expectProtocolAnswer(answer, `${name} ${mutation.what}`);
      seen.push(`${mutation.what}: ${answer.status} ${body.error ?? null}`);
      wanted.push(`${mutation.what}: ${expectedOf(rule, mutation)[0]} ${expectedOf(rule, mutation)[1]}`);
      if (answer.status === 401) expect(answer.headers['www-authenticate']).toMatch(/^Basic realm="/);
    }
    expect(seen).toEqual(wanted);
  }

  const MACHINE: [string, Rule][] = Object.entries({
    ...WHO,
    ...SCOPE,
    // Scheme and host may be written in capitals.
    resource: { absent: OK, wrong: TARGET, repeated: TARGET, fine: ['in other letters'] },
  });

  it.each(MACHINE)('client_credentials: %s', async (name, rule) => {
    const good = {
      grant_type: 'client_credentials',
      scope: 'admin:read',
      resource: server.settings.issuer,
      ...credentials(machine),
    };
    await spoilAll(name, rule, async () => good);
  });

  const CODE: [string, Rule][] = Object.entries({
    code: { absent: INVALID, wrong: GRANT },
    // PKCE binds the code: it may be left out.
    redirect_uri: { absent: OK, wrong: GRANT },
    code_verifier: { absent: GRANT, wrong: GRANT },
  });

  it.each(CODE)('authorization_code: %s', async (name, rule) => {
    await spoilAll(name, rule, async () => ({ ...(await visit.codeForm()), ...credentials(web) }));
  });

  it.each<[string, Rule]>([['refresh_token', { absent: INVALID, wrong: GRANT }], ...Object.entries(SCOPE)])(
    'refresh_token: %s',
    async (name, rule) => {
      const { refresh_token } = await visit.tokens(server);
      const good = {
        grant_type: 'refresh_token',
        refresh_token,
        scope: 'read:projects',
        ...credentials(web),
      };
      await spoilAll(name, rule, async () => good);
      // None of it has used anything up.
      expect((await token(server, web, good)).status).toBe(200);
    },
  );

  it.each([
    ['an empty body', '', [400, 'invalid_request']],
    ['ampersands', '&&&', [400, 'invalid_request']],
    ['an equals sign', '=', [400, 'invalid_request']],
    ['100 parameters', 'a=1&'.repeat(99) + 'a=1', [400, 'invalid_request']],
    ['101 parameters', 'a=1&'.repeat(100) + 'a=1', [400, 'invalid_request']],
    ['JSON text', '{"grant_type":"client_credentials"}', [400, 'invalid_request']],
    ['bytes', '\u0000\u0001\u0002', [400, 'invalid_request']],
    ['64 KB and one byte', `a=${'b'.repeat(64 * 1024 - 1)}`, [413, 'invalid_request']],
  ])('refuses a body of %s', async (what, body, expected) => {
    const answer = await post(body);
    const { error } = expectProtocolAnswer(answer, what);
    expect([answer.status, error]).toEqual(expected);
  });

  it('ignores parameters that it does not know, and reads none from the query', async () => {
    const form = { grant_type: 'client_credentials', ...credentials(machine) };
    const more = `${new URLSearchParams(form)}&foo=1&foo=2&nonce=x&__proto__=x&state=y`;
    expect((await post(more)).status).toBe(200);
    const query = await send(server, {
      method: 'POST',
      path: `/oauth/token?${new URLSearchParams(form)}`,
      headers: FORM,
      body: 'grant_type=client_credentials',
    });
    expect(expectProtocolAnswer(query).error).toBe('invalid_client');
  });

  const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

  it.each<[string, (client: TestClient) => string, Expected]>([
    ['a right one', ({ id, secret }) => basic(id, secret!), OK],
    ['lower case', ({ id, secret }) => basic(id, secret!).replace('Basic', 'basic'), OK],
    ['form-encoded', ({ id, secret }) => basic(encodeURIComponent(id), encodeURIComponent(secret!)), OK],
    ['a wrong secret', ({ id }) => basic(id, 'wrong'), CLIENT],
    ['no secret', ({ id }) => basic(id, ''), CLIENT],
    ['no id', ({ secret }) => basic('', secret!), CLIENT],
    ['no colon', ({ id }) => `Basic ${Buffer.from(id).toString('base64')}`, CLIENT],
    ['nothing behind Basic', () => 'Basic', CLIENT],
    ['no base64', () => 'Basic %%%', CLIENT],
    ['bytes that are no UTF-8', () => `Basic ${Buffer.from([0xff, 0x3a, 0xfe]).toString('base64')}`, CLIENT],
    ['NUL', ({ id, secret }) => basic(`${id}\0`, secret!), CLIENT],
    ['a bad percent-encoding', ({ id }) => basic(`${id}%zz`, 'x'), CLIENT],
    ['markup', () => basic('<img src=x onerror=alert(1)>', 'x'), CLIENT],
    ['8 KB', () => basic('a'.repeat(6_000), 'x'), CLIENT],
    ['Bearer', () => 'Bearer abc', CLIENT],
    ['Digest', () => 'Digest username="x"', CLIENT],
  ])('Authorization: %s', async (what, header, [status, error]) => {
    const answer = await send(server, {
      method: 'POST',
      path: '/oauth/token',
      headers: { ...FORM, Authorization: header(machine) },
      body: 'grant_type=client_credentials',
    });
    const body = expectProtocolAnswer(answer, what);
    expect([answer.status, body.error ?? null]).toEqual([status, error]);
  });

  it('refuses two ways of authentication at once', async () => {
    const answer = await send(server, {
      method: 'POST',
      path: '/oauth/token',
      headers: { ...FORM, Authorization: basic(machine.id, machine.secret!) },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...credentials(machine) }).toString(),
    });
    expect([answer.status, expectProtocolAnswer(answer).error]).toEqual(INVALID);
  });
});
