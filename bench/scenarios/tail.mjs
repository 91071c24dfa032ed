import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Visitor } from '../contenders/grantor-visitor.mjs';
import { load } from '../harness/load.mjs';
import { startServer } from '../harness/measure.mjs';
import { median } from '../harness/statistics.mjs';

const MONITOR = fileURLToPath(new URL('../harness/loop-monitor.cjs', import.meta.url));
const LOGINS_PER_SECOND = 100;
const QUEUE = 96;
const SHORTEST_S = 5;
/** A load that leaves the machine room: at its limit every wait would be that of the queue. */
const CONNECTIONS = 8;

/** Tail: what refreshing waits for while a hundred logins a second, each from another address, have to be hashed. */
export const tail = {
  id: 'tail',
  title: 'Refresh during a flood of logins',
  async run(context) {
    const ours = context.contender('grantor');
    await ours.prepare(context);
    const report = join(context.folder, 'loop.json');
    const contender = {
      name: ours.name,
      command: {
        ...ours.command,
        args: ['--require', MONITOR, ...ours.command.args],
        // Every login comes from an address of its own: nothing is refused before it is hashed.
        env: { ...ours.command.env, TRUST_PROXY: '127.0.0.1', LOOP_REPORT: report },
      },
    };
    const server = await startServer(contender, context);
    const calm = [];
    const flooded = [];
    const logins = { sent: 0, answers: {} };
    try {
      const prepare = () => ours.refreshing(server.url, QUEUE);
      const refresh = async (material) => {
        const { folder } = context;
        const seconds = Math.max(context.seconds, SHORTEST_S);
        const result = await load({ url: server.url, material, seconds, folder, connections: CONNECTIONS });
        if (result.tokens === 0 || result.failed > 0 || result.broken > 0)
          throw new Error(
            `tail: ${result.tokens} refreshes succeeded, ${result.failed} were refused, ${result.broken} broke`,
          );
        return result.p99;
      };
      await refresh(await prepare());
      for (let round = 0; round < (context.quick ? 1 : 3); round++) {
        calm.push(await refresh(await prepare()));
        // Nobody who prepares a measurement waits for the flood.
        const material = await prepare();
        const flood = new Flood(server.url, logins);
        await flood.start();
        try {
          flooded.push(await refresh(material));
        } finally {
          await flood.stop();
        }
      }
    } finally {
      await server.stop();
    }
    const { longestMs } = JSON.parse(readFileSync(report, 'utf8'));
    const rows = [
      { label: 'p99 of refresh, calm', value: median(calm), unit: 'ms' },
      { label: `p99 of refresh, ${LOGINS_PER_SECOND} logins/s`, value: median(flooded), unit: 'ms' },
      { label: 'logins sent', value: logins.sent, unit: '' },
      ...Object.entries(logins.answers).map(([status, count]) => ({
        label: `logins answered with ${status}`,
        value: count,
        unit: '',
      })),
      { label: 'longest block of the event loop', value: longestMs, unit: 'ms' },
    ];
    for (const { label, value, unit } of rows)
      context.say(`  tail     ${label.padEnd(36)} ${Number(value).toFixed(unit ? 1 : 0)} ${unit}`);
    return {
      rows,
      goals: [
        { what: 'p99 in a flood, against calm', seen: median(flooded) / median(calm), wanted: 2, unit: 'x' },
        { what: 'event loop blocked', seen: longestMs, wanted: 20, unit: 'ms' },
      ],
    };
  },
};

/** Logins with wrong passwords, at an even pace, whatever becomes of them. */
class Flood {
  constructor(url, counts) {
    this.url = url;
    this.counts = counts;
    this.open = new Set();
  }

  async start() {
    this.visitor = new Visitor(this.url);
    this.page = await this.visitor.open('/login');
    this.timer = setInterval(() => this.send(), 1000 / LOGINS_PER_SECOND);
  }

  send() {
    const number = ++this.counts.sent;
    const attempt = this.visitor
      .submit(
        this.page,
        'sign-in',
        { email: `nobody-${number}@example.com`, password: 'a wrong password, long enough' },
        { 'X-Forwarded-For': `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}` },
      )
      .then(({ status }) => (this.counts.answers[status] = (this.counts.answers[status] ?? 0) + 1))
      .catch(() => (this.counts.answers.failed = (this.counts.answers.failed ?? 0) + 1))
      .finally(() => this.open.delete(attempt));
    this.open.add(attempt);
  }

  async stop() {
    clearInterval(this.timer);
    await Promise.all(this.open);
  }
}
