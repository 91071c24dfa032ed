import fs from 'node:fs';
import { Logger } from '@nestjs/common';

/**
 * Gives everything that a server in this process writes to its log to `read`, instead of showing it.
 *
 * @returns how to let it go its way again
 */
export function interceptLog(read: (text: string) => void): () => void {
  const original = fs.writeSync;
  const write = (fd: number, data: unknown, ...rest: unknown[]): number => {
    if (fd !== 1) return (original as (...args: unknown[]) => number)(fd, data, ...rest);
    const text = typeof data === 'string' ? data : Buffer.from(data as Uint8Array).toString();
    read(text);
    return Buffer.byteLength(text);
  };
  Object.assign(fs, { writeSync: write });
  return () => void Object.assign(fs, { writeSync: original });
}

/** What is a warning is written at once, and with it everything that waits. */
export const writeOutLog = (): void => new Logger('Test').warn('everything until here');
