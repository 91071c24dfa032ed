import type { Readable, Writable } from 'node:stream';
import type { Env } from '../config/environment';

/** What a command is run from: `process` for people, something else for whoever runs commands in their own program. */
export interface Terminal {
  env: Env;
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable;
  stderr: Writable;
}
