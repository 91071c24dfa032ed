import { addPerson, type TestPerson } from '../support/oauth';
import { atOnce, CROWD } from '../support/race';
import { startServer, type TestServer } from '../support/test-server';
import { titled } from '../support/values';
import {
  type ApiAnswer,
  type ApiBody,
  type ApiCaller,
  MEMBER_SCOPES,
  withMachine,
  withPersonalToken,
} from '../support/caller';

let server: TestServer;
let max: TestPerson;
let caller: ApiCaller;

beforeAll(async () => {
  server = await startServer();
  max = await addPerson(server, 'Max');
  caller = await withPersonalToken(server, max, MEMBER_SCOPES);
});

afterAll(() => server.close());

const statuses = (answers: ApiAnswer[]) => answers.map(({ status }) => status).sort();
const locationOf = ({ headers }: ApiAnswer): string => headers.get('location')!;

describe('a project', () => {
  it('is made from a name alone, and says where it is', async () => {
    const made = await caller.post('/v1/projects', { name: '  Road Map 2027 ', description: null });
    expect([made.status, locationOf(made), made.headers.get('etag')]).toEqual([
      201,
      `/v1/projects/${made.body.id}`,
      '"1"',
    ]);
    expect(made.body).toEqual({
      id: expect.stringMatching(/^prj_[0-9A-Za-z]{16}$/),
      key: 'ROADMAP202',
      name: 'Road Map 2027',
      description: '',
      status: 'active',
      owner_id: max.user.id,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: made.body['created_at'],
    });
    expect((await caller.get(locationOf(made))).body).toEqual(made.body);
  });

  it('has a key of its own', async () => {
    await caller.post('/v1/projects', { name: 'Keys', key: 'KEYS' });
    const taken = await caller.post('/v1/projects', { name: 'Keys again', key: 'KEYS' });
    expect([taken.status, taken.problem]).toEqual([409, 'conflict']);
    expect((await caller.post('/v1/projects', { name: 'Keys' })).body.key).toBe('KEYS2');
    const other = await withPersonalToken(server, await addPerson(server, 'Moritz'), MEMBER_SCOPES);
    expect((await other.post('/v1/projects', { name: 'Keys', key: 'KEYS' })).status).toBe(201);
  });

  it('is not sent again to whoever has it (RFC 9110 §13.1.2)', async () => {
    const path = locationOf(await caller.post('/v1/projects', { name: 'Known' }));
    const known = await caller.get(path, { 'If-None-Match': '"1"' });
    expect([known.status, known.headers.get('etag'), known.body]).toEqual([304, '"1"', {}]);
    expect((await caller.get(path, { 'If-None-Match': '"2"' })).status).toBe(200);
  });

  it('is changed by a merge patch: absent stays, null empties (RFC 7396 §1)', async () => {
    const path = locationOf(await caller.post('/v1/projects', { name: 'Patch', description: 'before' }));
    const patched = await caller.patch(
      path,
      { description: 'a\nb', status: 'archived' },
      { 'If-Match': '"1"', 'Content-Type': 'application/merge-patch+json' },
    );
    expect(patched.body).toMatchObject({ name: 'Patch', description: 'a\nb', status: 'archived' });
    expect(patched.headers.get('etag')).toBe('"2"');
    expect((await caller.patch(path, { description: null })).body.description).toBe('');
    expect((await caller.get(path)).body).toMatchObject({
      name: 'Patch',
      status: 'archived',
      description: '',
    });
  });

  it('is gone when it is deleted', async () => {
    const path = locationOf(await caller.post('/v1/projects', { name: 'Gone' }));
    expect((await caller.delete(path)).status).toBe(204);
    expect((await caller.delete(path)).status).toBe(404);
    expect((await caller.get(path)).status).toBe(404);
  });

  it('of a machine belongs to its client', async () => {
    const machine = await withMachine(server);
    const made = await machine.post('/v1/projects', { name: 'Nightly' });
    expect(made.body['owner_id']).toBe(machine.client.id);
    expect((await caller.get(locationOf(made))).status).toBe(404);
  });
});

describe('the body of a project', () => {
  const BAD: [string, unknown][] = [
    ['/name', {}],
    ['/name', { name: null }],
    ['/name', { name: 7 }],
    ['/name', { name: ['x'] }],
    ['/name', { name: { toString: 1, trim: 1 } }],
    ['/name', { name: '' }],
    ['/name', { name: '  ' }],
    ['/name', { name: 'a\0b' }],
    ['/name', { name: 'a\nb' }],
    ['/name', { name: 'a\u202eb' }],
    ['/name', '{"name":"\\ud800"}'],
    ['/name', { name: 'a'.repeat(101) }],
    ['/key', { name: 'x', key: '' }],
    ['/key', { name: 'x', key: null }],
    ['/key', { name: 'x', key: 'abc' }],
    ['/key', { name: 'x', key: 'ABCDEFGHIJK' }],
    ['/key', { name: 'x', key: ['ABC'] }],
    ['/status', { name: 'x', status: 'gone' }],
    ['/status', { name: 'x', status: null }],
    ['/status', { name: 'x', status: ['active'] }],
    ['/description', { name: 'x', description: 7 }],
    ['/description', { name: 'x', description: 'a\0' }],
    ['/description', '{"name":"x","description":"\\udc00"}'],
    ['/description', { name: 'x', description: 'a'.repeat(2001) }],
  ];

  it.each(titled(BAD))('is refused, and the place is named: %s', async (_, [pointer, body]) => {
    const { status, problem, body: read } = await caller.post('/v1/projects', body);
    expect([status, problem, read.errors.map((error) => error.pointer)]).toEqual([
      400,
      'validation-failed',
      [pointer],
    ]);
  });

  it('has every fault named at once', async () => {
    const { body } = await caller.post('/v1/projects', { key: 'x', status: 'x', nickname: 'x' });
    expect(body.errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/key',
      '/name',
      '/nickname',
      '/status',
    ]);
  });

  it('may be in any script', async () => {
    const name = '包裹 🚀 Äpfel & <b>';
    const made = await caller.post('/v1/projects', { name, description: '"\'\\ \t\r\n🚀' });
    expect((await caller.get(locationOf(made))).body).toMatchObject({ name, description: '"\'\\ \t\r\n🚀' });
  });

  it.each(['key', 'owner_id', 'created_at'])('cannot change %s', async (member) => {
    const path = locationOf(await caller.post('/v1/projects', { name: 'Fixed' }));
    expect((await caller.patch(path, { [member]: 'X' })).status).toBe(400);
  });
});

describe('the list of projects', () => {
  let machine: ApiCaller;
  const ids = new Set<string>();

  beforeAll(async () => {
    machine = await withMachine(server);
    for (let index = 0; index < 25; index++) {
      const name = `${index % 3 ? 'Beta' : '10%_alpha!'} ${index % 7}`;
      const { body } = await machine.post('/v1/projects', {
        name,
        status: index % 2 ? 'active' : 'archived',
      });
      ids.add(body.id);
    }
  });

  /** Follows the Link header to the end (RFC 8288 §3). */
  async function walk(path: string): Promise<ApiBody[]> {
    const seen: ApiBody[] = [];
    for (let next: string | null = path; next !== null;) {
      const { status, headers, body }: ApiAnswer = await machine.get(next);
      expect(status).toBe(200);
      seen.push(...body.data);
      const link: string | null = headers.get('link');
      expect(link !== null).toBe(body.page.next_cursor !== null);
      next = link && /^<([^>]+)>; rel="next"$/.exec(link)![1]!;
    }
    return seen;
  }

  it.each(['created_at', '-created_at', 'name', '-name'])('is whole, page by page, by %s', async (sort) => {
    const seen = await walk(`/v1/projects?limit=4&sort=${sort}`);
    expect(seen).toHaveLength(25);
    expect(new Set(seen.map(({ id }) => id))).toEqual(ids);
    const values = seen.map((project) => project[sort.replace('-', '')] as string);
    const sorted = [...values].sort();
    expect(values).toEqual(sort.startsWith('-') ? sorted.reverse() : sorted);
  });

  it('misses nothing that was there when somebody adds and removes meanwhile', async () => {
    const first = await machine.get('/v1/projects?limit=10&sort=created_at');
    const added = await machine.post('/v1/projects', { name: 'Late' });
    const rest = await walk(`/v1/projects?limit=10&sort=created_at&cursor=${first.body.page.next_cursor}`);
    await machine.delete(locationOf(added));
    const seen = [...first.body.data, ...rest].map(({ id }) => id);
    expect(new Set(seen).size).toBe(seen.length);
    expect([...ids].every((id) => seen.includes(id))).toBe(true);
  });

  it.each([
    ['q=10%25_AL', 9],
    ['q=be', 16],
    ['q=10_', 0],
    ['q=%25', 0],
    ['q=alpha', 0],
    ['q=', 25],
    ['status=active', 12],
    ['status=archived', 13],
    ['status=active&q=10', 4],
  ])('of ?%s has %i', async (query, count) => {
    expect((await machine.get(`/v1/projects?${query}`)).body.data).toHaveLength(count);
  });

  it('shows nobody the projects of others', async () => {
    const other = await withPersonalToken(server, await addPerson(server, 'Lone'), ['read:projects']);
    expect((await other.get('/v1/projects')).body).toEqual({
      data: [],
      page: { next_cursor: null, limit: 50 },
    });
    const { body } = await machine.get('/v1/projects?limit=4');
    const stolen = await other.get(`/v1/projects?cursor=${body.page.next_cursor}`);
    expect(stolen.body.data).toEqual([]);
  });
});

describe('a crowd at one project', () => {
  it('loses no change, and with If-Match has one winner', async () => {
    const path = locationOf(await caller.post('/v1/projects', { name: 'Race' }));
    const free = await atOnce(CROWD, (index) => caller.patch(path, { name: `Race ${index}` }));
    expect(statuses(free)).toEqual(Array(CROWD).fill(200));
    const etag = (await caller.get(path)).headers.get('etag')!;
    expect(etag).toBe(`"${CROWD + 1}"`);
    const strict = await atOnce(CROWD, (index) =>
      caller.patch(path, { name: `R ${index}` }, { 'If-Match': etag }),
    );
    expect(statuses(strict)).toEqual([200, ...(Array(CROWD - 1).fill(412) as number[])]);
  });

  it('deletes it once', async () => {
    const path = locationOf(await caller.post('/v1/projects', { name: 'Gone' }));
    const answers = await atOnce(CROWD, () => caller.delete(path));
    expect(statuses(answers)).toEqual([204, ...(Array(CROWD - 1).fill(404) as number[])]);
  });

  it('gives a key once, and finds others for the rest when none was asked for', async () => {
    const same = await atOnce(CROWD, () => caller.post('/v1/projects', { name: 'Same', key: 'SAME' }));
    expect(statuses(same)).toEqual([201, ...(Array(CROWD - 1).fill(409) as number[])]);
    const derived = await atOnce(15, () => caller.post('/v1/projects', { name: 'Derived' }));
    expect(statuses(derived)).toEqual(Array(15).fill(201));
    expect(new Set(derived.map(({ body }) => body.key)).size).toBe(15);
  });
});
