import { setTimeout as wait } from 'node:timers/promises';
import { startServer } from '../harness/measure.mjs';
import { memoryOf } from '../harness/processes.mjs';
import { spread } from '../harness/statistics.mjs';

const CONTENDERS = ['grantor', 'nest-hello', 'jmondi', 'oidc-provider-mariadb'];
/** What a start has left to do and to forget is over after that. */
const IDLE_AFTER_MS = 3000;

/** g: from the start of the process to the first answer, and what it holds when it has nothing to do. */
export const start = {
  id: 'g',
  title: 'Start and idle memory',
  async run(context) {
    const contenders = CONTENDERS.map((name) => context.contender(name));
    for (const contender of contenders) await contender.prepare(context);
    const runs = new Map(contenders.map(({ name }) => [name, []]));
    for (let round = 0; round < (context.quick ? 1 : 5); round++) {
      for (const contender of contenders) {
        const server = await startServer(contender, context);
        if (!context.quick) await wait(IDLE_AFTER_MS);
        runs.get(contender.name).push({ readyMs: server.readyMs, memory: memoryOf(server.pid) });
        await server.stop();
      }
    }
    const rows = contenders.map(({ name, label }) => ({
      label,
      ready: spread(runs.get(name).map(({ readyMs }) => readyMs)),
      memory: spread(runs.get(name).map(({ memory }) => memory)),
    }));
    for (const { label, ready, memory } of rows)
      context.say(
        `  g        ${label.padEnd(36)} ready in ${ready.median.toFixed(0)} ms, ${memory.median.toFixed(0)} MB`,
      );
    const [ours, hello] = rows;
    return {
      rows,
      goals: [
        {
          what: 'ready, against Nest-Fastify hello',
          seen: ours.ready.median / hello.ready.median,
          wanted: 1.25,
          unit: 'x',
        },
        { what: 'idle memory', seen: ours.memory.median, wanted: 115, unit: 'MB' },
      ],
    };
  },
};
