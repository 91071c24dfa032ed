/**
 * How a quota is cut for several nodes that shall ask the database rarely.
 *
 * One node alone allows exactly the quota; each further node allows its own requests beside it, less than a fifth.
 */
export interface Shares {
  /** Requests that each node allows without asking. */
  own: number;
  /** So many are allowed by a share, which a node takes from what is common to all. */
  size: number;
  /** So many shares there are. */
  count: number;
}

/** @param quota 1 or more */
export function sharesOf(quota: number): Shares {
  const size = Math.max(1, Math.floor(quota / 10));
  const count = Math.floor((quota - size) / size);
  return { own: quota - count * size, size, count };
}
