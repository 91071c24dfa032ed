import cluster, { type Worker } from 'node:cluster';
import { type ExchangeMessage, isExchangeMessage, type Reading } from '../shared/application/siblings';

/** A worker that starts or ends is left out of a sum rather than waited for. */
const PATIENCE_MS = 1000;

/** In the process above the workers: asks all for their numbers when one of them is asked. */
export class Exchange {
  private readonly collections = new Map<number, (from: number, reading: Reading) => void>();
  private last = 0;

  connect(): void {
    cluster.on('message', (worker, message: unknown) => {
      if (!isExchangeMessage(message)) return;
      if (message.kind === 'gather') this.gather(worker, message.id);
      else if (message.kind === 'reading') this.collections.get(message.id)?.(worker.id, message.reading);
    });
  }

  private gather(asking: Worker, id: number): void {
    const others = Object.values(cluster.workers ?? {}).filter(
      (worker): worker is Worker => worker !== undefined && worker.id !== asking.id && worker.isConnected(),
    );
    const collection = ++this.last;
    const readings = new Map<number, Reading>();
    const finish = () => {
      clearTimeout(patience);
      this.collections.delete(collection);
      if (asking.isConnected())
        send(asking, { grantor: true, kind: 'gathered', id, readings: [...readings.values()] });
    };
    const patience = setTimeout(finish, PATIENCE_MS);
    this.collections.set(collection, (from, reading) => {
      readings.set(from, reading);
      if (readings.size === others.length) finish();
    });
    for (const worker of others) send(worker, { grantor: true, kind: 'read', id: collection });
    if (others.length === 0) finish();
  }
}

function send(worker: Worker, message: ExchangeMessage): void {
  worker.send(message);
}
