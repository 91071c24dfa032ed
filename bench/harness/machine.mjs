import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { FLUSH } from './mariadb.mjs';
import { CONNECTIONS, loadTool } from './load.mjs';

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

/** Everything that one needs to know to compare two runs. */
export async function describeMachine(database) {
  const processors = cpus();
  const { dependencies } = read('../package.json');
  const peers = [
    'oidc-provider',
    '@jmondi/oauth2-server',
    '@node-oauth/oauth2-server',
    'express-oauth2-jwt-bearer',
  ];
  const more = ['passport-jwt', 'passport-http-bearer', 'typeorm', '@nestjs/core', 'fastify', 'express'];
  return [
    ['date', new Date().toISOString().slice(0, 16).replace('T', ' ')],
    ['Grantor', `${read('../../package.json').version} (${commit()})`],
    [
      'machine',
      `${processors.length} cores ${processors[0]?.model.trim() ?? ''}, ${(totalmem() / 2 ** 30).toFixed(0)} GB`,
    ],
    ['Node.js', process.version],
    ['database', `${await database.version()}, innodb_flush_log_at_trx_commit=${FLUSH}`],
    ['load', `${loadTool}, 1 thread, ${CONNECTIONS} connections`],
    ['peers', peers.map((name) => `${name} ${dependencies[name]}`).join(', ')],
    ['', more.map((name) => `${name} ${dependencies[name]}`).join(', ')],
  ];
}

function commit() {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();
  } catch {
    return 'no git';
  }
}
