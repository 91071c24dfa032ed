import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import { freePort } from './processes.mjs';

/** The one setting that decides what a commit costs: 1 waits for the disk at each. */
export const FLUSH = 1;

/** A MariaDB (or MySQL) server of our own: own folder, own socket, own port; it ends with the run. */
export class DatabaseServer {
  static async start(folder) {
    const data = join(folder, 'mariadb');
    rmSync(data, { recursive: true, force: true });
    mkdirSync(data, { recursive: true });
    const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
    const install = spawnSync(
      'mariadb-install-db',
      [
        '--no-defaults',
        `--datadir=${data}`,
        '--auth-root-authentication-method=normal',
        '--skip-test-db',
        ...asRoot,
      ],
      { encoding: 'utf8' },
    );
    if (install.status !== 0)
      throw new Error(
        `The benchmarks need MariaDB's programs (Debian: mariadb-server). mariadb-install-db said: ${install.error?.message ?? install.stderr}`,
      );
    const port = await freePort();
    const log = openSync(join(folder, 'mariadb.log'), 'a');
    const child = spawn(
      'mariadbd',
      [
        '--no-defaults',
        `--datadir=${data}`,
        `--socket=${join(folder, 'mariadb.sock')}`,
        `--pid-file=${join(folder, 'mariadb.pid')}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        '--skip-name-resolve',
        `--innodb-flush-log-at-trx-commit=${FLUSH}`,
        '--innodb-buffer-pool-size=1G',
        '--innodb-log-file-size=1G',
        '--max-connections=300',
        ...asRoot,
      ],
      { stdio: ['ignore', log, log] },
    );
    closeSync(log);
    const server = new DatabaseServer(child, port);
    await server.answer();
    return server;
  }

  constructor(child, port) {
    this.child = child;
    this.port = port;
  }

  get pid() {
    return this.child.pid;
  }

  url(database) {
    return `mysql://root@127.0.0.1:${this.port}/${database}`;
  }

  /** Runs one statement, in a database or in none. */
  async query(statement, database = undefined, values = []) {
    const connection = await mysql.createConnection({
      host: '127.0.0.1',
      port: this.port,
      user: 'root',
      database,
      multipleStatements: true,
    });
    try {
      const [rows] = await connection.query(statement, values);
      return rows;
    } finally {
      await connection.end();
    }
  }

  async create(database) {
    await this.query(
      `DROP DATABASE IF EXISTS ${database}; CREATE DATABASE ${database} CHARACTER SET utf8mb4`,
    );
    return this.url(database);
  }

  async version() {
    const [row] = await this.query('SELECT VERSION() AS version');
    return row.version;
  }

  async stop() {
    if (this.child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }

  async answer() {
    for (let tries = 0; tries < 300; tries++) {
      if (this.child.exitCode !== null) break;
      try {
        await this.query('SELECT 1');
        return;
      } catch {
        await wait(100);
      }
    }
    throw new Error('MariaDB did not start; see mariadb.log');
  }
}
