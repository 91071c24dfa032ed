import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { runProgram } from '../../src/cli/program';
import { until } from './browser';
import type { TestServer } from './test-server';

const ROOT = join(__dirname, '..', '..');

/** Building takes a while; suites that run commands wait for it once. */
export const BUILD_TIMEOUT = 180_000;

/** What the commands need of the surroundings: nothing of the test run's own settings. */
const SURROUNDINGS = { PATH: process.env['PATH'], HOME: process.env['HOME'] };

export type CommandEnv = Record<string, string | undefined>;

export interface CommandResult {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Builds dist/ where it is missing or old, as `npm run cli` and `npm run demo` do. */
export function ensureBuilt(): void {
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'ensure-built.mjs')], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The build failed:\n${stderr}`);
}

/** An empty folder to run a command in: its `./data` is there. */
export function emptyFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'grantor-command-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A program that goes on running. */
export class RunningCommand {
  stdout = '';
  stderr = '';
  private readonly ended: Promise<unknown>;

  constructor(private readonly child: ChildProcess) {
    child.stdout!.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.ended = once(child, 'close');
  }

  /** @throws Error when it ends before it has said so */
  async says(text: string, seconds = 30): Promise<this> {
    await until(async () => this.stdout.includes(text) || this.child.exitCode !== null, seconds);
    if (this.stdout.includes(text)) return this;
    throw new Error(`It ended with ${this.child.exitCode}:\n${this.stdout}\n${this.stderr}`);
  }

  get pid(): number {
    return this.child.pid!;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** @returns what it was ended by, which may have come before */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<NodeJS.Signals | null> {
    if (this.isRunning) this.child.kill(signal);
    await this.ended;
    return this.child.signalCode;
  }

  async end(): Promise<CommandResult> {
    await this.ended;
    return { status: this.child.exitCode, stdout: this.stdout, stderr: this.stderr };
  }

  /** Gives it its whole stdin. */
  input(text: string): void {
    this.child.stdin!.end(text);
  }
}

/** Starts a built program, e.g. `demo/main.js`. */
export function startCommand(
  program: string,
  args: readonly string[],
  { cwd, env = {} }: { cwd: string; env?: CommandEnv },
): RunningCommand {
  return new RunningCommand(
    spawn(process.execPath, [join(ROOT, 'dist', program), ...args], {
      cwd,
      env: { ...SURROUNDINGS, ...env },
    }),
  );
}

/** Runs a built program to its end. */
export function runCommand(
  program: string,
  args: readonly string[],
  options: { cwd: string; env?: CommandEnv; input?: string },
): Promise<CommandResult> {
  const command = startCommand(program, args, options);
  command.input(options.input ?? '');
  return command.end();
}

/**
 * Runs the CLI in this process: the same program on modules of its own, without the second that a process takes to
 * load them. What is about the process itself (folder, built files, exit status) wants `runCommand`.
 */
export async function runCli(
  args: readonly string[],
  { env, input = '' }: { env: CommandEnv; input?: string },
): Promise<CommandResult> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const written = Promise.all([text(stdout), text(stderr)]);
  const status = await runProgram(args, { env, stdin: Readable.from([input]), stdout, stderr });
  stdout.end();
  stderr.end();
  const [out, err] = await written;
  return { status, stdout: out, stderr: err };
}

/** Runs lines as somebody who pastes them into a shell. */
export async function paste(lines: string): Promise<CommandResult> {
  const shell = new RunningCommand(spawn('bash', ['-s'], { env: SURROUNDINGS }));
  shell.input(`${lines}\n`);
  return shell.end();
}

/** The settings of a running server, as the environment of a command. */
export const settingsOf = ({ settings }: TestServer): Record<string, string> => ({
  NODE_ENV: 'test',
  ISSUER: settings.issuer,
  PORT: String(settings.port),
  DB_URL: settings.dbUrl,
  COOKIE_SECRET: settings.cookieSecret,
  KEY_ENCRYPTION_SECRET: settings.keyEncryptionSecret,
  PASSWORD_HASH_MEMORY: String(settings.passwordHashMemory),
});
