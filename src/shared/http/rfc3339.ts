import type { EpochMs } from '../domain/clock';

/** A moment as the REST API writes it, in UTC (RFC 3339 §5.6). */
export const rfc3339 = (at: EpochMs): string => new Date(at).toISOString();

export const rfc3339OrNull = (at: EpochMs | null): string | null => (at === null ? null : rfc3339(at));
