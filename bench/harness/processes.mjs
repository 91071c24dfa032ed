import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const TICK_US = 1_000_000 / Number(spawnSync('getconf', ['CLK_TCK']).stdout?.toString().trim() || 100);
const READY_WITHIN_MS = 30_000;

/** Microseconds of CPU that a process has used so far, all its threads included; null where /proc does not say. */
export function cpuOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold blanks: count from behind it. Fields 14 and 15 are user and system ticks.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_US;
  } catch {
    return null;
  }
}

/** CPU of this process and of every child that it has waited for. */
export function ownCpu() {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]) * TICK_US, 0);
  } catch {
    return null;
  }
}

/** What all processes of the machine have used, and what another guest of the same host took away. */
export function machineCpu() {
  try {
    const [user, nice, system, , , , , steal] = readFileSync('/proc/stat', 'utf8')
      .split('\n')[0]
      .trim()
      .split(/\s+/)
      .slice(1)
      .map(Number);
    return { busy: (user + nice + system) * TICK_US, steal: steal * TICK_US };
  } catch {
    return null;
  }
}

/** Megabytes of memory that a process holds. */
export function memoryOf(pid) {
  const found = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return found ? Number(found[1]) / 1024 : null;
}

/** A port that nobody listens at. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Every server that runs, so that an interrupted run leaves none behind. */
const running = new Set();

/** A server in a process of its own. */
export class ServerProcess {
  /**
   * Starts it and waits until `path` answers below 500.
   *
   * @param {{ args: string[], env: Record<string, string>, path: string, log: string, port: number, cwd?: string }} options
   */
  static async start({ args, env, path, log, port, cwd }) {
    const out = openSync(log, 'a');
    const began = process.hrtime.bigint();
    const child = spawn(process.execPath, args, {
      cwd,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env, PORT: String(port) },
      stdio: ['ignore', out, out],
    });
    closeSync(out);
    const server = new ServerProcess(child, `http://127.0.0.1:${port}`);
    running.add(server);
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await answers(server.url + path))) {
      if (child.exitCode !== null || Date.now() > deadline) {
        await server.stop();
        throw new Error(`${args.join(' ')} does not answer; see ${log}`);
      }
      await wait(5);
    }
    server.readyMs = Number(process.hrtime.bigint() - began) / 1e6;
    return server;
  }

  constructor(child, url) {
    this.child = child;
    this.url = url;
    this.ended = new Promise((resolve) => child.once('exit', resolve));
  }

  get pid() {
    return this.child.pid;
  }

  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM');
      const patience = setTimeout(() => this.child.kill('SIGKILL'), 5_000);
      await this.ended;
      clearTimeout(patience);
    }
    running.delete(this);
  }
}

/** Ends what still runs. */
export async function stopAll() {
  await Promise.all([...running].map((server) => server.stop()));
}

async function answers(url) {
  try {
    const answer = await fetch(url, { redirect: 'manual' });
    await answer.arrayBuffer();
    return answer.status < 500;
  } catch {
    return false;
  }
}
