import { Injectable } from '@nestjs/common';
import { verify as verifyArgon2 } from '@node-rs/argon2';
import { verify as verifyBcrypt } from '@node-rs/bcrypt';
import { Turns } from '../../../shared/application/turns';
import { foreignHashKind } from '../../domain/foreign-hash';

/** Each takes a core for a tenth of a second and more: one at a time, and few that wait. */
const AT_ONCE = 1;
const QUEUE = 16;

/** Checks secrets against hashes that another server made, once each: then we hash them our own way. */
@Injectable()
export class ForeignHashes {
  private readonly turns = new Turns(AT_ONCE, () => QUEUE);

  /** @throws TooBusyError */
  async matches(hash: string, secret: string): Promise<boolean> {
    const kind = foreignHashKind(hash);
    if (kind === null) return false;
    const verify = kind === 'bcrypt' ? () => verifyBcrypt(secret, hash) : () => verifyArgon2(hash, secret);
    return this.turns.take(verify);
  }
}
