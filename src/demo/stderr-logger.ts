import type { LoggerService } from '@nestjs/common';

/** Where stdout is for one JSON document, warnings and errors go to stderr. */
export class StderrLogger implements LoggerService {
  log(): void {}

  warn(message: unknown): void {
    console.error('warn', message);
  }

  error(message: unknown): void {
    console.error('error', message);
  }
}
