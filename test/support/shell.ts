import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs a command as somebody would who pastes it. @returns what it prints */
export async function runShell(command: string, env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await run('bash', ['-c', command], { env: { ...process.env, ...env } });
  return stdout;
}
