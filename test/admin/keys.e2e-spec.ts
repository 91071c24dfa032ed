import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeProtectedHeader } from 'jose';
import { eventsOf } from '../support/audit';
import { type ApiCaller, withMachine, withPersonalToken } from '../support/caller';
import { addClient, api, obtainTokens } from '../support/oauth';
import { somebody } from '../support/people';
import { atOnce } from '../support/race';
import { startServer, type TestServer } from '../support/test-server';

const KEYS = '/v1/admin/keys';

interface Key {
  kid: string;
  alg: string;
  status: string;
  [member: string]: unknown;
}

/** Each test has an algorithm of its own, so that one server is enough. */
describe('/v1/admin/keys', () => {
  let server: TestServer;
  let admin: ApiCaller;

  beforeAll(async () => {
    server = await startServer();
    admin = await withPersonalToken(server, await somebody(server, 'admin'), ['admin:read', 'admin:write']);
  });

  afterAll(() => server.close());

  const list = async (alg: string) =>
    ((await admin.get(KEYS)).body.data as unknown as Key[]).filter((key) => key.alg === alg);
  const byStatus = async (alg: string, status: string) =>
    (await list(alg)).filter((key) => key.status === status);
  const published = async () =>
    ((await (await fetch(`${server.url}/.well-known/jwks.json`)).json()) as { keys: Key[] }).keys.map(
      ({ kid }) => kid,
    );

  async function signIn(): Promise<string> {
    const client = await addClient(server);
    return (await obtainTokens(server, client, await somebody(server))).body.access_token;
  }

  const works = async (bearer: string) => (await api(server, '/v1/projects', bearer)).status === 200;

  it('lists what each key does and has done, publishes a new one, and lets it sign', async () => {
    const [active] = await byStatus('RS256', 'active');
    const before = await signIn();
    const { body } = await admin.get(KEYS);
    expect(body.data[0]).toMatchObject({ kid: active!.kid, use: 'sig', status: 'active', retire_at: null });
    expect(Number(body.data[0]!['signed_count'])).toBe(Number(active!['signed_count']) + 1);
    expect(body.data[1]).toMatchObject({ status: 'next', activate_at: null, signed_count: 0 });
    expect(JSON.stringify(body)).not.toMatch(/"(d|p|q|n|x|jwk)"|sealed/);
    const made = await admin.post(KEYS, { alg: 'RS256' });
    expect(made).toMatchObject({ status: 201, body: { status: 'next', alg: 'RS256' } });
    const kid = String(made.body['kid']);
    expect(made.headers.get('location')).toBe(`${KEYS}/${kid}`);
    expect(await published()).toContain(kid);
    expect(await admin.post(`${KEYS}/${kid}/activate`)).toMatchObject({
      status: 200,
      body: { active: { kid, status: 'active' }, retiring: { kid: active!.kid, status: 'retiring' } },
    });
    expect(decodeProtectedHeader(await signIn()).kid).toBe(kid);
    expect(await works(before)).toBe(true);
    expect((await admin.post(`${KEYS}/${kid}/activate`)).problem).toBe('conflict');
    const events = await eventsOf(server, { type: ['key.activated'] });
    expect(events.at(-1)).toMatchObject({ actor: { type: 'user' }, target: { type: 'key', id: kid } });
  });

  it('rotates, and in an emergency drops everything that was signed', async () => {
    const token = await signIn();
    const [next] = await byStatus('RS256', 'next');
    const rotated = await admin.post(`${KEYS}/rotate`, { emergency: false });
    expect(rotated.body).toMatchObject({ active: { kid: next!.kid }, retiring: { status: 'retiring' } });
    expect(await works(token)).toBe(true);
    const dropped = await admin.post(`${KEYS}/rotate`, { emergency: true });
    expect(dropped).toMatchObject({ status: 200, body: { active: { status: 'active' }, retiring: null } });
    expect(await works(token)).toBe(false);
    const left = await list('RS256');
    expect(left.map(({ status }) => status)).toEqual(['active', 'next']);
    expect(await published()).not.toContain(next!.kid);
  });

  it('makes what a new algorithm needs, and lets a few keys wait', async () => {
    expect(await admin.post(KEYS, { alg: 'EdDSA' })).toMatchObject({ status: 201, body: { alg: 'EdDSA' } });
    expect((await list('EdDSA')).map(({ status }) => status)).toEqual(['active', 'next']);
    const answers = await atOnce(5, () => admin.post(KEYS, { alg: 'EdDSA' }));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 422, 422, 422]);
    expect(await byStatus('EdDSA', 'next')).toHaveLength(3);
  });

  it('does what two administrators want at the same moment once', async () => {
    const waiting = (await admin.post(KEYS, { alg: 'PS256' })).body['kid'] as string;
    const activations = await atOnce(6, () => admin.post(`${KEYS}/${waiting}/activate`));
    expect(activations.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(activations.filter(({ problem }) => problem === 'conflict')).toHaveLength(5);
    expect(await byStatus('PS256', 'active')).toMatchObject([{ kid: waiting }]);
    const [next] = await byStatus('PS256', 'next');
    const [gone, activated] = await Promise.all([
      admin.delete(`${KEYS}/${next!.kid}`),
      admin.post(`${KEYS}/${next!.kid}/activate`),
    ]);
    expect((gone.status === 204) !== (activated.status === 200)).toBe(true);
    expect(await byStatus('PS256', 'active')).toHaveLength(1);
    const rotations = await atOnce(4, () => admin.post(`${KEYS}/rotate`, {}));
    expect(rotations.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect(await byStatus('RS256', 'active')).toHaveLength(1);
  });

  it('deletes keys that nobody needs, and gives no key the id of another', async () => {
    const waiting = (await admin.post(KEYS, { alg: 'ES256' })).body['kid'] as string;
    expect((await admin.delete(`${KEYS}/${waiting}`)).status).toBe(204);
    const [next] = await byStatus('ES256', 'next');
    expect(next!.kid).not.toBe(waiting);
    expect((await admin.delete(`${KEYS}/${waiting}`)).status).toBe(404);
    const [active] = await byStatus('ES256', 'active');
    expect((await admin.delete(`${KEYS}/${active!.kid}`)).problem).toBe('key-in-use');
    await admin.post(`${KEYS}/${next!.kid}/activate`);
    expect((await admin.delete(`${KEYS}/${active!.kid}`)).problem).toBe('key-in-use');
    server.advance(3601);
    expect(await byStatus('ES256', 'retired')).toMatchObject([{ kid: active!.kid }]);
    expect(await published()).not.toContain(active!.kid);
    expect((await admin.delete(`${KEYS}/${active!.kid}`)).status).toBe(204);
  });

  it('refuses what makes no sense', async () => {
    const before = await list('RS256');
    for (const body of [{ alg: 'HS256' }, { alg: 'none' }, { alg: 1 }, { alg: null }])
      expect(await admin.post(KEYS, body)).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/alg' }] },
      });
    expect((await admin.post(`${KEYS}/rotate`, { emergency: 'yes' })).status).toBe(400);
    expect((await admin.post(`${KEYS}/2020-01-01-a/activate`)).status).toBe(404);
    const reader = await withMachine(server, ['admin:read']);
    expect((await reader.post(`${KEYS}/rotate`, { emergency: true })).status).toBe(403);
    const kids = ({ kid }: Key) => kid;
    expect((await list('RS256')).map(kids)).toEqual(before.map(kids));
  });
});

describe('/v1/admin/keys where the keys are kept in a file', () => {
  it('shows them, and says where to change them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'grantor-keys-'));
    const file = join(folder, 'keys.json');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = { ...privateKey.export({ format: 'jwk' }), kid: 'from-a-file', alg: 'RS256' };
    writeFileSync(file, JSON.stringify({ keys: [key] }));
    const server = await startServer({ env: { SIGNING_KEYS_FILE: file } });
    try {
      const admin = await withMachine(server);
      const { body } = await admin.get(KEYS);
      expect(body.data).toMatchObject([{ kid: 'from-a-file', status: null, created_at: null }]);
      expect(JSON.stringify(body)).not.toContain(key.d);
      const changes = [
        await admin.post(KEYS, {}),
        await admin.post(`${KEYS}/rotate`, { emergency: true }),
        await admin.post(`${KEYS}/from-a-file/activate`),
        await admin.delete(`${KEYS}/from-a-file`),
      ];
      for (const { status, body: refused } of changes) {
        expect(status).toBe(409);
        expect(refused['detail']).toContain('SIGNING_KEYS_FILE');
      }
    } finally {
      await server.close();
      rmSync(folder, { recursive: true });
    }
  });
});
