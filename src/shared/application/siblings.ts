/** What one process counts, as text. */
export type Reading = string;

/** What the processes of one server say to each other, through the one above them. */
export type ExchangeMessage = { grantor: true } & (
  | { kind: 'gather'; id: number }
  | { kind: 'read'; id: number }
  | { kind: 'reading'; id: number; reading: Reading }
  | { kind: 'gathered'; id: number; readings: Reading[] }
);

/** Tells a process that it is one of several, and the how manieth; set by the one above them, never by people. */
export const WORKER_VARIABLE = 'GRANTOR_WORKER';

export const isExchangeMessage = (message: unknown): message is ExchangeMessage =>
  typeof message === 'object' && message !== null && 'grantor' in message;

/** The processes that share the port with this one (the setting WORKERS). Without any, all of this is quiet. */
export class Siblings {
  private readonly waiting = new Map<number, (readings: Reading[]) => void>();
  private last = 0;

  /** @param read what this process has to say when another one gathers */
  constructor(read: () => Reading) {
    if (ownNumber() === null) return;
    process.on('message', (message: unknown) => {
      if (!isExchangeMessage(message)) return;
      if (message.kind === 'read') send({ grantor: true, kind: 'reading', id: message.id, reading: read() });
      if (message.kind === 'gathered') {
        this.waiting.get(message.id)?.(message.readings);
        this.waiting.delete(message.id);
      }
    });
  }

  /** What all others say. */
  gather(): Promise<Reading[]> {
    if (ownNumber() === null || !process.connected) return Promise.resolve([]);
    const id = ++this.last;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      send({ grantor: true, kind: 'gather', id });
    });
  }
}

function send(message: ExchangeMessage): void {
  if (process.connected) process.send?.(message);
}

/** The process that does what a server does once at its start: the only one, or the first of several. */
export const isFirstProcess = (): boolean => (ownNumber() ?? 1) === 1;

export const isWorker = (): boolean => ownNumber() !== null;

function ownNumber(): number | null {
  const number = process.env[WORKER_VARIABLE];
  return number === undefined ? null : Number(number);
}
