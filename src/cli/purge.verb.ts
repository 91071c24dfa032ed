import { Purge } from '../purge/purge';
import { columns, counted } from './text';
import type { AnsweringVerb } from './verb';

export const purge: AnsweringVerb = {
  name: 'purge',
  summary: 'Deletes what has ended, in small batches; a running server does so every ten minutes',
  flags: [],
  example: 'purge',
  run: async (_args, services) => {
    const deleted = await services.get(Purge).run();
    const total = Object.values(deleted).reduce((sum, count) => sum + count, 0);
    const rows = Object.entries(deleted).map(([name, count]) => [name.replace(/_/g, ' '), String(count)]);
    return {
      json: { deleted, total },
      text: `${counted(total, 'row is', 'rows are')} gone.\n\n${columns(rows)}`,
    };
  },
};
