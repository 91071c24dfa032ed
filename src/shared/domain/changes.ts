import type { Change } from './security-events';

/** What differs between two states of a thing, for the audit log. Names that hold a secret must not be among them. */
export const changesBetween = <T extends object>(
  before: T,
  after: T,
  names: readonly (keyof T & string)[],
): Change[] =>
  names
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => ({ path: wireName(name), from: before[name], to: after[name] }));

/** Why it was done, where somebody has said so. */
export const because = (reason: string | undefined): Change[] =>
  reason ? [{ path: 'reason', to: reason }] : [];

/** As REST calls it: `accessTokenTtl` is `access_token_ttl`. */
const wireName = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
