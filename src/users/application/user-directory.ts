import type { User } from '../domain/user';

/**
 * Replaceable part: who the people are and whether a password is theirs.
 *
 * A company that keeps its people elsewhere brings its own; ids must begin with `user_` and never change,
 * because they are the `sub` of tokens.
 */
export abstract class UserDirectory {
  /** Whether the change feed tells of everything that changes what `find` answers: only then an answer is kept that long. */
  readonly isSteady: boolean = false;

  /** The person with that id, also when disabled; null when there is none. Asked on every use of a token. */
  abstract find(id: string): Promise<User | null>;

  /**
   * The person whose login name and password these are; null otherwise.
   *
   * Takes the same time whether the name is unknown or the password is wrong. Disabled people are returned too:
   * the caller refuses them, after the password was right.
   */
  abstract authenticate(login: string, password: string): Promise<User | null>;

  /**
   * The person with that id when the password is theirs; null otherwise. Asked when somebody who is signed in has to
   * prove it again: the id says whose password it must be, whatever they are called at sign-in.
   */
  abstract authenticateAgain(id: string, password: string): Promise<User | null>;
}
