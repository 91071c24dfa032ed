import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Platform } from '../../shared/application/platform';
import type { SecurityEventType } from '../../shared/domain/security-events';
import type { AuditEvent } from '../domain/audit-event';
import { AuditArchive } from './audit-archive';
import { AuditLog } from './audit-log';

/** What happens at each sign-in and every few minutes after it: most of all events. */
export const TOKEN_EVENTS: ReadonlySet<SecurityEventType> = new Set([
  'code.issued',
  'token.issued',
  'token.refreshed',
]);

const WRITE_AFTER_MS = 1000;
const MAX_WAITING = 5000;
const BATCH = 500;

/**
 * Holds events about issued tokens for up to a second and writes them together, so that no token waits for its event.
 * A crash can lose that second; what is undone never gets here.
 */
@Injectable()
export class TokenEventBuffer implements OnApplicationShutdown {
  private readonly logger = new Logger('Audit');
  private waiting: AuditEvent[] = [];
  private writing: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly log: AuditLog,
    private readonly platform: Platform,
  ) {}

  /** Takes the event, to be written soon after the commit; false when there is no room, or the log takes no batches. */
  take(event: AuditEvent): boolean {
    if (!(this.log instanceof AuditArchive) || this.waiting.length >= MAX_WAITING) return false;
    this.platform.afterCommit(() => {
      this.waiting.push(event);
      this.timer ??= setTimeout(() => void this.flush(), WRITE_AFTER_MS).unref();
    });
    return true;
  }

  /** Writes what waits; what cannot be written waits on. */
  flush(): Promise<void> {
    this.writing ??= this.write().finally(() => (this.writing = null));
    return this.writing;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.flush();
  }

  private async write(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, BATCH);
      try {
        await (this.log as AuditArchive).recordAll(batch);
      } catch (error) {
        this.logger.error({ message: `${this.waiting.length} events wait to be written`, error });
        this.timer = setTimeout(() => void this.flush(), WRITE_AFTER_MS).unref();
        return;
      }
      this.waiting.splice(0, batch.length);
    }
  }
}
