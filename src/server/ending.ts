import { setTimeout as wait } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Settings } from '../config/settings';
import { Life } from '../shared/application/life';
import { isWorker } from '../shared/application/siblings';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** Ctrl+C reaches every process of a terminal; workers end when the one above them says so. */
const SIGNALS_OF_WORKERS = ['SIGTERM'] as const;
/** For what comes after the last answer: events that wait to be written, connections to the database. */
const AFTERWARDS_MS = 10_000;
/** What was sent before the signal may not have been read yet, and who has said nothing so far would be cut as idle. */
const READ_FIRST_S = 0.5;

/**
 * Ends a server so that no request is lost: it says that it is not ready, waits until load balancers have noticed,
 * accepts no more, answers what is under way, writes what waits, and closes the database. Each step has its time.
 */
export class Ending {
  private readonly logger = new Logger('Ending');
  private readonly onSignal = (signal: NodeJS.Signals) => void this.endProcess(signal);
  private readonly signals = isWorker() ? SIGNALS_OF_WORKERS : SIGNALS;
  private ended: Promise<void> | null = null;

  constructor(
    private readonly app: NestFastifyApplication,
    private readonly settings: Settings,
  ) {}

  listenToSignals(): void {
    for (const signal of this.signals) process.on(signal, this.onSignal);
  }

  /** Once, however often it is asked for. */
  end(delaySeconds = 0): Promise<void> {
    this.ended ??= this.endNow(delaySeconds);
    return this.ended;
  }

  private async endNow(delaySeconds: number): Promise<void> {
    this.app.get(Life, { strict: false }).end();
    if (delaySeconds > 0) await wait(delaySeconds * 1000);
    const server = this.app.getHttpServer();
    const cut = setTimeout(() => {
      this.logger.warn('Requests are cut that were not answered within SHUTDOWN_TIMEOUT');
      server.closeAllConnections();
    }, this.settings.shutdownTimeout * 1000).unref();
    try {
      // First the requests, then what they need.
      await this.app.getHttpAdapter().getInstance().close();
    } finally {
      clearTimeout(cut);
    }
    await this.app.close();
    for (const signal of this.signals) process.off(signal, this.onSignal);
  }

  private async endProcess(signal: NodeJS.Signals): Promise<void> {
    // Whoever asks twice does not want to wait.
    if (this.ended) process.exit(1);
    this.logger.log(`${signal}: ending`);
    const { shutdownDelay, shutdownTimeout } = this.settings;
    setTimeout(
      () => {
        this.logger.error('The server did not end in time');
        process.exit(1);
      },
      (shutdownDelay + shutdownTimeout) * 1000 + AFTERWARDS_MS,
    ).unref();
    try {
      await this.end(Math.max(shutdownDelay, READ_FIRST_S));
      this.logger.log('Everything is answered and written');
      process.exitCode = 0;
      process.exit();
    } catch (error) {
      this.logger.error(error);
      process.exit(1);
    }
  }
}
