import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { SigningKeys } from './signing-keys';

const WRITE_EVERY_MS = 5000;

/**
 * Counts what each key has signed, for administrators.
 *
 * It counts in memory and writes every few seconds, so that no token waits for it: a crash loses a few seconds of a
 * number that nobody decides by.
 */
@Injectable()
export class SignatureCounter implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Keys');
  private pending = new Map<string, number>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly keys: SigningKeys) {}

  onModuleInit(): void {
    this.timer = setInterval(() => {
      this.write().catch((error: unknown) =>
        this.logger.warn({ message: 'Signatures were not counted', error }),
      );
    }, WRITE_EVERY_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.write();
  }

  note(kid: string): void {
    this.pending.set(kid, (this.pending.get(kid) ?? 0) + 1);
  }

  /** How many tokens each key has signed, by its id. */
  async counts(): Promise<Map<string, number>> {
    await this.write();
    return this.keys.signedCounts();
  }

  /** Writes what has been counted; what cannot be written is given up. */
  async write(): Promise<void> {
    const counts = this.pending;
    this.pending = new Map();
    for (const [kid, count] of counts) await this.keys.addSigned(kid, count);
  }
}
