import { addClient, addPerson, obtainTokens } from '../support/oauth';
import { MUTATIONS, type Mutation, spoil } from '../support/mutations';
import {
  expectDecent,
  expectProblem,
  faultsOf,
  JSON_TYPE,
  MARKUP,
  type RawRequest,
  send,
} from '../support/raw';
import { startServer, type TestServer } from '../support/test-server';

const NESTED = 10_000;
/** Values that are no name, whatever the field. */
const NO_TEXT: unknown[] = [
  null,
  0,
  -1,
  1e308,
  true,
  [],
  ['a'],
  {},
  { a: 1 },
  { toString: 1 },
  '',
  ' ',
  '\n',
  '\0',
];
const WRONG_TEXT = ['a\r\nb', '\u202Eevil', '\uD800', 'a'.repeat(5_000), '\u0007'];

/** A search text may be anything; everything else has its alphabet, once, and no other name is known. */
function mustBeRefused(name: string, { what, kind }: Mutation): boolean {
  if (name === 'unknown') return what !== 'missing';
  if (name === 'limit' && what === 'in other letters') return false;
  return kind === 'repeated' || (kind === 'wrong' && name !== 'q');
}

/** Bad input at the sample API: every route, every place where something can stand (S03, S23). */
describe('bad input at /v1', () => {
  let server: TestServer;
  let bearer: Record<string, string>;

  beforeAll(async () => {
    // One token sends more than a thousand requests.
    server = await startServer({ env: { API_RATE_LIMIT: '0' } });
    const scopes = [
      ...[
        'read:profile',
        'write:profile',
        'read:email',
        'read:projects',
        'write:projects',
        'delete:projects',
      ],
      ...['admin:read', 'admin:write', 'admin:users'],
    ];
    const client = await addClient(server, { scopes });
    const root = await addPerson(server, 'Root', 'admin');
    const { access_token } = (await obtainTokens(server, client, root, { scope: scopes.join(' ') })).body;
    bearer = { Authorization: `Bearer ${access_token}` };
  });

  afterAll(() => server.close());

  const call = (method: string, path: string, body?: string | Buffer, headers: Record<string, string> = {}) =>
    send(server, {
      method,
      path,
      headers: { ...bearer, ...(body !== undefined && JSON_TYPE), ...headers },
      ...(body !== undefined && { body }),
    });

  const WRITES: [string, string, string, object][] = [
    ['POST', '/v1/projects', 'name', { name: 'Apollo' }],
    ['PATCH', '/v1/profile', 'name', { name: 'Ada' }],
    ['PATCH', '/v1/organization', 'name', { name: 'Acme' }],
    ['POST', '/v1/organization/members', 'name', { name: 'Grace', email: 'grace@example.com' }],
    ['POST', '/v1/organization/members', 'email', { name: 'Grace', email: 'grace@example.com' }],
  ];

  it.each(WRITES)('%s %s: %s', async (method, path, field, good) => {
    const absent = method === 'POST' ? [undefined] : [];
    for (const value of [...NO_TEXT, ...WRONG_TEXT, ...absent]) {
      const answer = await call(method, path, JSON.stringify({ ...good, [field]: value }));
      const what = `${method} ${path} ${field} ${JSON.stringify(value)?.slice(0, 40)}`;
      expectProblem(answer, what);
      expect([what, answer.status]).toEqual([what, 400]);
    }
  });

  it.each(WRITES)('%s %s with a body that is no object of its fields', async (method, path, _, good) => {
    const text = JSON.stringify(good);
    const bodies: [string | Buffer, number[]][] = [
      ['', [400]],
      ['{', [400]],
      ['[]', [400]],
      ['[{}]', [400]],
      ['5', [400]],
      ['"text"', [400]],
      ['{"__proto__":{"role":"admin"}}', [400]],
      ['{"constructor":{"prototype":{"a":1}}}', [400]],
      [text.replace('{', '{"__proto__":{"polluted":true},'), [400]],
      [text.replace('{', '{"id":"user_0123456789abcdef",'), [400]],
      [text.replace('{', '{"owner_id":"user_0123456789abcdef","version":7,'), [400]],
      [text.replace('{', '{"role":"owner",'), [400]],
      [text.replace('{', `{"${MARKUP.replace('"', '')}":1,`), [400]],
      [`${'['.repeat(NESTED)}${']'.repeat(NESTED)}`, [400]],
      [`{"name":${'{"a":'.repeat(NESTED)}1${'}'.repeat(NESTED)}}`, [400]],
      [`{"name":"${'a'.repeat(300_000)}"}`, [413]],
      [Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff, 0xc0, 0xaf]), Buffer.from('"}')]), [400]],
      [Buffer.from(text, 'utf16le'), [400]],
    ];
    const faults: string[] = [];
    for (const [body, expected] of bodies) {
      const answer = await call(method, path, body);
      const found = faultsOf(answer);
      if (!expected.includes(answer.status))
        found.push(`${answer.status} instead of ${expected.join(' or ')}`);
      faults.push(
        ...found.map((fault) => `${body.toString().slice(0, 60)} (${body.length} bytes): ${fault}`),
      );
    }
    expect(faults).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each(WRITES)('%s %s takes JSON only', async (method, path, _, good) => {
    const types = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/xml',
      'text/html',
      'nonsense',
    ];
    for (const type of [...types, 'multipart/form-data; boundary=x']) {
      const answer = await call(method, path, JSON.stringify(good), { 'Content-Type': type });
      expectProblem(answer, `${type} ${path}`);
      expect([type, [400, 415].includes(answer.status) || answer.status]).toEqual([type, true]);
    }
  });

  it.each([
    ['/v1/projects', ['limit', 'cursor', 'sort', 'q', 'status', 'unknown']],
    ['/v1/organization/members', ['limit', 'cursor', 'sort', 'q', 'role', 'status', 'unknown']],
  ])('GET %s: %j', async (path, names) => {
    const good: Record<string, string> = {
      limit: '50',
      sort: '-created_at',
      status: 'active',
      role: 'admin',
    };
    for (const name of names) {
      for (const mutation of MUTATIONS.filter(({ kind }) => kind !== 'too large')) {
        const answer = await call('GET', `${path}?${spoil({ [name]: good[name] ?? 'x' }, name, mutation)}`);
        const what = `${path} ${name} ${mutation.what}`;
        if (answer.status === 200) expectDecent(answer, what);
        else expectProblem(answer, what);
        const expected = mustBeRefused(name, mutation) ? [400] : [200, 400];
        expect([what, expected.includes(answer.status) || answer.status]).toEqual([what, true]);
      }
    }
  });

  it.each(['/v1/projects/', '/v1/organization/members/'])('%s{id} that is none', async (path) => {
    const ids = ['0', '-1', "1' OR '1'='1", '..', '%00', 'x'.repeat(290), '__proto__', 'constructor', '💥'];
    const more = [
      'user_0123456789abcdef',
      'prj_0123456789abcdef',
      'PRJ_0123456789abcdef',
      'prj_',
      '%20',
      'null',
      '*',
    ];
    for (const id of [
      ...ids.map((text) => (text.startsWith('%') ? text : encodeURIComponent(text))),
      ...more,
    ]) {
      for (const method of ['GET', 'PATCH', 'DELETE']) {
        const answer = await call(method, path + id, method === 'PATCH' ? '{}' : undefined);
        const what = `${method} ${path}${id}`;
        expectDecent(answer, what);
        // `..` is taken for the list by no one: the router knows no dots.
        expect([what, [400, 404, 405].includes(answer.status) || answer.status]).toEqual([what, true]);
      }
    }
  });

  it.each([
    ['nothing', undefined],
    ['Bearer', 'Bearer'],
    ['Bearer and a blank', 'Bearer '],
    ['two blanks', 'Bearer  x'],
    ['two tokens', 'Bearer a b'],
    ['a list', 'Bearer a, Bearer b'],
    ['Basic', 'Basic YTpi'],
    ['Token', 'Token abc'],
    ['a quoted token', 'Bearer "abc"'],
    ['three empty parts', 'Bearer ..'],
    ['a JWT with alg none', 'Bearer eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.eyJzdWIiOiJ1c2VyXzEifQ.'],
    ['4 KB', `Bearer ${'a'.repeat(4_000)}`],
    ['9 KB in three parts', `Bearer ${'a'.repeat(3_000)}.${'b'.repeat(3_000)}.${'c'.repeat(3_000)}`],
    ['a personal token with a wrong checksum', `Bearer apat_${'a'.repeat(42)}`],
    ['an opaque token that nobody has', `Bearer aat_${'a'.repeat(42)}`],
    ['markup', 'Bearer <img src=x>'],
    ['letters beyond ASCII', 'Bearer \u00e4'],
    ['SQL', "Bearer ' OR 1=1 --"],
  ])('Authorization: %s is refused with a challenge', async (what, authorization) => {
    for (const [method, path] of [
      ['GET', '/v1/projects'],
      ['PATCH', '/v1/profile'],
      ['DELETE', '/v1/organization/members/user_0123456789abcdef'],
    ] as const) {
      const headers: Record<string, string> =
        authorization === undefined ? {} : { Authorization: authorization };
      const answer = await send(server, { method, path, headers });
      expectProblem(answer, what);
      expect([what, answer.status]).toEqual([what, 401]);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="api"/);
    }
  });

  it('takes a token from nowhere but the header', async () => {
    const value = bearer['Authorization']!.slice('Bearer '.length);
    const elsewhere: RawRequest[] = [
      { path: `/v1/profile?access_token=${value}` },
      {
        path: '/v1/profile',
        headers: { Cookie: `access_token=${value}; __Host-grantor-session=${'a'.repeat(43)}` },
      },
      { path: '/v1/profile', headers: { 'X-Access-Token': value, 'Proxy-Authorization': `Bearer ${value}` } },
      {
        method: 'PATCH',
        path: '/v1/profile',
        headers: JSON_TYPE,
        body: JSON.stringify({ access_token: value, name: 'x' }),
      },
    ];
    for (const request of elsewhere) expect((await send(server, request)).status).toBe(401);
  });
});
