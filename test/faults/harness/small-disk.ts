import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A disk of its own, in memory, which can be full without anybody else noticing. Only an administrator can make one. */
export class SmallDisk {
  private constructor(
    readonly path: string,
    private readonly filler = join(path, 'filler'),
  ) {}

  /** @returns null where that is not allowed */
  static create(path: string, megabytes: number): SmallDisk | null {
    mkdirSync(path, { recursive: true });
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]);
    return status === 0 ? new SmallDisk(path) : null;
  }

  /** Not a byte is left. */
  fill(): void {
    const file = openSync(this.filler, 'w');
    try {
      for (const bytes of [1 << 20, 4096]) writeUntilFull(file, Buffer.alloc(bytes));
    } finally {
      closeSync(file);
    }
  }

  makeRoom(): void {
    rmSync(this.filler, { force: true });
  }

  remove(): void {
    spawnSync('umount', [this.path]);
  }
}

function writeUntilFull(file: number, bytes: Buffer): void {
  for (;;) {
    try {
      if (writeSync(file, bytes) < bytes.length) return;
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOSPC') return;
      throw error;
    }
  }
}
