import { availableParallelism } from 'node:os';
import type { Environment } from './environment';

/** How much, how often and how many, at most. Bytes where nothing else is said. */
export interface Limits {
  readonly formBody: number;
  readonly jsonBody: number;
  readonly jsonDepth: number;
  readonly headerBytes: number;
  readonly headerCount: number;
  readonly url: number;
  readonly parameters: number;
  /** Wrong passwords before somebody has to wait: for a name at one place, for a name from anywhere, for an address. */
  readonly loginTries: number;
  readonly nameTries: number;
  readonly addressTries: number;
  /** Failed authentications of a client from one address in a minute. */
  readonly clientFailures: number;
  /** Forms of people who are not signed in (forgotten passwords, sign-up, links) from one address in 15 minutes. */
  readonly accountForms: number;
  /** Authorization requests of one browser that wait for a person. */
  readonly pendingSignIns: number;
  /** Passwords that are hashed at once. */
  readonly hashingConcurrency: number;
  /** Passwords that wait to be checked. */
  readonly hashingQueue: number;
  /** Links of one kind that are mailed to one person in an hour, and that work at once. */
  readonly linksPerHour: number;
  readonly livingLinks: number;
  /** Living refresh tokens of one person at one client. */
  readonly refreshTokens: number;
}

/**
 * One core and one of the four threads that Node does such work in stay free: for the event loop, and for what else needs a
 * thread.
 */
const hashingConcurrency = (): number => Math.max(1, Math.min(availableParallelism() - 1, 3));

export function readLimits(source: Environment): Limits {
  const limit = (name: string, fallback: number, min = 1, max = 100_000_000) =>
    source.integer(`LIMIT_${name}`, fallback, min, max);
  return Object.freeze({
    formBody: limit('FORM_BODY', 64 * 1024, 1024),
    jsonBody: limit('JSON_BODY', 256 * 1024, 1024),
    jsonDepth: limit('JSON_DEPTH', 5, 2, 20),
    headerBytes: limit('HEADER_BYTES', 16 * 1024, 4096, 1024 * 1024),
    headerCount: limit('HEADER_COUNT', 100, 20, 2000),
    url: limit('URL', 8 * 1024, 1024, 1024 * 1024),
    parameters: limit('PARAMETERS', 100, 20, 10_000),
    loginTries: limit('LOGIN_TRIES', 10, 3, 100),
    nameTries: limit('NAME_TRIES', 100, 10),
    addressTries: limit('ADDRESS_TRIES', 100, 10),
    clientFailures: limit('CLIENT_FAILURES', 30),
    accountForms: limit('ACCOUNT_FORMS', 60),
    pendingSignIns: limit('PENDING_SIGN_INS', 60, 5, 10_000),
    hashingConcurrency: limit('HASHING_CONCURRENCY', hashingConcurrency(), 1, 64),
    linksPerHour: limit('LINKS_PER_HOUR', 5),
    livingLinks: limit('LIVING_LINKS', 10),
    hashingQueue: limit('HASHING_QUEUE', 32, 1, 10_000),
    refreshTokens: limit('REFRESH_TOKENS', 200, 1, 100_000),
  });
}
