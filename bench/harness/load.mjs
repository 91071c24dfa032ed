import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { autocannonLoad } from './load-autocannon.mjs';
import { writeMaterial } from './material.mjs';

const SCRIPT = fileURLToPath(new URL('./queue.lua', import.meta.url));

/** Connections that are always busy, on one thread. */
export const CONNECTIONS = 32;

const hasWrk = spawnSync('wrk', ['--version']).error === undefined;

/** What makes the load on this machine. */
export const loadTool = hasWrk
  ? `wrk ${/wrk (\S+)/.exec(spawnSync('wrk', ['--version'], { encoding: 'utf8' }).stdout)?.[1] ?? ''}`.trim()
  : 'autocannon (wrk is not installed)';

/**
 * Sends material to a server for so long.
 *
 * @returns {Promise<{ requests: number, seconds: number, p50: number, p99: number, max: number, failed: number, broken: number, wraps: number, tokens: number }>}
 */
export async function load({ url, material, seconds, folder, connections = CONNECTIONS }) {
  if (!hasWrk) return autocannonLoad({ url, material, seconds, connections });
  const file = join(folder, 'queue.txt');
  writeMaterial(file, material, new URL(url).host);
  const output = await run('wrk', [
    '-t1',
    `-c${connections}`,
    `-d${seconds}s`,
    '--timeout=30s',
    ...['-s', SCRIPT, url, '--', file],
  ]);
  const result = /^RESULT (.*)$/m.exec(output);
  if (!result) throw new Error(`wrk did not finish:\n${output}`);
  return JSON.parse(result[1]);
}

/** Runs a program without blocking this one, which may be answering requests meanwhile. */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('exit', () => resolve(output));
  });
}
