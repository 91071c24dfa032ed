import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestClient } from '../support/oauth';

/** A sample of the guide as a running application. */
export interface RunningSample {
  url: string;
  stop(): Promise<void>;
}

export interface Sample {
  /** The interpreter and the wrapper in `samples/`. */
  command: [string, string];
  /** The sample itself, with its addresses replaced. */
  code: string;
  client: TestClient;
  port: number;
}

/** Starts a sample as a process of its own, and waits until it listens. */
export async function runSample({ command, code, client, port }: Sample): Promise<RunningSample> {
  const folder = mkdtempSync(join(tmpdir(), 'grantor-sample-'));
  const file = join(folder, 'sample');
  writeFileSync(file, code);
  const [program, wrapper] = command;
  const child = spawn(program, [join(__dirname, 'samples', wrapper), file, String(port)], {
    env: { ...process.env, CLIENT_ID: client.id, CLIENT_SECRET: client.secret!, NO_PROXY: '*' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await ready(child);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

function ready(child: ChildProcess): Promise<void> {
  let said = '';
  child.stderr!.on('data', (part: Buffer) => (said += part.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status) => reject(new Error(`The sample ended with ${status}:\n${said}`)));
    createInterface({ input: child.stdout! }).on('line', (line) => line === 'ready' && resolve());
  });
}

/** The indentation that the text of the guide has lost: bodies of `def`, and of an `if` of one line. */
export function indentPython(code: string): string {
  let depth = 0;
  let branch = false;
  const lines = code.split('\n').map((line) => {
    if (/^(@|import |from |app = )/.test(line)) depth = 0;
    const indented = '    '.repeat(depth + (branch ? 1 : 0)) + line;
    branch = /^if .*:$/.test(line);
    if (/^def .*:$/.test(line)) depth = 1;
    return indented;
  });
  return lines.join('\n');
}
