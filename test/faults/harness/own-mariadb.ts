import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { until } from '../../support/browser';
import { freePort } from '../../support/test-server';

const PROGRAM = process.env['TEST_MARIADBD'] ?? '/usr/sbin/mariadbd';
const INSTALLER = join(dirname(dirname(PROGRAM)), 'bin', 'mariadb-install-db');
const DATABASE = 'grantor';

/** Those of connections: InnoDB's own, such as its statistics, are nobody's wish. */
const OPEN_TRANSACTIONS = `
  SELECT t.*, p.command, p.time, p.state, p.host
  FROM information_schema.innodb_trx t
  LEFT JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id
  WHERE t.trx_mysql_thread_id <> 0`;

type Row = Record<string, unknown>;

/** Whether a database of our own can be started here. */
export const hasMariaDb = (): boolean => {
  try {
    for (const path of [PROGRAM, INSTALLER]) accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** A MariaDB with a folder, a socket and a port of its own, which may be killed, frozen and starved. */
export class OwnMariaDb {
  private process!: ChildProcess;

  private constructor(
    private readonly folder: string,
    readonly port: number,
  ) {}

  static async create(folder = mkdtempSync(join(tmpdir(), 'grantor-mariadb-'))): Promise<OwnMariaDb> {
    const database = new OwnMariaDb(folder, await freePort());
    const { status, stdout } = spawnSync(INSTALLER, [
      ...['--no-defaults', `--user=${userInfo().username}`, `--datadir=${database.data}`],
      ...['--auth-root-authentication-method=normal', '--skip-test-db', '--innodb-log-file-size=16M'],
    ]);
    if (status !== 0) throw new Error(`mariadb-install-db: ${stdout.toString()}`);
    await database.start();
    return database;
  }

  /** An empty database at `url`. */
  async empty(): Promise<void> {
    await this.run(`DROP DATABASE IF EXISTS ${DATABASE}`);
    await this.run(`CREATE DATABASE ${DATABASE} CHARACTER SET utf8mb4`);
  }

  get url(): string {
    return `mysql://root@127.0.0.1:${this.port}/${DATABASE}`;
  }

  get data(): string {
    return join(this.folder, 'data');
  }

  get pid(): number {
    return this.process.pid!;
  }

  /** @returns when it answers; what it does after a crash is its own recovery */
  async start(): Promise<void> {
    const log = openSync(join(this.folder, 'log'), 'a');
    this.process = spawn(
      PROGRAM,
      [
        ...['--no-defaults', `--user=${userInfo().username}`, `--datadir=${this.data}`],
        ...[`--socket=${join(this.folder, 'socket')}`, `--pid-file=${join(this.folder, 'pid')}`],
        ...[`--port=${this.port}`, '--bind-address=127.0.0.1', '--skip-name-resolve', '--skip-log-bin'],
        ...['--innodb-flush-log-at-trx-commit=1', '--innodb-buffer-pool-size=64M'],
        ...['--innodb-log-file-size=16M', '--innodb-fast-shutdown=2'],
      ],
      { stdio: ['ignore', log, log] },
    );
    await until(async () => {
      if (this.process.exitCode !== null) throw new Error(readFileSync(join(this.folder, 'log'), 'utf8'));
      return this.run('SELECT 1').then(
        () => true,
        () => false,
      );
    }, 60);
  }

  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'exit');
  }

  freeze(): void {
    this.process.kill('SIGSTOP');
  }

  thaw(): void {
    this.process.kill('SIGCONT');
  }

  /** Nothing that anybody asked for is still being done; what is, it says. */
  async isQuiet(): Promise<void> {
    let open: Row[] = [];
    await until(async () => (open = await this.run(OPEN_TRANSACTIONS)).length === 0, 90).catch(
      (late: unknown) => {
        throw new Error(`Transactions are open: ${JSON.stringify(open, null, 2)}`, { cause: late });
      },
    );
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async run(statement: string): Promise<Row[]> {
    const connection = await createConnection({
      ...{ host: '127.0.0.1', port: this.port, user: 'root', connectTimeout: 2000 },
    });
    try {
      const [rows] = await connection.query(statement);
      return rows as Row[];
    } finally {
      connection.destroy();
    }
  }
}
