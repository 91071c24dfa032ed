import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AuthorizationCodes } from '../../src/authorization/application/stores';
import { Database } from '../../src/database/database';
import { AuthorizationCode } from '../../src/authorization/domain/authorization-code';
import { RefreshTokens } from '../../src/tokens/application/refresh-tokens';
import {
  AccessTokens,
  Authorizations,
  RefreshTokenFamilies,
  RevokedTokens,
} from '../../src/tokens/application/stores';
import { startServer, type TestServer } from '../support/test-server';
import { check, type Verdict, type ViolationKind } from './ledger/checker';
import { Ledger } from './ledger/ledger';
import { castOf, type Cast, enter, LOAD_ENV } from './load/cast';
import { Nodes } from './load/http';
import { holdInquest } from './load/inquest';
import { Load } from './load/load';
import { RecordingClient } from './load/recording-client';

const LIMIT = 60;

describe('the ledger finds a bug that was planted in the server', () => {
  let server: TestServer;
  let cast: Cast;
  let folder: string;
  let count = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'grantor-ledger-'));
    server = await startServer({ env: LOAD_ENV });
    cast = await castOf(server);
  });

  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function run(): Promise<Verdict> {
    const ledger = new Ledger(join(folder, `${++count}.ndjson`));
    const nodes = new Nodes(server.url);
    nodes.add(Number(new URL(server.url).port));
    const client = new RecordingClient(nodes, ledger);
    enter(cast, ledger);
    await new Load(client, cast, { limit: LIMIT, seed: count }).done();
    await holdInquest(client, ledger);
    ledger.close();
    return check(ledger.read());
  }

  async function expectFound(...kinds: ViolationKind[]): Promise<void> {
    const { violations } = await run();
    expect(new Set(violations.map(({ kind }) => kind))).toEqual(new Set(kinds));
  }

  it('none: nothing is found, and everything was asked', async () => {
    const verdict = await run();
    expect(verdict.violations).toEqual([]);
    expect(verdict.redeemed).toBeGreaterThan(10);
    expect(verdict.rotated).toBeGreaterThan(10);
    expect(verdict.revoked).toBeGreaterThan(3);
    expect(verdict.asked).toBeGreaterThan(50);
  });

  it('a code is looked at, and marked a moment later', async () => {
    const codes = server.get(AuthorizationCodes);
    jest.spyOn(codes, 'redeem').mockImplementation(async (hash, at) => {
      if ((await codes.find(hash))!.usedAt !== null) return false;
      await wait(50);
      await server.get(Database).repository(AuthorizationCode).update({ hash }, { usedAt: at });
      return true;
    });
    // In a transaction SQLite lets one at a time look: this bug has none.
    jest.spyOn(server.get(Database), 'run').mockImplementation((work) => work());
    // Without transactions other things fail too.
    const { violations } = await run();
    expect(violations.map(({ kind }) => kind)).toContain('double');
  });

  it('a refresh token leads to a new successor each time', async () => {
    const refreshTokens = server.get(RefreshTokens);
    jest.spyOn(refreshTokens, 'rotate').mockImplementation(async ({ family }, client, expiresAt) => {
      const authorization = (await server.get(Authorizations).find(family.authorizationId))!;
      const { token } = await refreshTokens.begin(authorization, client, expiresAt);
      return { outcome: 'rotated', token };
    });
    await expectFound('double', 'revoked');
  });

  it('a revocation is answered and not written', async () => {
    jest.spyOn(server.get(Authorizations), 'revoke').mockResolvedValue(true);
    jest.spyOn(server.get(RevokedTokens), 'add').mockResolvedValue();
    await expectFound('revoked');
  });

  it('tokens are answered and not written', async () => {
    jest.spyOn(server.get(RefreshTokenFamilies), 'add').mockResolvedValue();
    jest.spyOn(server.get(AccessTokens), 'add').mockResolvedValue();
    // A grant that refuses one of its tokens is taken for ended, and the others still work.
    await expectFound('lost', 'refused', 'revoked');
  });
});
