/**
 * Builds dist/ when it is missing or older than src/. `npm run demo` and `npm run cli` call it first.
 * Everything is said on stderr: what the CLI writes to stdout is for programs.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const ENTRY = join(ROOT, 'dist', 'main.js');
const COMPILER = join(ROOT, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
/** A folder is made by one process only, so it is the lock: two builders would delete each other's files. */
const LOCK = join(ROOT, 'node_modules', '.grantor-build');
const LOCK_DIES_AFTER_MS = 180_000;

if (!isFresh() && (await takeLock())) {
  try {
    if (!isFresh()) build();
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}

function isFresh() {
  const built = modifiedAt(ENTRY);
  if (!existsSync(join(ROOT, 'src'))) return true; // an installation without sources runs what it has
  return ['src', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'].every(
    (path) => newest(join(ROOT, path)) <= built,
  );
}

/** Specs are not built, and a file that was only removed is one that nobody imported. */
function newest(path) {
  if (path.endsWith('.spec.ts')) return 0;
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return modifiedAt(path);
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function modifiedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** False when there is nothing to build with and something to run. */
async function takeLock() {
  if (!existsSync(COMPILER)) {
    if (existsSync(ENTRY)) return false;
    console.error('There is nothing built yet, and no compiler to build it with. Run: npm ci');
    process.exit(1);
  }
  for (;;) {
    try {
      mkdirSync(LOCK);
      return true;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (Date.now() - modifiedAt(LOCK) > LOCK_DIES_AFTER_MS) rmSync(LOCK, { recursive: true, force: true });
      await wait(200);
    }
  }
}

function build() {
  const begun = new Date();
  console.error('Building …');
  const { status } = spawnSync(process.execPath, [COMPILER, 'build'], { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    rmSync(ENTRY, { force: true }); // half a build is not taken for a whole one the next time
    console.error('The build failed; the reason stands above.');
    process.exitCode = 1;
    return;
  }
  utimesSync(ENTRY, begun, begun); // what was changed while it ran is noticed the next time
}
