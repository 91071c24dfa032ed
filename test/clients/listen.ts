import type { Express } from 'express';
import type { AddressInfo } from 'node:net';

export interface ListeningApp {
  url: string;
  close(): Promise<void>;
}

/** Puts an Express application behind a port of this machine; 0: a free one. */
export async function listen(app: Express, port = 0): Promise<ListeningApp> {
  const server = app.listen(port, '127.0.0.1');
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
