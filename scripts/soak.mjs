/**
 * npm run test:soak: faults, races and hostile input in the sizes that take long, with everything that `npm test` finds
 * on this machine.
 *
 *   npm run test:soak -- test/faults    only these suites
 *
 * What was injected, and what the ledger says about it, is printed and kept in test-artifacts/faults.ndjson.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SUITES = ['test/faults', 'test/races', 'test/attacks', 'test/soak'];
const wanted = process.argv.slice(2);

const { status } = spawnSync(
  process.execPath,
  [
    join(dirname(fileURLToPath(import.meta.url)), 'test.mjs'),
    ...['--maxWorkers', '1', '--testPathPatterns', ...(wanted.length > 0 ? wanted : SUITES)],
  ],
  { stdio: 'inherit', env: { ...process.env, SOAK: '1' } },
);
process.exitCode = status ?? 1;
