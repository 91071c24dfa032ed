import { In, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { foldedBeginning } from '../shared/domain/folded';
import { inSpan, spanOf } from './read-page';

/** What rows are found by. */
export interface Beginnings<T> {
  /** Columns of folded text, each with an index. */
  columns: readonly (keyof T & string)[];
  key: keyof T & string;
  /** So many are sorted at once; of more, the first page is soon found by reading in the order that is wanted. */
  few: number;
}

/**
 * Keeps the rows of a query in which one of some columns begins so, in upper or lower case.
 *
 * @param all a query of all rows under the same alias
 */
export async function keepBeginning<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  all: () => SelectQueryBuilder<T>,
  text: string,
  rule: Beginnings<T>,
): Promise<void> {
  const span = spanOf(foldedBeginning(text));
  const keys = await fewKeys(all, span, rule);
  if (keys) {
    query.andWhere({ [rule.key]: In(keys) });
    return;
  }
  // Not the columns as they are: MariaDB would gather all rows by every index, for seconds, and sort them then.
  const any = rule.columns.map((column) => inSpan(`CONCAT(${query.alias}.${column}, '')`));
  query.andWhere(`(${any.join(' OR ')})`, span);
}

/** The keys of those that begin so, by an index for each column; null: they are many. */
async function fewKeys<T extends ObjectLiteral>(
  all: () => SelectQueryBuilder<T>,
  span: ReturnType<typeof spanOf>,
  { columns, key, few }: Beginnings<T>,
): Promise<string[] | null> {
  const keys = new Set<string>();
  for (const column of columns) {
    const query = all();
    const found = await query
      .select(`${query.alias}.${key}`, 'found')
      .where(inSpan(`${query.alias}.${column}`), span)
      .limit(few + 1)
      .getRawMany<{ found: string }>();
    if (found.length > few) return null;
    for (const row of found) keys.add(row.found);
  }
  return [...keys];
}
