import { Parameters } from '../shared/domain/parameters';
import type { Page, PageRequest, Position } from '../shared/domain/page';
import { readCursor, writeCursor } from '../shared/http/cursor';

const ROWS = 20;

/** Which rows of a list the address of its page asks for: the newest, or those after `?after=`. */
export function readPlace<By extends string>(query: unknown, by: By): PageRequest<By> {
  const cursor = new Parameters(query).oneOrNull('after');
  const after = cursor === null ? null : readCursor(cursor, by, 'moment');
  return { limit: ROWS, by, descending: true, after };
}

/** Addresses of the next page and of the first one, where they are other pages. */
export function ways(
  path: string,
  { by, after }: PageRequest,
  { next }: Page<unknown>,
): { next: string | null; first: string | null } {
  const to = (position: Position) =>
    `${path}${path.includes('?') ? '&' : '?'}after=${writeCursor(by, position)}`;
  return { next: next && to(next), first: after && path };
}
