import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Arguments } from '../../src/cli/arguments';
import { applyClients, exportClients } from '../../src/cli/client-apply.verbs';
import { Clients } from '../../src/clients/application/clients';
import { clientRef } from '../../src/clients/domain/client';
import { emptyFolder } from '../support/command';
import { startServer, type TestServer } from '../support/test-server';

interface Applied {
  applied: boolean;
  clients: { client_id: string; action: string; changes: { field: string }[]; client_secret?: string }[];
}

const BOARD = {
  client_id: 'board',
  name: 'Project Board',
  type: 'web',
  redirect_uris: ['https://board.example.com/callback'],
  scopes: ['read:projects'],
};
const JOB = { client_id: 'nightly-job', name: 'Nightly job', type: 'm2m', scopes: ['admin:read'] };

describe('client:apply and client:export', () => {
  const folder = emptyFolder();
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.close());

  async function apply(document: unknown, isDry = false): Promise<Applied> {
    const path = join(folder.path, 'clients.json');
    writeFileSync(path, typeof document === 'string' ? document : JSON.stringify(document));
    const args = new Arguments(new Map(), new Map([['dry-run', isDry]]), path);
    return (await applyClients.run(args, server, process)).json as Applied;
  }

  const actions = ({ clients }: Applied) => clients.map(({ client_id, action }) => [client_id, action]);
  const find = (id: string) => server.get(Clients).findByRef(clientRef(id));
  const faults = (document: unknown) =>
    apply(document).then(
      () => null,
      (error: { errors?: { pointer: string }[]; message: string }) =>
        error.errors?.map(({ pointer }) => pointer),
    );

  it('plans, then makes, then finds nothing to do', async () => {
    const document = { clients: [BOARD, JOB] };
    const plan = await apply(document, true);
    expect(plan.applied).toBe(false);
    expect(actions(plan)).toEqual([
      ['board', 'create'],
      ['nightly-job', 'create'],
    ]);
    expect(await find('board')).toBeNull();
    const made = await apply(document);
    expect(made.clients.map(({ client_secret }) => client_secret)).toEqual([
      expect.stringMatching(/^acs_/),
      expect.stringMatching(/^acs_/),
    ]);
    const again = await apply(document);
    expect(actions(again)).toEqual([
      ['board', 'unchanged'],
      ['nightly-job', 'unchanged'],
    ]);
    expect(JSON.stringify(again)).not.toContain('acs_');
  });

  it('changes what differs, and leaves alone what the file leaves out', async () => {
    await apply({ clients: [{ ...BOARD, access_token_ttl: 300 }] });
    const changed = await apply({ clients: [{ ...BOARD, name: 'Board', status: 'disabled' }] });
    expect(changed.clients[0]!.changes).toEqual([
      { field: 'name', from: 'Project Board', to: 'Board' },
      { field: 'status', from: 'active', to: 'disabled' },
    ]);
    expect(await find('board')).toMatchObject({ name: 'Board', status: 'disabled', accessTokenTtl: 300 });
    await apply({ clients: [{ ...BOARD, status: 'active' }] });
    expect(await find('board')).toMatchObject({ name: 'Project Board', status: 'active' });
  });

  it('exports what it reads back without a change', async () => {
    const { json } = await exportClients.run(new Arguments(new Map(), new Map(), undefined), server, process);
    expect(JSON.stringify(json)).not.toMatch(/acs_|"secrets"/);
    for (const { action } of (await apply(json)).clients) expect(action).toBe('unchanged');
  });

  it('does all or nothing, and says where the file is wrong', async () => {
    const bad = { ...BOARD, client_id: 'second', redirect_uris: ['http://board.example.com/'] };
    const good = { ...BOARD, client_id: 'first' };
    expect(await faults({ clients: [good, bad] })).toEqual(['/clients/1/redirect_uris/0']);
    expect(await find('first')).toBeNull();
    expect(await faults({ clients: [{ ...BOARD, type: 'spa' }] })).toEqual(['/clients/0/type']);
    expect(await faults({ clients: [good, good] })).toEqual(['/clients/1/client_id']);
    expect(await faults({ clients: [{ ...good, no_such: 1 }] })).toEqual(['/clients/0/no_such']);
    expect(await faults({ clients: ['x'] })).toContain('/clients/0/name');
    expect(await faults({ clients: {} })).toEqual(['/clients']);
    expect(await faults({ apps: [] })).toEqual(['/apps']);
    expect(await faults('not json')).toEqual(['']);
    expect(await faults('null')).toEqual(['/clients']);
  });
});
