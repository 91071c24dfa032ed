import { type Site, startSite } from '../support/apps';
import { PASSWORD } from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';
import file from './attack-cases.json';
import type { AttackCase } from './attack-case';
import { Cast } from './cast';
import { judge } from './judge';
import { LogCapture } from './log-capture';
import { ALSO } from './shared/also';
import { whyNot } from './shared/not-applicable';
import { PLAYED } from './shared/played';
import { PREPARE } from './shared/prepare';
import { Trial } from './trial';

const CASES = file.cases as unknown as AttackCase[];
/** It looks at what all the others have left in the log. */
const LAST = 'LO-001';

/** Every case of the file, as it stands there, at a running server. */
describe('the attack cases', () => {
  let server: TestServer;
  let canary: Site;
  let log: LogCapture;
  const secrets = new Set<string>([PASSWORD]);
  const leftOut: string[] = [];

  beforeAll(async () => {
    log = new LogCapture();
    server = await startServer({ env: { LOG_LEVEL: 'trace' } });
    canary = await startSite();
  });

  afterAll(async () => {
    await canary.close();
    await server.close();
    log.stop();
    process.stdout.write(`attack cases that do not apply: ${leftOut.length}\n`);
    for (const line of leftOut) process.stdout.write(`  ${line}\n`);
  });

  it.each(
    CASES.filter(({ id }) => id !== LAST).map((attack) => [attack.id, attack.req, attack.title, attack]),
  )('%s (%s): %s', async (id, _, title, attack) => {
    const reason = whyNot(attack as AttackCase, server);
    if (reason) return void leftOut.push(`${id as string} ${title as string}: ${reason}`);
    const trial = new Trial(server, attack as AttackCase, new Cast(server, canary), file.placeholders);
    await play(trial);
    for (const secret of trial.cast.secrets) secrets.add(secret);
  });

  async function play(trial: Trial): Promise<void> {
    const { attack } = trial;
    await PREPARE[attack.id]?.(trial);
    const played = PLAYED[attack.id];
    const answer = played ? await played(trial) : await trial.send();
    if (answer) expect(await judge(answer, attack.expected, trial)).toEqual([]);
    if (answer && attack.expected.max_ms !== undefined) await expectFast(trial, attack.expected.max_ms);
    if (!answer || played) return;
    const more = ALSO[attack.id];
    if ((attack.expected.also ?? attack.steps?.length) && !more)
      throw new Error(`${attack.id} says more in words, and nobody looks at it`);
    await more?.(trial, answer);
  }

  /** The fastest of many tries: on a machine that does other things too, single ones say nothing. */
  async function expectFast(trial: Trial, limit: number): Promise<void> {
    let fastest = Infinity;
    for (let tries = 0; tries < 20 && fastest > limit; tries++) {
      const request = trial.sent;
      const from = performance.now();
      await trial.raw(request);
      fastest = Math.min(fastest, performance.now() - from);
    }
    expect(fastest).toBeLessThanOrEqual(limit);
  }

  it('LO-001 (S25): no secret, code, token, verifier, password or cookie of all these stands in the log', () => {
    const { text } = log;
    const lines = text.split('\n').filter((line) => line !== '');
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
    expect([...secrets].filter((secret) => text.includes(secret))).toEqual([]);
  });
});
