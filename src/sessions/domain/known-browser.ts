import type { EpochMs } from '../../shared/domain/clock';
import { sha256 } from '../../shared/domain/secret';
import { describeUserAgent } from './user-agent';

/** A kind of browser from which a person has signed in, so that another kind can be told to them. */
export class KnownBrowser {
  /** SHA-256 of the person and of what the browser says it is. */
  hash!: string;
  userId!: string;
  /** Forgotten then, unless it is seen again. */
  expiresAt!: EpochMs;

  constructor(values: KnownBrowser) {
    Object.assign(this, values);
  }
}

/** Versions do not count: a browser that was updated is the same; one that tells nothing we know is its whole header. */
export function browserHash(userId: string, userAgent: string | null): string {
  const { browser, system } = describeUserAgent(userAgent);
  const kind = browser === null && system === null ? (userAgent ?? '') : `${browser}\0${system}`;
  return sha256(`${userId}\0${kind}`);
}
