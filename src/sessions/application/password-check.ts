import { Injectable } from '@nestjs/common';
import { Platform } from '../../shared/application/platform';
import { sha256 } from '../../shared/domain/secret';
import { ANONYMOUS } from '../../shared/domain/security-events';
import { LocalUsers } from '../../users/application/local-users';
import { UserDirectory } from '../../users/application/user-directory';
import { foldEmail, type User } from '../../users/domain/user';
import { networkOf } from '../domain/network';
import { ADDRESS_LIMIT, NAME_LIMIT } from '../domain/throttle';
import { type Guess, Guesses } from './guesses';

/** Where a password comes from. */
export interface GuessOrigin {
  /**
   * Names a browser or session in which this very person has proved who they are before. Its guesses are counted by
   * themselves, so that strangers who guess at the name, or behind the same address, do not keep the owner out.
   */
  proven: string | null;
  /** Null: the address says nothing, e.g. because it is that of an app which people type their password into. */
  address: string | null;
}

export const nameHashOf = (login: string): string => sha256(`name\0${foldEmail(login)}`);

/**
 * The one way to check a person's password: in front of the directory, it lets nobody guess. Names that do not exist
 * are treated alike.
 */
@Injectable()
export class PasswordCheck {
  constructor(
    private readonly directory: UserDirectory,
    private readonly guesses: Guesses,
    private readonly users: LocalUsers,
    private readonly platform: Platform,
  ) {}

  /**
   * As `UserDirectory.authenticate`. Not for the inside of a transaction: what is counted stays counted.
   *
   * @throws TooManyTries also for the right password
   */
  async check(login: string, password: string, origin: GuessOrigin): Promise<User | null> {
    const name = await this.countForName(login, origin.proven);
    const address = await this.countForAddress(origin, name);
    const all = address ? [name, address] : [name];
    let user: User | null;
    try {
      user = await this.directory.authenticate(login, password);
    } catch (error) {
      for (const guess of all) await this.guesses.takeBack(guess);
      throw error;
    }
    if (user?.isActive) {
      await this.guesses.forget(name);
      if (address) await this.guesses.takeBack(address);
    } else if (all.some(({ locks }) => locks)) await this.tellLocked(name.locks ? login : null);
    return user;
  }

  /** Id of the person whose name was typed, for the audit log: who was tried, also with a wrong password. */
  async ownerOf(login: string): Promise<string | null> {
    return (await this.users.findByEmail(login))?.id ?? null;
  }

  private countForName(login: string, proven: string | null): Promise<Guess> {
    const nameHash = nameHashOf(login);
    const hash = proven === null ? nameHash : sha256(`proven\0${proven}\0${nameHash}`);
    return this.guesses.count({ hash, nameHash }, NAME_LIMIT);
  }

  private async countForAddress({ proven, address }: GuessOrigin, name: Guess): Promise<Guess | null> {
    if (proven !== null || address === null) return null;
    try {
      const key = { hash: sha256(`address\0${networkOf(address)}`), nameHash: null };
      return await this.guesses.count(key, ADDRESS_LIMIT);
    } catch (error) {
      await this.guesses.takeBack(name);
      throw error;
    }
  }

  /** What was typed is never told: it may be the password, in the wrong field. @param login null: an address has to wait */
  private async tellLocked(login: string | null): Promise<void> {
    await this.platform.publish({
      type: 'user.login.locked',
      outcome: 'failure',
      actor: ANONYMOUS,
      userId: login === null ? null : await this.ownerOf(login),
    });
  }
}
