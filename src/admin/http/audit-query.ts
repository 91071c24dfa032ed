import { isIP } from 'node:net';
import type { EpochMs } from '../../shared/domain/clock';
import { DAY_MS } from '../../shared/domain/day';
import { SECURITY_EVENT_TYPES, type SecurityEventType } from '../../shared/domain/security-events';
import {
  described,
  invalidParameter,
  moment,
  oneOf,
  type Reader,
  type Readings,
  textUpTo,
} from '../../shared/http/known-parameters';

const MAX_DAYS = 31;

/** `token.*,client.secret.rotated`: types, and beginnings of types, with commas between. */
const eventTypes: Reader<SecurityEventType[]> = described(
  (text) => {
    const chosen = text.split(',').map(typesLike);
    return chosen.some((types) => types.length === 0) ? null : [...new Set(chosen.flat())];
  },
  { type: 'string', examples: ['token.*,client.secret.rotated'] },
);

function typesLike(word: string): SecurityEventType[] {
  if (!word.endsWith('.*')) return SECURITY_EVENT_TYPES.filter((type) => type === word);
  return SECURITY_EVENT_TYPES.filter((type) => type.startsWith(word.slice(0, -1)));
}

export const address: Reader<string> = described((text) => (isIP(text) === 0 ? null : text.toLowerCase()), {
  type: 'string',
});

/** The filters of events, in lists and exports. */
export const AUDIT_FILTERS = {
  type: eventTypes,
  actor: textUpTo(2000),
  user_id: textUpTo(255),
  client_id: textUpTo(2000),
  ip: address,
  outcome: oneOf('success', 'failure'),
  request_id: textUpTo(64),
  from: moment,
  to: moment,
};

/** What a list of events can be asked for. */
export const AUDIT_LIST = {
  sorts: { at: { by: 'at', holds: 'moment' } },
  defaultSort: '-at',
  filters: AUDIT_FILTERS,
} as const;

type Filters = Readings<typeof AUDIT_FILTERS>;

/**
 * The filters with the span that they are about: the last 31 days where nothing is said.
 *
 * @param maxDays how long the span may be
 * @throws Problem `validation-failed` at `/from` for a span that ends before it begins, or is too long
 */
export function withSpan(filters: Filters, now: EpochMs, maxDays = Infinity): Filters & { from: EpochMs } {
  const end = filters.to ?? now;
  const from = filters.from ?? end - MAX_DAYS * DAY_MS;
  if (from > end) throw badSpan('from has to be before to.');
  if (end - from > maxDays * DAY_MS) {
    throw badSpan(`The span is at most ${maxDays} days: send from and to. An export may be about more.`);
  }
  return { ...filters, from };
}

/** The first page of a list is about a month at most; who follows its cursor goes as far as they like. */
export const withListSpan = (filters: Filters, now: EpochMs, isFirstPage: boolean) =>
  withSpan(filters, now, isFirstPage ? MAX_DAYS : Infinity);

const badSpan = (detail: string) => invalidParameter('from', 'bad_range', detail);
