import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Page, PageRequest } from '../shared/domain/page';

/**
 * Reads one page of a query, in order: rows are found by where the page before ended, not by counting, so that
 * a deep page costs no more than the first and rows that come or go meanwhile shift nothing.
 *
 * @param tie a unique member that decides among rows that are equal otherwise
 */
export async function readPage<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  { by, descending, after, limit, count }: PageRequest<keyof T & string>,
  tie: keyof T & string = 'id',
): Promise<Page<T>> {
  const { alias } = query;
  const total = count ? await query.getCount() : undefined;
  const [direction, beyond] = descending ? (['DESC', '<'] as const) : (['ASC', '>'] as const);
  if (after) {
    query.andWhere(
      // The first condition alone is a span of the index; "beyond, or equal and beyond" is none in SQLite's eyes.
      `${alias}.${by} ${beyond}= :afterValue AND (${alias}.${by} ${beyond} :afterValue OR ${alias}.${tie} ${beyond} :afterId)`,
      { afterValue: after.value, afterId: after.id },
    );
  }
  query.orderBy(`${alias}.${by}`, direction).addOrderBy(`${alias}.${tie}`, direction);
  const rows = await query.limit(limit + 1).getMany();
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    ...(total !== undefined && { total }),
    next:
      rows.length > limit && last ? { value: last[by] as string | number, id: last[tie] as string } : null,
  };
}

/** A condition that a column begins with the parameter `:beginning`, in upper or lower case; see `beginningOf`. */
export const begins = (column: string): string => `LOWER(${column}) LIKE LOWER(:beginning) ESCAPE '!'`;

/** The pattern of texts that begin so: what LIKE would take for a wildcard stands for itself. */
export const beginningOf = (text: string): string => `${text.replace(/[!%_]/g, '!$&')}%`;

/**
 * A condition that a column of folded text begins with something, as a span that an index has; see `spanOf`.
 * Byte for byte: both sides must be folded alike.
 */
export const inSpan = (column: string): string => `(${column} >= :beginning AND ${column} < :beyond)`;

/** The span of texts that begin so, for `inSpan`. */
export const spanOf = (text: string) => ({ beginning: text, beyond: `${text}\u{10FFFF}` });

/** A condition that a list, which is kept as JSON text, has a member: it stands in it in quotes. */
export function lists(column: string, member: string): [condition: string, values: Record<string, string>] {
  const name = `in_${column.replace(/\W/g, '_')}`;
  const pattern = `%${JSON.stringify(member).replace(/[!%_]/g, '!$&')}%`;
  return [`${column} LIKE :${name} ESCAPE '!'`, { [name]: pattern }];
}
