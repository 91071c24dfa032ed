import { connect, createServer, type Server, type Socket } from 'node:net';

/** How the way through the proxy is: `open`; `frozen`, where bytes wait; `away`, where nobody answers. */
type Way = 'open' | 'frozen' | 'away';

/** One client and its connection to the real server. */
interface Line {
  near: Socket;
  far: Socket;
}

/**
 * A way to a real server that can be cut, frozen and slowed: what a network does to a database, without touching the
 * database.
 */
export class TcpProxy {
  private way: Way = 'open';
  private delayMs = 0;
  private readonly lines = new Set<Line>();

  private constructor(
    private readonly server: Server,
    private readonly target: { host: string; port: number },
  ) {}

  /** @param url of the real server, e.g. `mysql://user:password@127.0.0.1:3306/database` */
  static async before(url: string): Promise<TcpProxy> {
    const { hostname, port } = new URL(url);
    const server = createServer();
    const proxy = new TcpProxy(server, {
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port || 3306),
    });
    server.on('connection', (near) => proxy.accept(near));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as { port: number }).port;
  }

  /** How many are connected through it now. */
  get connections(): number {
    return this.lines.size;
  }

  /** The same address, through this proxy. */
  through(url: string): string {
    const own = new URL(url);
    own.hostname = '127.0.0.1';
    own.port = String(this.port);
    return own.href;
  }

  /** Everything passes again; what has waited goes on. */
  open(): void {
    this.way = 'open';
    this.delayMs = 0;
    for (const { near, far } of this.lines) {
      near.resume();
      far.resume();
    }
  }

  /** No byte passes in either direction, and nobody is told: as a machine that hangs. */
  freeze(): void {
    this.way = 'frozen';
    for (const { near, far } of this.lines) {
      near.pause();
      far.pause();
    }
  }

  /** Cuts every connection; new ones pass. */
  cut(): void {
    for (const { near, far } of this.lines) {
      near.resetAndDestroy();
      far.destroy();
    }
  }

  /** Cuts every connection, and ends new ones at once: as a server that is away. */
  away(): void {
    this.way = 'away';
    this.cut();
  }

  /** Every piece of data takes so much longer, each way. */
  slow(delayMs: number): void {
    this.delayMs = delayMs;
  }

  async close(): Promise<void> {
    this.away();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(near: Socket): void {
    if (this.way === 'away') return void near.resetAndDestroy();
    const line: Line = { near, far: connect(this.target) };
    this.lines.add(line);
    this.join(line, near, line.far);
    this.join(line, line.far, near);
    if (this.way === 'frozen') {
      near.pause();
      line.far.pause();
    }
  }

  private join(line: Line, from: Socket, to: Socket): void {
    from.setNoDelay(true);
    from.on('data', (bytes) => {
      if (this.delayMs > 0) setTimeout(() => to.destroyed || to.write(bytes), this.delayMs);
      else to.write(bytes);
    });
    from.on('error', () => to.destroy());
    from.on('close', () => {
      to.destroy();
      this.lines.delete(line);
    });
  }
}
