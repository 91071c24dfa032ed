import { randomBase62 } from './secret';

/** What an id is of; the prefix keeps kinds from being taken for one another. */
export type IdPrefix =
  'user' | 'app' | 'res' | 'sec' | 'tok' | 'auth' | 'sess' | 'evt' | 'prj' | 'consent' | 'txn';

/** Prefix and 16 characters of 62: 95 bits. */
export const newId = (prefix: IdPrefix): string => `${prefix}_${randomBase62(16)}`;

/** Prefixes that a chosen client id may not begin with, so that a `sub` can never name two things. */
export const RESERVED_ID_PREFIXES = [
  'user_',
  'app_',
  'res_',
  'sec_',
  'tok_',
  'auth_',
  'sess_',
  'evt_',
  'prj_',
  'key_',
  'consent_',
  'txn_',
];
