import { Injectable } from '@nestjs/common';
import { Turns } from '../../../shared/application/turns';
import { foreignHashKind } from '../../domain/foreign-hash';

/** Each takes a core for a tenth of a second and more: one at a time, and few that wait. */
const AT_ONCE = 1;
const QUEUE = 16;

/** Checks secrets against hashes that another server made, once each: then we hash them our own way. */
@Injectable()
export class ForeignHashes {
  private readonly turns = new Turns(
    () => AT_ONCE,
    () => QUEUE,
  );

  /** @throws TooBusyError */
  async matches(hash: string, secret: string): Promise<boolean> {
    const kind = foreignHashKind(hash);
    if (kind === null) return false;
    return this.turns.take(() => VERIFY[kind](hash, secret));
  }
}

/** Each is loaded with the first secret that needs it: most servers never see one. */
const VERIFY = {
  bcrypt: async (hash: string, secret: string) => (await import('@node-rs/bcrypt')).verify(secret, hash),
  argon2: async (hash: string, secret: string) => (await import('@node-rs/argon2')).verify(hash, secret),
};
