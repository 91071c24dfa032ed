import type { Act, Answer, Entry, Given, Intention } from './ledger';

/**
 * yes: it was done, or the secret is alive; no: the secret is not, or no longer, good for it; nothing: it was turned
 * away before anything was looked at; unknown: it may have gone either way; odd: no client should get this answer.
 */
export type Outcome = 'yes' | 'no' | 'nothing' | 'unknown' | 'odd';

/** Everything that came from one act of granting and dies with it. */
export interface Grant {
  secrets: Secret[];
}

/** A secret as the client knows it. */
export interface Secret extends Given {
  grant: Grant;
  /** The line of the answer that brought it first. */
  born: number;
  /** By the server's clock, in milliseconds. */
  bornAt: number;
  expiresAt: number;
  /** What was done with it, in the order of the intentions. */
  uses: Operation[];
}

/** Something that a client did, from its intention to its answer. */
export interface Operation {
  n: number;
  act: Act;
  on: Secret | null;
  grace: boolean;
  outcome: Outcome;
  /** Lines of the ledger. No answer: it ends, and is settled, where nothing of it can still happen. */
  start: number;
  end: number;
  settled: number;
  /** By the server's clock, in milliseconds. */
  startAt: number;
  endAt: number;
  gave: Secret[];
  answer: Answer | null;
}

/** The ledger, understood. */
export interface History {
  operations: Operation[];
  secrets: Map<string, Secret>;
  /** The line where the questions begin; infinite when nobody has asked yet. */
  inquest: number;
}

const DONE: Record<Act, number> = {
  'sign in': 200,
  authorize: 302,
  redeem: 200,
  refresh: 200,
  machine: 200,
  use: 200,
  introspect: 200,
  revoke: 200,
  'make personal': 201,
  'end personal': 204,
};

/** What an answer means. */
export function outcomeOf(act: Act, answer: Pick<Answer, 'status' | 'error' | 'active' | 'gave'>): Outcome {
  const { status, error } = answer;
  if (status === 503) return 'unknown';
  if (status === 429) return 'nothing';
  if (act === 'authorize' && status === DONE[act]) return answer.gave?.length ? 'yes' : 'no';
  if (act === 'introspect' && status === DONE[act]) return answer.active ? 'yes' : 'no';
  if (status === DONE[act]) return 'yes';
  if ((act === 'redeem' || act === 'refresh') && status === 400 && error === 'invalid_grant') return 'no';
  if (/^(?:use|make personal|end personal)$/.test(act) && status === 401) return 'no';
  return 'odd';
}

/** Reads the entries of a ledger from the first to the last. */
export function readHistory(entries: readonly Entry[]): History {
  const history: History = { operations: [], secrets: new Map(), inquest: Infinity };
  const open = new Map<number, Operation>();
  /** Given up on; what still waits for its answer may not even have been sent. */
  const unsettled = new Set<Operation>();
  let ahead = 0;
  entries.forEach((entry, line) => {
    const now = entry.at + ahead * 1000;
    if (entry.is === 'intention') {
      const operation = begin(entry, line, now, history);
      history.operations.push(operation);
      open.set(entry.n, operation);
    } else if (entry.is === 'answer') {
      const operation = open.get(entry.n)!;
      finish(operation, entry, line, now, history);
      if (operation.outcome === 'unknown') unsettled.add(operation);
    } else if (entry.is === 'lost') unsettled.add(open.get(entry.n)!);
    else if (entry.is === 'settled') {
      for (const operation of unsettled) operation.settled = line;
      unsettled.clear();
    } else if (entry.is === 'clock') ahead = entry.ahead;
    else if (entry.is === 'inquest') history.inquest = line;
  });
  return history;
}

function begin(
  { n, act, on, grace = false }: Intention,
  start: number,
  now: number,
  { secrets }: History,
): Operation {
  const secret = on === null ? null : (secrets.get(on) ?? null);
  if (on !== null && secret === null) throw new Error(`Intention ${n} is about a secret that nobody gave`);
  const operation: Operation = {
    ...{ n, act, grace, start, on: secret },
    ...{ outcome: 'unknown', end: Infinity, settled: Infinity },
    ...{ startAt: now, endAt: Infinity, gave: [], answer: null },
  };
  secret?.uses.push(operation);
  return operation;
}

function finish(operation: Operation, answer: Answer, line: number, now: number, { secrets }: History): void {
  operation.outcome = outcomeOf(operation.act, answer);
  operation.answer = answer;
  operation.end = line;
  operation.endAt = now;
  if (operation.outcome !== 'unknown') operation.settled = line;
  const grant = grantOf(operation);
  for (const given of answer.gave ?? []) {
    const known = secrets.get(given.secret);
    const secret = known ?? {
      ...given,
      ...{ grant, born: line, uses: [] },
      // Issued at some moment between the two: the earlier one for its end, the later one for its beginning.
      ...{ bornAt: now, expiresAt: operation.startAt + given.expiresIn * 1000 },
    };
    secrets.set(given.secret, secret);
    if (!known) grant.secrets.push(secret);
    operation.gave.push(secret);
  }
}

/** What comes from a code or a refresh token belongs to its grant; everything else begins one. */
function grantOf({ act, on }: Operation): Grant {
  return (act === 'redeem' || act === 'refresh') && on ? on.grant : { secrets: [] };
}
