import { createServer } from 'node:net';
import { DemoRefusedError } from './demo-refused';

const TRIES = 100;

/** The first port from `wanted` on at which nobody on this machine listens; any free one for 0. */
export async function freePort(wanted: number, host: string): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const port = wanted === 0 ? await listenAt(0, host) : wanted + attempt;
    if (port !== null && port <= 65_535 && (await isFree(port, host))) return port;
  }
  throw new DemoRefusedError(
    `The ports from ${wanted} on are all taken. Name another one: npm run demo -- --port N`,
  );
}

/** Both families are asked: `localhost` means ::1 to many programs, and somebody else may listen there. */
async function isFree(port: number, host: string): Promise<boolean> {
  for (const address of new Set([host, '127.0.0.1', '::1'])) {
    if ((await listenAt(port, address)) === null) return false;
  }
  return true;
}

/** Listens for a moment. @returns the port, also where the machine has no such address; null when it is taken */
function listenAt(port: number, host: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EADDRINUSE') resolve(null);
      else if (code === 'EACCES') {
        reject(new DemoRefusedError(`Port ${port} is reserved for the system. Use one from 1024 on.`));
      } else resolve(port);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const { port: got } = server.address() as { port: number };
      server.close(() => resolve(got));
    });
  });
}
