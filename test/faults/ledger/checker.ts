import { accepted, Endings, isAhead, isToken, MARGIN_MS, spends } from './endings';
import { type History, type Operation, readHistory, type Secret } from './history';
import type { Entry } from './ledger';

/**
 * lost: an acknowledged code, refresh token or session is gone. double: what works once has worked twice. refused: a
 * valid access token is not believed. revoked: what was ended is believed. odd: an answer that no client should get.
 * unasked: nobody has asked afterwards, so nothing is known.
 */
export type ViolationKind = 'lost' | 'double' | 'refused' | 'revoked' | 'odd' | 'unasked';

export interface Violation {
  kind: ViolationKind;
  text: string;
}

/** What a ledger tells. */
export interface Verdict {
  violations: Violation[];
  sent: number;
  answered: number;
  /** Honest refusals while something was away: 503. */
  unavailable: number;
  grants: number;
  redeemed: number;
  rotated: number;
  revoked: number;
  /** Secrets that were asked about afterwards. */
  asked: number;
}

/** Replays a ledger against what has to be true of every server that forgets nothing and lets nobody in. */
export function check(entries: readonly Entry[]): Verdict {
  const history = readHistory(entries);
  const endings = new Endings(history);
  const violations = [
    ...history.operations.flatMap((operation) => judge(operation, endings)),
    ...[...history.secrets.values()].flatMap(judgeUse),
    ...unasked(history),
  ];
  return { violations, ...count(history) };
}

function judge(operation: Operation, endings: Endings): Violation[] {
  const { on, outcome, answer } = operation;
  if (outcome === 'odd')
    return [violation('odd', operation, `is answered ${answer!.status} ${answer!.error ?? ''}`)];
  if (answer?.status === 503 && !answer.retryAfter)
    return [violation('odd', operation, '503 without Retry-After')];
  if (outcome === 'no') return isExplained(operation, endings) ? [] : [refusedWithoutReason(operation)];
  if (!accepted(operation) || on === null) return [];
  if (operation.startAt > on.bornAt + on.expiresIn * 1000 + MARGIN_MS)
    return [violation('revoked', operation, 'is accepted after its end')];
  const ended = endings.sureBefore(on, operation.start);
  // That a code or a refresh token works again is told once, with all the times that it has worked.
  if (!ended || (spends(operation) && ended.of === on)) return [];
  return [violation('revoked', operation, `is accepted after ${ended.by.act} (${ended.by.n})`)];
}

function refusedWithoutReason(operation: Operation): Violation {
  const kind = isToken(operation.on!) ? 'refused' : 'lost';
  return violation(kind, operation, 'is refused, and nothing has ended it');
}

function isExplained(operation: Operation, endings: Endings): boolean {
  const hasExpired = operation.on!.expiresAt <= operation.endAt + MARGIN_MS;
  return hasExpired || isAhead(operation) || endings.mayExplain(operation);
}

/** A code works once; a refresh token works once, or within a grace window, and leads to one successor. */
function judgeUse({ kind, secret, uses }: Secret): Violation[] {
  const done = uses.filter((use) => spends(use) && use.outcome === 'yes');
  const name = `${kind} …${secret.slice(-6)}`;
  const times = done.map(({ n }) => n).join(', ');
  if (done.length > 1 && !done[0]!.grace)
    return [{ kind: 'double', text: `${name} has worked ${done.length} times: ${times}` }];
  const successors = new Set(done.flatMap(({ gave }) => gave.filter((given) => given.kind === 'refresh')));
  return successors.size > 1
    ? [{ kind: 'double', text: `${name} has ${successors.size} successors: ${times}` }]
    : [];
}

const isDefinite = ({ outcome }: Operation): boolean => outcome === 'yes' || outcome === 'no';

const toAsk = ({ secrets }: History): Secret[] =>
  [...secrets.values()].filter(({ kind }) => kind !== 'session');

function unasked(history: History): Violation[] {
  if (history.inquest === Infinity) return [];
  return toAsk(history)
    .filter(
      ({ uses, born }) =>
        born < history.inquest && !uses.some((use) => use.start > history.inquest && isDefinite(use)),
    )
    .map(({ kind, secret }) => ({ kind: 'unasked', text: `${kind} …${secret.slice(-6)}` }));
}

function count(history: History): Omit<Verdict, 'violations'> {
  const { operations } = history;
  const done = (...acts: string[]) =>
    operations.filter(({ act, outcome }) => outcome === 'yes' && acts.includes(act)).length;
  return {
    sent: operations.length,
    answered: operations.filter(({ answer }) => answer !== null && answer.status !== 503).length,
    unavailable: operations.filter(({ answer }) => answer?.status === 503).length,
    grants: new Set(toAsk(history).map(({ grant }) => grant)).size,
    redeemed: done('redeem'),
    rotated: done('refresh'),
    revoked: done('revoke', 'end personal'),
    asked: toAsk(history).filter(({ uses }) => uses.some(({ start }) => start > history.inquest)).length,
  };
}

const violation = (kind: ViolationKind, { n, act, on }: Operation, text: string): Violation => ({
  kind,
  text: `${n}: ${act}${on ? ` of ${on.kind} …${on.secret.slice(-6)}` : ''} ${text}`,
});
