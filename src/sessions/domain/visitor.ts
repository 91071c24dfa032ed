import type { User } from '../../users/domain/user';
import type { Session } from './session';

/** Who is in front of the browser: a browser that we know again, and perhaps somebody signed in. */
export interface Visitor {
  /** The random value of the browser cookie: it names this browser and proves nothing. */
  browser: string;
  /** Null: nobody is signed in. */
  signedIn: { session: Session; user: User } | null;
}

/** Somebody is signed in. */
export interface SignedInVisitor extends Visitor {
  signedIn: NonNullable<Visitor['signedIn']>;
}

/** The purpose of a form that only the present session may send: its CSRF token dies with the session. */
export const signedInPurpose = (purpose: string, { signedIn }: Visitor): string =>
  `${purpose} ${signedIn?.session.id ?? 'nobody'}`;
