import { join } from 'node:path';
import { type CommandEnv, emptyFolder, type RunningCommand, startCommand } from '../../support/command';
import { SECRETS } from '../../support/test-server';
import { until } from '../../support/browser';
import { LOAD_ENV } from '../load/cast';

const KILL_POINTS = join(__dirname, 'kill-points.cjs');

export interface AppOptions {
  issuer: string;
  port: number;
  databaseUrl: string;
  /** Where it is to die, and the how many-th time it comes by. */
  killAt?: { point: string; time: number };
  env?: CommandEnv;
}

/** What every program of ours is told that works on that database. */
export const appEnv = ({ issuer, port, databaseUrl, env = {} }: AppOptions): CommandEnv => ({
  ...{ ...SECRETS, ...LOAD_ENV, NODE_ENV: 'production', ISSUER: issuer, PORT: String(port) },
  ...{ DB_URL: databaseUrl, DB_MIGRATE: 'auto', LOG_LEVEL: 'warn' },
  ...env,
});

/** The built server as a process of its own, which can be killed. */
export class AppNode {
  private constructor(
    readonly port: number,
    readonly process: RunningCommand,
    private readonly folder: { remove(): void },
  ) {}

  /** @returns when it is ready */
  static async start(options: AppOptions): Promise<AppNode> {
    const { port, killAt } = options;
    const folder = emptyFolder();
    const process = startCommand('main.js', [], {
      cwd: folder.path,
      env: {
        ...appEnv(options),
        ...(killAt && {
          NODE_OPTIONS: `--require=${KILL_POINTS}`,
          KILL_POINT: killAt.point,
          KILL_TIME: String(killAt.time),
        }),
      },
    });
    const node = new AppNode(port, process, folder);
    await node.isReady(120);
    return node;
  }

  /** @throws Error when it ends before, or does not recover in time */
  async isReady(seconds: number): Promise<void> {
    await until(async () => {
      if (!this.process.isRunning)
        throw new Error(`It ended:\n${this.process.stdout}\n${this.process.stderr}`);
      const answer = await fetch(`http://127.0.0.1:${this.port}/health/ready`, {
        signal: AbortSignal.timeout(5000),
      }).catch(() => null);
      return answer?.status === 200;
    }, seconds);
  }

  async kill(): Promise<void> {
    await this.process.stop('SIGKILL');
    this.folder.remove();
  }

  /** As a deployment ends it. */
  async stop(): Promise<void> {
    await this.process.stop('SIGTERM');
    this.folder.remove();
  }

  /** It has killed itself. */
  async hasDied(seconds: number): Promise<void> {
    await until(async () => !this.process.isRunning, seconds);
    this.folder.remove();
  }

  /** Everything that it has logged. */
  get log(): string {
    return this.process.stdout + this.process.stderr;
  }
}
