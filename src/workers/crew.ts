import cluster, { type Worker } from 'node:cluster';
import { Logger } from '@nestjs/common';
import type { Settings } from '../config/settings';
import { WORKER_VARIABLE } from '../shared/application/siblings';
import { BackOff } from './back-off';
import { Exchange } from './exchange';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Several processes on one port (the setting WORKERS). The first does what a start does once, the others come after it;
 * one that crashes is replaced, and a signal to this process ends them all when they have answered.
 */
export class Crew {
  private readonly logger = new Logger('Workers');
  private readonly backOff = new BackOff();
  private readonly pauses = new Set<NodeJS.Timeout>();
  private ending = false;
  private hired = 0;

  constructor(private readonly settings: Settings) {}

  async start(): Promise<void> {
    new Exchange().connect();
    for (const signal of SIGNALS) process.on(signal, () => this.end(signal));
    const first = this.hire();
    await new Promise<void>((resolve) => {
      first.once('listening', () => resolve());
      // It has said why; nothing would be better with another one.
      first.once('exit', (code) => this.ending || process.exit(code || 1));
    });
    first.removeAllListeners('exit');
    this.watch(first);
    for (let others = this.settings.workers - 1; others > 0 && !this.ending; others--)
      this.watch(this.hire());
    this.logger.log(`${this.settings.workers} processes answer as ${this.settings.issuer}`);
  }

  private hire(): Worker {
    return cluster.fork({ [WORKER_VARIABLE]: ++this.hired });
  }

  private watch(worker: Worker): void {
    const began = Date.now();
    worker.once('exit', (code, signal) => {
      if (this.ending) return;
      const pause = this.backOff.next(Date.now() - began);
      const how = signal ? `by ${signal}` : `with status ${code}`;
      this.logger.error(`A worker ended ${how}; another one starts in ${pause} ms`);
      const timer = setTimeout(() => {
        this.pauses.delete(timer);
        this.watch(this.hire());
      }, pause);
      this.pauses.add(timer);
    });
  }

  /** Each drains by itself, as a single process does; who asks twice does not want to wait. */
  private end(signal: NodeJS.Signals): void {
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    for (const pause of this.pauses) clearTimeout(pause);
    if (!this.ending) this.logger.log(`${signal}: ${workers.length} processes end`);
    this.ending = true;
    let left = workers.length;
    if (left === 0) process.exit(0);
    for (const worker of workers) {
      worker.once('exit', () => --left === 0 && process.exit(0));
      worker.process.kill('SIGTERM');
    }
  }
}
