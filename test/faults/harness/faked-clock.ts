import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandEnv } from '../../support/command';

/** `npm test` looks for it; this is where Debian puts it. */
const LIBRARY = process.env['TEST_FAKETIME'] ?? '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1';

export const hasFakedClock = existsSync(LIBRARY);

/** A clock that a process believes in, and that can be set while it runs (libfaketime). */
export class FakedClock {
  private readonly folder = mkdtempSync(join(tmpdir(), 'grantor-clock-'));

  constructor() {
    this.set(0);
  }

  /** What the process has to be started with. Timers go on by the real clock, as after any change of the time. */
  get env(): CommandEnv {
    return {
      LD_PRELOAD: LIBRARY,
      FAKETIME_TIMESTAMP_FILE: this.file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    };
  }

  /** @param seconds ahead of the real time; negative: behind it */
  set(seconds: number): void {
    writeFileSync(this.file, `${seconds < 0 ? '-' : '+'}${Math.abs(seconds)}\n`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get file(): string {
    return join(this.folder, 'offset');
  }
}
