import { Module } from '@nestjs/common';
import { AuditReader } from './application/audit-reader';
import { AuditRecorder } from './application/audit-recorder';
import { AuditRetention } from './application/audit-retention';
import { TokenEventBuffer } from './application/token-event-buffer';

/** Listens to security events, and reads them again. Where they are kept is a replaceable part. */
@Module({
  providers: [AuditRecorder, TokenEventBuffer, AuditReader, AuditRetention],
  exports: [AuditReader, AuditRetention],
})
export class AuditModule {}
