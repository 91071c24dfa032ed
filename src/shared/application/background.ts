import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';

/** Work that nobody waits for. `stopping` says that the server ends: what is left is done without pauses. */
export type Work = (stopping: AbortSignal) => Promise<unknown>;

/**
 * Does what an answer must not wait for, and must not tell by its duration. The work begins when the answer is on its
 * way; what fails is logged; a server or command that ends waits for what has begun.
 */
@Injectable()
export class Background implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Background');
  private readonly stop = new AbortController();
  private readonly underWay = new Set<Promise<void>>();

  run(work: Work): void {
    const begun = new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => work(this.stop.signal))
      .then(() => undefined)
      .catch((error: unknown) => this.logger.error(error))
      .finally(() => this.underWay.delete(begun));
    this.underWay.add(begun);
  }

  /** Everything that has begun so far, and what follows from it. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.settled();
  }
}
