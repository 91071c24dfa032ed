import type { Grant, History, Operation, Secret } from './history';

/** Something that ended a secret or a whole grant, or may have. */
export interface Ending {
  of: Secret | Grant;
  by: Operation;
  /** The line from which on it may be over. */
  from: number;
  /** The line from which on it is over for certain; infinite when nobody knows. */
  sure: number;
  /** The line from which on it has either happened or never will. */
  settled: number;
}

const SPENDS: readonly string[] = ['redeem', 'refresh'];
const ACCEPTS: readonly string[] = [...SPENDS, 'use', 'introspect', 'make personal'];

export const isToken = ({ kind }: Secret): boolean => kind === 'access' || kind === 'personal';

/** So far ahead may the clock be that has made a JWT. */
const SANE_MS = 60_000;
/** Clocks of client and server are read at different moments. */
export const MARGIN_MS = 2000;

/** It was made by a clock that was ahead of the one that looks at it: nobody can believe it yet. */
export const isAhead = ({ on, startAt }: Operation): boolean =>
  on?.jwt === true && on.bornAt > startAt + SANE_MS - MARGIN_MS;

export const spends = ({ act }: Operation): boolean => SPENDS.includes(act);

/** The secret was shown to be alive. */
export const accepted = ({ act, outcome }: Operation): boolean => outcome === 'yes' && ACCEPTS.includes(act);

/** May have done what it was meant to do. */
const mayHave = ({ outcome }: Operation): boolean => outcome === 'yes' || outcome === 'unknown';

/** Everything that ended something, or may have, by what it ended. */
export class Endings {
  private readonly endings = new Map<Secret | Grant, Ending[]>();
  private readonly shownAlive = new Map<Secret | Grant, number>();

  constructor({ operations }: History) {
    for (const operation of operations) {
      if (operation.on === null) continue;
      this.note(operation, operation.on);
      if (!accepted(operation)) continue;
      for (const alive of [operation.on, operation.on.grant])
        this.shownAlive.set(alive, Math.max(this.shownAlive.get(alive) ?? -1, operation.start));
    }
  }

  /** Why the secret was over before that line, for certain; undefined when it may have been alive. */
  sureBefore(secret: Secret, line: number): Ending | undefined {
    return this.of(secret).find(({ sure }) => sure < line);
  }

  /** Whether an operation that was refused may have come too late, without looking at its own doing. */
  mayExplain(refused: Operation): boolean {
    return this.of(refused.on!).some(
      (ending) =>
        ending.by !== refused &&
        ending.from < refused.end &&
        !this.isCircular(ending, refused) &&
        !this.isDisproved(ending),
    );
  }

  /** Two refusals of one secret do not explain each other: somebody must have been first. */
  private isCircular({ by }: Ending, refused: Operation): boolean {
    return by.on === refused.on && by.outcome === 'no';
  }

  /** It was unanswered, and everything was alive after it could no longer happen: so it did not. */
  private isDisproved({ of, sure, settled }: Ending): boolean {
    return sure === Infinity && (this.shownAlive.get(of) ?? -1) >= settled;
  }

  private of(secret: Secret): Ending[] {
    return [...(this.endings.get(secret) ?? []), ...(this.endings.get(secret.grant) ?? [])];
  }

  private note(operation: Operation, on: Secret): void {
    const { act, outcome } = operation;
    if (outcome === 'nothing' || outcome === 'odd') return;
    if (act === 'revoke') this.add(on.kind === 'refresh' ? on.grant : on, operation);
    else if (act === 'end personal') this.add(on, operation);
    else if (spends(operation)) this.noteSpent(operation, on);
    // Who was refused once is never let in again.
    else if (outcome === 'no' && isToken(on) && !isAhead(operation)) this.add(on, operation);
  }

  private noteSpent(operation: Operation, on: Secret): void {
    const others = on.uses.filter((other) => other !== operation && spends(other) && mayHave(other));
    if (operation.outcome === 'no') {
      // What is refused because it was used already takes the whole grant along (RFC 9700 §4.14.2).
      const isInTime = on.expiresAt > operation.endAt;
      if (isInTime || others.length > 0) this.add(on.grant, operation, isInTime);
      return;
    }
    this.add(on, operation);
    if (operation.outcome === 'unknown' && others.length > 0) this.add(on.grant, operation);
  }

  private add(of: Secret | Grant, by: Operation, isCertain = true): void {
    const ending = { of, by, from: by.start, sure: by.end, settled: by.settled };
    if (!isCertain || by.outcome === 'unknown') ending.sure = Infinity;
    // In a grace window a token that is used up works again, and that does not show that it was not.
    if (spends(by) && by.grace && of === by.on) Object.assign(ending, { sure: Infinity, settled: Infinity });
    this.endings.set(of, [...(this.endings.get(of) ?? []), ending]);
  }
}
