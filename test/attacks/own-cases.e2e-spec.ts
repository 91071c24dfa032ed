import { type Site, startSite } from '../support/apps';
import { startServer, type TestServer } from '../support/test-server';
import file from './attack-cases.json';
import { Cast } from './cast';
import { judge } from './judge';
import { LogCapture } from './log-capture';
import { AUTHORIZE_CASES } from './own/authorize-cases';
import { BROWSER_CASES } from './own/browser-cases';
import { CLIENT_CASES } from './own/client-cases';
import type { OwnCase } from './own/own-case';
import { SERVER_CASES } from './own/server-cases';
import { TOKEN_CASES } from './own/token-cases';
import { Trial } from './trial';

const CASES = [...AUTHORIZE_CASES, ...BROWSER_CASES, ...CLIENT_CASES, ...TOKEN_CASES, ...SERVER_CASES];
const REQUIREMENTS = Array.from({ length: 38 }, (_, n) => `S${String(n + 1).padStart(2, '0')}`);

const order = ({ id, req }: OwnCase) => REQUIREMENTS.indexOf(req) * 1000 + Number(id.split('-')[1]);

/** The requirements behind the cases of the file, with inputs of our own. */
describe('attack cases of our own', () => {
  let server: TestServer;
  let canary: Site;
  let log: LogCapture;
  const secrets = new Set<string>();

  beforeAll(async () => {
    log = new LogCapture();
    server = await startServer({ env: { LOG_LEVEL: 'trace' } });
    canary = await startSite();
  });

  afterAll(async () => {
    await canary.close();
    await server.close();
    log.stop();
    const counts = REQUIREMENTS.map((req) => `${req} ${CASES.filter((one) => one.req === req).length}`);
    process.stdout.write(`attack cases of our own: ${CASES.length}: ${counts.join(', ')}\n`);
  });

  it.each(REQUIREMENTS)('%s has at least three', (requirement) => {
    expect(CASES.filter(({ req }) => req === requirement).length).toBeGreaterThanOrEqual(3);
  });

  it.each([...CASES].sort((a, b) => order(a) - order(b)).map((one) => [one.id, one.title, one] as const))(
    '%s: %s',
    async (_id, _title, attack) => {
      const trial = new Trial(server, attack, new Cast(server, canary), file.placeholders);
      await attack.before?.(trial);
      const answer = attack.request ? await trial.send() : null;
      if (answer) expect(await judge(answer, attack.expected, trial)).toEqual([]);
      await attack.after?.(trial, answer!);
      for (const secret of trial.cast.secrets) secrets.add(secret);
    },
  );

  it('leave one JSON object a line in the log, and no secret', () => {
    const { text } = log;
    const lines = text.split('\n').filter((line) => line !== '');
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
    expect([...secrets].filter((secret) => text.includes(secret))).toEqual([]);
  });
});
