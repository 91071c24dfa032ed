import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaultTable } from '../faults/harness/fault-table';
import { hasMariaDb, OwnMariaDb } from '../faults/harness/own-mariadb';
import { SmallDisk } from '../faults/harness/small-disk';
import { Trial } from '../faults/harness/trial';
import { ensureBuilt } from '../support/command';
import { isSoak } from '../support/soak';
import { engine } from '../support/test-server';

const MINUTES = 60_000;
const DISK_MEGABYTES = 192;

(isSoak && engine === 'mysql' && hasMariaDb() ? describe : describe.skip)(
  'the disk of a MariaDB (S37)',
  () => {
    it(
      'is full for a while, and nothing is lost',
      async () => {
        ensureBuilt();
        const folder = mkdtempSync(join(tmpdir(), 'grantor-mariadb-'));
        const disk = SmallDisk.create(join(folder, 'data'), DISK_MEGABYTES);
        if (!disk) return void process.stdout.write('left out: a full disk; only root can mount one\n');
        const table = new FaultTable('a MariaDB of its own');
        const database = await OwnMariaDb.create(folder);
        await database.empty();
        const trial = await Trial.prepare(database.url);
        try {
          const node = await trial.start();
          trial.work();
          await trial.hasAnswered(50);
          disk.fill();
          await trial.isUnavailable(30);
          disk.makeRoom();
          await node.isReady(60);
          await trial.hasAnswered(50);
          await trial.rest();
          await database.isQuiet();
          const verdict = await trial.judge();
          table.add('disk full', 1, verdict);
          table.print();
          expect(verdict.violations).toEqual([]);
        } finally {
          await trial.close();
          await database.kill();
          disk.remove();
          await database.remove();
        }
      },
      10 * MINUTES,
    );
  },
);
