import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import mysql from 'mysql2/promise';
import { CONNECTIONS } from './load.mjs';

const POOL = 10;

/** RSA signatures a second on all cores: no server can issue more RS256 tokens than that. */
export function rsaCeiling(seconds) {
  const cores = availableParallelism();
  const { stdout, error } = spawnSync(
    'openssl',
    ['speed', '-seconds', String(seconds), '-multi', String(cores), 'rsa2048'],
    { encoding: 'utf8' },
  );
  if (error) return null;
  const line = /rsa\s+2048 bits\s+\S+s\s+\S+s\s+(\S+)\s+(\S+)/.exec(stdout);
  return line ? { sign: Number(line[1]), verify: Number(line[2]), cores } : null;
}

/** What the database takes and gives when nothing else is done: prepared statements, as many callers as connections of the load. */
export async function databaseRates(database, seconds) {
  const url = await database.create('yardstick');
  await database.query(
    'CREATE TABLE rows_of (hash CHAR(43) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY, payload VARCHAR(255) NOT NULL, expires_at BIGINT NOT NULL, KEY by_end (expires_at))',
    'yardstick',
  );
  const pool = mysql.createPool({ uri: url, connectionLimit: POOL });
  const hashes = [];
  const insert = async () => {
    const hash = randomBytes(32).toString('base64url');
    await pool.execute('INSERT INTO rows_of VALUES (?, ?, ?)', [hash, 'x'.repeat(120), Date.now()]);
    if (hashes.length < 1000) hashes.push(hash);
  };
  const select = () =>
    pool.execute('SELECT payload, expires_at FROM rows_of WHERE hash = ?', [
      hashes[Math.floor(Math.random() * hashes.length)],
    ]);
  const result = { inserts: await rateOf(insert, seconds), selects: await rateOf(select, seconds) };
  await pool.end();
  return result;
}

async function rateOf(act, seconds) {
  let done = 0;
  const began = Date.now();
  const until = began + seconds * 1000;
  const worker = async () => {
    while (Date.now() < until) {
      await act();
      done++;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return done / ((Date.now() - began) / 1000);
}
