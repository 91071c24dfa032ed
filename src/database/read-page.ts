import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Page, PageRequest } from '../shared/domain/page';

/**
 * Reads one page of a query, in order: rows are found by where the page before ended, not by counting, so that
 * a deep page costs no more than the first and rows that come or go meanwhile shift nothing.
 */
export async function readPage<T extends ObjectLiteral & { id: string }>(
  query: SelectQueryBuilder<T>,
  { by, descending, after, limit }: PageRequest<keyof T & string>,
): Promise<Page<T>> {
  const { alias } = query;
  const [direction, beyond] = descending ? (['DESC', '<'] as const) : (['ASC', '>'] as const);
  if (after) {
    query.andWhere(
      `(${alias}.${by} ${beyond} :afterValue OR (${alias}.${by} = :afterValue AND ${alias}.id ${beyond} :afterId))`,
      { afterValue: after.value, afterId: after.id },
    );
  }
  query.orderBy(`${alias}.${by}`, direction).addOrderBy(`${alias}.id`, direction);
  const rows = await query.limit(limit + 1).getMany();
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    next: rows.length > limit && last ? { value: last[by] as string | number, id: last.id } : null,
  };
}

/** A condition that a column begins with the parameter `:beginning`, in upper or lower case; see `beginningOf`. */
export const begins = (column: string): string => `LOWER(${column}) LIKE LOWER(:beginning) ESCAPE '!'`;

/** The pattern of texts that begin so: what LIKE would take for a wildcard stands for itself. */
export const beginningOf = (text: string): string => `${text.replace(/[!%_]/g, '!$&')}%`;
