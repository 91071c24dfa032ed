/** A row, as a place in a sorted list: what it is sorted by, and its id where that is equal. */
export interface Position {
  value: string | number;
  id: string;
}

/** Which rows of a list are wanted, and in which order. */
export interface PageRequest<By extends string = string> {
  limit: number;
  by: By;
  descending: boolean;
  /** The row behind which the page begins; null: the first page. */
  after: Position | null;
  /** Whether all rows are to be counted too, which takes longer the more there are. */
  count?: boolean;
}

/** Some rows of a list. */
export interface Page<T> {
  items: T[];
  /** The row behind which the next page begins; null: this is the last. */
  next: Position | null;
  /** How many rows the whole list has, where that was asked for. */
  total?: number;
}
