import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server of somebody else: notes what arrives, and answers a page or sends the browser on. */
export interface Site {
  origin: string;
  /** Paths with their queries, in the order of arrival. */
  arrived: string[];
  close(): Promise<void>;
}

export async function startSite(
  options: { host?: string; sendOnTo?: (url: URL) => string } = {},
): Promise<Site> {
  const arrived: string[] = [];
  const server: Server = createServer((request, answer) => {
    if (request.url === '/favicon.ico') return void answer.writeHead(404).end();
    arrived.push(request.url!);
    const location = options.sendOnTo?.(new URL(request.url!, 'http://site'));
    if (location === undefined)
      answer.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>Arrived</title>');
    else answer.writeHead(302, { Location: location }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://${options.host ?? '127.0.0.1'}:${port}`,
    arrived,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An app whose callback sends the browser on to a third origin, as most do: the chain that a policy breaks first. */
export async function startChain(): Promise<{ app: Site; landing: Site; close(): Promise<void> }> {
  const landing = await startSite();
  const app = await startSite({ sendOnTo: ({ search }) => `${landing.origin}/landed${search}` });
  return { app, landing, close: async () => void (await Promise.all([app.close(), landing.close()])) };
}
