import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** Nobody knows what became of a request. */
export class LostError extends Error {}

export interface Request {
  method: string;
  path: string;
  headers?: Record<string, string>;
  /** A form, or JSON. */
  form?: Record<string, string>;
  json?: object;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Record<string, unknown>;
}

const ANSWER_WITHIN_MS = 20_000;
const SOMEBODY_WITHIN_MS = 40_000;

/** The nodes behind one address, as a load balancer knows them: who is not there is not asked. */
export class Nodes {
  /** Ports of those in rotation. */
  readonly ports: number[] = [];
  private turn = 0;

  constructor(readonly issuer: string) {}

  add(port: number): void {
    this.ports.push(port);
  }

  remove(port: number): void {
    this.ports.splice(this.ports.indexOf(port) >>> 0, 1);
  }

  /**
   * Sends a request to whoever takes it. A refused connection has carried nothing, so another node is tried; what was
   * sent once is never sent again.
   *
   * @throws LostError
   */
  async send(what: Request): Promise<HttpAnswer> {
    const deadline = Date.now() + SOMEBODY_WITHIN_MS;
    for (;;) {
      const port = this.ports[this.turn++ % Math.max(1, this.ports.length)];
      try {
        if (port !== undefined) return await sendTo(port, this.issuer, what);
      } catch (error) {
        if ((error as { code?: string }).code !== 'ECONNREFUSED') throw new LostError(String(error));
      }
      if (Date.now() > deadline) throw new LostError('nobody takes a connection');
      await wait(25);
    }
  }
}

/** One connection for each request: a connection that a dying server has kept open would be no fault of its answer. */
function sendTo(
  port: number,
  issuer: string,
  { method, path, headers, form, json }: Request,
): Promise<HttpAnswer> {
  const body = form ? new URLSearchParams(form).toString() : json ? JSON.stringify(json) : undefined;
  const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
  return new Promise((resolve, reject) => {
    const outgoing = request({
      ...{ host: '127.0.0.1', port, method, path, agent: false, timeout: ANSWER_WITHIN_MS },
      headers: {
        Host: new URL(issuer).host,
        ...(body !== undefined && { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) }),
        ...headers,
      },
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer in time')));
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (more: string) => (text += more));
      incoming.on('error', reject);
      // Half an answer is none: the client cannot know what the other half says.
      incoming.on('aborted', () => reject(new Error('cut in the middle of the answer')));
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode!, headers: incoming.headers, body: parse(text) }),
      );
    });
    outgoing.end(body);
  });
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
