import type { AuditFilters } from '../../audit/domain/audit-filters';
import type { AuditSearch } from '../../pages/templates/admin-audit';
import type { EpochMs } from '../../shared/domain/clock';
import { DAY_MS, startOfDay } from '../../shared/domain/day';
import { Parameters } from '../../shared/domain/parameters';
import { type FieldError, fieldError } from '../../shared/domain/problem';
import { SECURITY_EVENT_TYPES } from '../../shared/domain/security-events';
import { rfc3339 } from '../../shared/http/rfc3339';
import { asQuery, textIn } from './page-search';

const MAX_DAYS = 31;
const NAMES = ['type', 'actor', 'client_id', 'from', 'to'] as const;

type Span = AuditFilters & { from: EpochMs };

/** What the address of the page of events asks for; days that are none are left out. */
export function readAuditSearch(query: unknown): AuditSearch {
  const text = textIn(new Parameters(query));
  const day = (name: string) => (startOfDay(text(name)) === null ? '' : text(name));
  return {
    type: SECURITY_EVENT_TYPES.find((type) => type === text('type')) ?? '',
    actor: text('actor'),
    client_id: text('client_id'),
    from: day('from'),
    to: day('to'),
  };
}

/** The filters behind a search: both days are among it, and the last month where no day is given. */
export function filtersOf({ type, actor, client_id, from, to }: AuditSearch, now: EpochMs): Span {
  const last = startOfDay(to);
  const end = last === null ? now : last + DAY_MS;
  return {
    from: startOfDay(from) ?? end - MAX_DAYS * DAY_MS,
    ...(last !== null && { to: end }),
    ...(actor && { actor }),
    ...(client_id && { client_id }),
    ...(type && { type: SECURITY_EVENT_TYPES.filter((known) => known === type) }),
  };
}

/** A list is about a month at most, one that begins before it ends; a file may be about more. */
export function spanFault({ from, to }: Span, now: EpochMs): FieldError[] {
  const days = ((to ?? now) - from) / DAY_MS;
  return days >= 0 && days <= MAX_DAYS ? [] : [fieldError('/from', 'bad_range', 'audit.badSpan')];
}

/** The search as the query of a page. */
export const queryOf = (search: AuditSearch): string =>
  asQuery(Object.fromEntries(NAMES.map((name) => [name, search[name]])));

/** The same for REST, where moments are exact; where no day is given, both mean the last month. */
export function apiQueryOf(search: AuditSearch, { from, to }: Span): string {
  const { type, actor, client_id } = search;
  const first = search.from || search.to ? rfc3339(from) : '';
  return asQuery({ type, actor, client_id, from: first, to: to === undefined ? '' : rfc3339(to) });
}
