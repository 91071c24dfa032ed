import type { Page, PageRequest } from '../../shared/domain/page';

const AT_ONCE = 200;
/** More than anybody's own list has; Passport's routes have no pages to turn. */
const MOST = 1000;

/** A list that is answered as a whole, the newest first. */
export async function every<T>(read: (page: PageRequest<'createdAt'>) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  let after: PageRequest['after'] = null;
  do {
    const page: Page<T> = await read({ limit: AT_ONCE, by: 'createdAt', descending: true, after });
    all.push(...page.items);
    after = page.next;
  } while (after !== null && all.length < MOST);
  return all;
}
