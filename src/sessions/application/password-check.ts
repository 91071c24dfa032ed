import { Injectable } from '@nestjs/common';
import { Metrics } from '../../shared/application/metrics';
import { Platform } from '../../shared/application/platform';
import { Turns } from '../../shared/application/turns';
import { sha256 } from '../../shared/domain/secret';
import { ANONYMOUS } from '../../shared/domain/security-events';
import { LocalUsers } from '../../users/application/local-users';
import { UserDirectory } from '../../users/application/user-directory';
import { foldEmail, type User } from '../../users/domain/user';
import { networkOf } from '../../throttles/domain/network';
import {
  ADDRESS_LIMIT,
  type GuessLimit,
  NAME_LIMIT,
  type ThrottleKey,
} from '../../throttles/domain/throttle';
import { type Guess, Guesses } from '../../throttles/application/guesses';

/**
 * So many count while others hash: enough that the hasher never waits, and few connections to the database. The queue in
 * front of them is that of the hasher, whose turns are then never refused to a sign-in.
 */
const COUNTING = 3;

/** Where a password comes from. */
export interface GuessOrigin {
  /**
   * Names a browser or session in which this very person has proved who they are before, or an app that has proved who
   * it is. Its guesses are counted by themselves, so that strangers who guess at the name, or behind the same address,
   * do not keep the owner out.
   */
  proven: string | null;
  /** Where it comes from; null: from this machine itself. */
  address: string | null;
}

export const nameHashOf = (login: string): string => sha256(`name\0${foldEmail(login)}`);

/**
 * The one way to check a person's password: in front of the directory, it lets nobody guess. Names that do not exist
 * are treated alike.
 */
@Injectable()
export class PasswordCheck {
  private readonly turns: Turns;

  constructor(
    private readonly directory: UserDirectory,
    private readonly guesses: Guesses,
    private readonly users: LocalUsers,
    private readonly platform: Platform,
    metrics: Metrics,
  ) {
    const refused = metrics.counter('grantor_hashing_refused_total', 'Passwords that found the queue full.');
    this.turns = new Turns(
      () => platform.settings.limits.hashingConcurrency + COUNTING,
      () => platform.settings.limits.hashingQueue,
      () => refused.add({}),
    );
    metrics.gauge(
      'grantor_password_checks_waiting',
      'Sign-ins and the like that wait to be counted and checked.',
      () => this.turns.waiting,
    );
  }

  /**
   * Refuses who would be refused anyway, before anything of the request is read.
   *
   * @throws TooBusyError
   */
  requireRoom(): void {
    if (this.turns.isFull) this.turns.refuse();
  }

  /**
   * As `UserDirectory.authenticate`. Not for the inside of a transaction: what is counted stays counted.
   *
   * @throws TooManyTries also for the right password
   * @throws TooBusyError before anything is asked or counted: a flood costs the database no more than this at once
   */
  async check(login: string, password: string, origin: GuessOrigin): Promise<User | null> {
    return this.turns.take(() =>
      this.guarded(login, origin, () => this.directory.authenticate(login, password)),
    );
  }

  /**
   * As `UserDirectory.authenticateAgain`: the password of this very person, and of nobody else. See `check`.
   *
   * @throws TooManyTries also for the right password
   * @throws TooBusyError
   */
  async checkAgain({ id, email }: User, password: string, origin: GuessOrigin): Promise<User | null> {
    return this.turns.take(() =>
      this.guarded(email, origin, () => this.directory.authenticateAgain(id, password)),
    );
  }

  private async guarded(
    login: string,
    origin: GuessOrigin,
    authenticate: () => Promise<User | null>,
  ): Promise<User | null> {
    const counted = await this.countAll(this.countersOf(nameHashOf(login), origin));
    let user: User | null;
    try {
      user = await authenticate();
    } catch (error) {
      await this.takeBack(counted);
      throw error;
    }
    if (user?.isActive) {
      for (const guess of counted) {
        if (guess.counted.nameHash === null) await this.guesses.takeBack(guess);
        else await this.guesses.forget(guess);
      }
    } else if (counted.some(({ locks }) => locks)) {
      await this.tellLocked(
        counted.some(({ locks, counted: { nameHash } }) => locks && nameHash) ? login : null,
      );
    }
    return user;
  }

  /** Id of the person whose name was typed, for the audit log: who was tried, also with a wrong password. */
  async ownerOf(login: string): Promise<string | null> {
    return (await this.users.findByEmail(login))?.id ?? null;
  }

  /**
   * What a guess counts for. A stranger who guesses from one place makes that place wait and no other; from many places
   * together, also the name. Whoever is proven counts for themselves alone.
   */
  private countersOf(nameHash: string, { proven, address }: GuessOrigin): [ThrottleKey, GuessLimit][] {
    const { loginTries, nameTries, addressTries } = this.platform.settings.limits;
    const limit = (tries: number) => ({ ...NAME_LIMIT, tries });
    if (proven !== null)
      return [[{ hash: sha256(`proven\0${proven}\0${nameHash}`), nameHash }, limit(loginTries)]];
    const network = networkOf(address ?? 'nowhere');
    return [
      [{ hash: sha256(`place\0${network}\0${nameHash}`), nameHash }, limit(loginTries)],
      [{ hash: nameHash, nameHash }, limit(nameTries)],
      [
        { hash: sha256(`address\0${network}`), nameHash: null },
        { ...ADDRESS_LIMIT, tries: addressTries },
      ],
    ];
  }

  /** All or none. @throws TooManyTries */
  private async countAll(counters: [ThrottleKey, GuessLimit][]): Promise<Guess[]> {
    const counted: Guess[] = [];
    try {
      for (const [key, limit] of counters) counted.push(await this.guesses.count(key, limit));
    } catch (error) {
      await this.takeBack(counted);
      throw error;
    }
    return counted;
  }

  private async takeBack(counted: Guess[]): Promise<void> {
    for (const guess of counted) await this.guesses.takeBack(guess);
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
