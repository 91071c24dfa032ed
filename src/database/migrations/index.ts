import { Initial1763683200000 } from './1763683200000-initial';
import { Administration1764288000000 } from './1764288000000-administration';

/** Every migration, oldest first; the same for SQLite and MySQL. */
export const MIGRATIONS = [Initial1763683200000, Administration1764288000000];
