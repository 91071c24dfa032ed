import { raceForCode, raceForRefresh } from '../harness/checks.mjs';
import { startServer } from '../harness/measure.mjs';

const ROUNDS = 10;

/** Race: 32 redemptions of one code and of one refresh token in the same moment, half at each of two processes. */
export const race = {
  id: 'race',
  title: '32 redemptions at once, two processes',
  async run(context) {
    const rows = [];
    for (const name of ['grantor', 'grantor-sqlite']) {
      const contender = context.contender(name);
      await contender.prepare(context);
      const nodes = [await startServer(contender, context), await startServer(contender, context)];
      try {
        const urls = nodes.map(({ url }) => url);
        const codes = [];
        const tokens = [];
        for (let round = 0; round < (context.quick ? 2 : ROUNDS); round++) {
          codes.push(await raceForCode(contender, urls));
          tokens.push(await raceForRefresh(contender, urls));
        }
        rows.push({ label: contender.label, codes, tokens });
        context.say(
          `  race     ${contender.label.padEnd(36)} winners: codes ${codes.join(' ')}, refresh tokens ${tokens.join(' ')}`,
        );
      } finally {
        await Promise.all(nodes.map((node) => node.stop()));
      }
    }
    const all = rows.flatMap(({ codes, tokens }) => [...codes, ...tokens]);
    const worst = all.every((winners) => winners === 1)
      ? 1
      : Math.max(...all.filter((winners) => winners !== 1));
    return {
      rows,
      goals: [{ what: 'winners of 32', seen: worst, wanted: 1, unit: '', exactly: true }],
    };
  },
};
