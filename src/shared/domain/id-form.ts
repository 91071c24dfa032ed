import type { IdPrefix } from './id';

const RANDOM_PART = /^[0-9A-Za-z]{16}$/;

/** Whether a text has the form of an id of ours; anything else is not worth a question to the database. */
export const isId = (prefix: IdPrefix, value: string): boolean =>
  value.startsWith(`${prefix}_`) && RANDOM_PART.test(value.slice(prefix.length + 1));
