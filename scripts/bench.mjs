/**
 * npm run bench: builds the server where needed, installs the peers on first use, and runs `bench/run.mjs`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const BENCH = join(ROOT, 'bench');

const run = (command, args, cwd) => {
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (error || status !== 0) process.exit(status ?? 1);
};

run(process.execPath, [join(ROOT, 'scripts', 'ensure-built.mjs')], ROOT);
if (!existsSync(join(BENCH, 'node_modules', '.package-lock.json'))) {
  console.log('Installing the peers that Grantor is measured against (once) …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], BENCH);
}
const child = spawn(process.execPath, [join(BENCH, 'run.mjs'), ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: 'inherit',
});
// Ctrl+C reaches the benchmark by itself, which tidies up; this one only waits for it.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.once('exit', (status) => process.exit(status ?? 1));
