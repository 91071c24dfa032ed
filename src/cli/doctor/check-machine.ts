import { statSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Settings } from '../../config/settings';
import { advice, bad, type Finding, good } from './finding';

const OLDEST_NODE = [20, 19] as const;

export function checkNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]))
    return bad('node', version, 'Install Node.js 22 or 24.');
  if (major < 22) return advice('node', version, 'Node.js 22 or 24 is supported for longer.');
  return good('node', version);
}

/** Whether we could listen, or do already. */
export async function checkPort({ host, port }: Settings): Promise<Finding> {
  const address = `${host}:${port}`;
  const code = await new Promise<string | null>((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
  if (code === null) return good('port', `${address} is free`);
  if (code !== 'EADDRINUSE')
    return bad('port', `${address} cannot be used (${code})`, 'Choose another HOST or PORT.');
  return (await isOurs(port))
    ? good('port', `a Grantor answers at ${address}`)
    : bad('port', `another program listens at ${address}`, 'Stop it, or set PORT to another number.');
}

async function isOurs(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://localhost:${port}/health/live`, { signal: AbortSignal.timeout(2000) });
    return answer.headers.get('x-request-id') !== null && answer.ok;
  } catch {
    return false;
  }
}

/** Files that hold secrets or everything are for their owner. */
export function checkFile(check: string, path: string): Finding | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return null;
  const mode = (stats.mode & 0o777).toString(8);
  return (stats.mode & 0o077) === 0
    ? good(check, `${path} is for its owner only`)
    : advice(check, `${path} can be read by others (mode ${mode})`, `chmod 600 ${path}`);
}
