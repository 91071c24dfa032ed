import type { Position } from '../domain/page';

const FORM = /^[A-Za-z0-9_-]{1,4000}$/;
const ID = /^[\x21-\x7e]{1,64}$/;
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

/** What the rows of a list are sorted by: a time or a text. */
export type SortedValue = 'moment' | 'text';

/** A place in a list as text that callers hand back and need not understand. */
export const writeCursor = (sort: string, { value, id }: Position): string =>
  Buffer.from(JSON.stringify([sort, value, id])).toString('base64url');

/** The place that a cursor names; null when it was made for another order, or not by us. */
export function readCursor(cursor: string, sort: string, kind: SortedValue): Position | null {
  const parts = parse(cursor);
  if (!Array.isArray(parts) || parts.length !== 3 || parts[0] !== sort) return null;
  const [, value, id] = parts as unknown[];
  return isValue(value, kind) && typeof id === 'string' && ID.test(id) ? { value, id } : null;
}

function parse(cursor: string): unknown {
  if (!FORM.test(cursor)) return null;
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
}

const isValue = (value: unknown, kind: SortedValue): value is string | number =>
  kind === 'moment' ? Number.isSafeInteger(value) : typeof value === 'string' && !UNPRINTABLE.test(value);
