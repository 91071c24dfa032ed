import { Initial1763683200000 } from './1763683200000-initial';

/** Every migration, oldest first; the same for SQLite and MySQL. */
export const MIGRATIONS = [Initial1763683200000];
