import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';
import type { Purgeable } from '../../shared/application/purgeable';
import type { EpochMs } from '../../shared/domain/clock';
import { AuditArchive } from './audit-archive';
import { AuditLog } from './audit-log';

/** Deletes events that are older than `AUDIT_RETENTION`, where the log is ours to cut. */
@Injectable()
export class AuditRetention implements Purgeable {
  constructor(
    private readonly log: AuditLog,
    private readonly settings: Settings,
  ) {}

  async purge(at: EpochMs, limit: number): Promise<number> {
    if (!(this.log instanceof AuditArchive)) return 0;
    return this.log.forget(at - this.settings.auditRetention * 1000, limit);
  }
}
