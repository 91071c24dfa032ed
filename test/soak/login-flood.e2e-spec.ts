import { setTimeout as wait } from 'node:timers/promises';
import { Browser, formOf } from '../support/browser';
import { BUILD_TIMEOUT, ensureBuilt } from '../support/command';
import { isSoak } from '../support/soak';
import { createDatabase, engine, type TestDatabase } from '../support/test-server';
import { Trial } from '../faults/harness/trial';
import { secretOf } from '../faults/load/recording-client';

const MINUTES = 60_000;
const LOGINS_A_SECOND = 100;
const REFRESHES_A_SECOND = 20;
const SECONDS = 30;
const FAMILIES = 20;

/** What so many of a hundred are quicker than, in milliseconds. */
const percentile = (all: readonly number[], percent: number): number =>
  [...all].sort((a, b) => a - b)[Math.ceil((all.length * percent) / 100) - 1]!;

/** Measures and tells; what it finds out about time is nothing that a test could rely on. */
(isSoak ? describe : describe.skip)('a flood of sign-ins (S34)', () => {
  let database: TestDatabase;
  let trial: Trial;
  let families: string[];

  beforeAll(async () => {
    ensureBuilt();
    database = await createDatabase();
    trial = await Trial.prepare(database.url, { env: { TRUST_PROXY: '127.0.0.1' } });
    await trial.start({ env: { TRUST_PROXY: '127.0.0.1' } });
    families = await trial.openFamilies(FAMILIES);
  }, BUILD_TIMEOUT);

  afterAll(async () => {
    await trial.close();
    await database.drop();
  });

  /** Refreshes at a steady pace, whatever becomes of those before. @returns how long each took */
  async function refreshSteadily(seconds: number): Promise<number[]> {
    const durations: number[] = [];
    const lanes = families.map(async (_, lane) => {
      await wait((lane * 1000) / REFRESHES_A_SECOND);
      const until = Date.now() + seconds * 1000;
      for (let due = Date.now(); due < until; due += (families.length * 1000) / REFRESHES_A_SECOND) {
        await wait(Math.max(0, due - Date.now()));
        const result = await trial.client.refresh(families[lane]!);
        // From when it was due: who waits behind a slow one waits too.
        durations.push(Date.now() - due);
        expect(result.outcome).toBe('yes');
        families[lane] = secretOf(result, 'refresh')!;
      }
    });
    await Promise.all(lanes);
    return durations;
  }

  /** Wrong passwords for people whom nobody knows, from everywhere. @returns how often each status came */
  async function flood(stopped: { yes: boolean }): Promise<Record<string, number>> {
    const browser = new Browser(trial.nodes.issuer);
    const { fields } = formOf(await browser.get('/login'), 'sign-in');
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const counts: Record<string, number> = {};
    const underWay = new Set<Promise<void>>();
    for (let n = 0, begun = Date.now(); !stopped.yes; n++) {
      await wait(Math.max(0, begun + (n * 1000) / LOGINS_A_SECOND - Date.now()));
      const form = { ...fields, email: `nobody${n}@example.com`, password: `no password of theirs ${n}` };
      const from = `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
      const headers = { Cookie: cookie, Origin: trial.nodes.issuer, 'X-Forwarded-For': from };
      const one = trial.nodes
        .send({ method: 'POST', path: '/login', form, headers })
        .then(
          ({ status }) => status,
          () => 0,
        )
        .then((status) => {
          counts[status] = (counts[status] ?? 0) + 1;
          underWay.delete(one);
        });
      underWay.add(one);
    }
    await Promise.all(underWay);
    return counts;
  }

  it(
    'does not keep those waiting who refresh',
    async () => {
      await refreshSteadily(5);
      const quiet = await refreshSteadily(SECONDS);
      const stopped = { yes: false };
      const flooding = flood(stopped);
      const flooded = await refreshSteadily(SECONDS);
      stopped.yes = true;
      const answers = await flooding;
      const sent = Object.values(answers).reduce((sum, count) => sum + count, 0);
      const [before, during] = [percentile(quiet, 99), percentile(flooded, 99)];
      process.stdout.write(
        `\nLogin flood on ${engine}: ${Math.round(sent / SECONDS)}/s for ${SECONDS} s, answered ${JSON.stringify(answers)}\n` +
          `refresh p50 ${percentile(quiet, 50)} ms, p99 ${before} ms before; ` +
          `p50 ${percentile(flooded, 50)} ms, p99 ${during} ms during: ${(during / before).toFixed(2)} times\n`,
      );
      expect(Object.keys(answers).filter((status) => /^(?:0|5(?!03))/.test(status))).toEqual([]);
    },
    5 * MINUTES,
  );
});
