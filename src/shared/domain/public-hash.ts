import { BoundedMap } from './bounded-map';
import { getOrMake } from './get-or-make';
import { sha256 } from './secret';

const MOST = 1000;
const known = new BoundedMap<string, string>(MOST);

/**
 * SHA-256 of a name that comes again and again, as rows are found by where the name itself is too long for an index. Never of a
 * secret: the name stays in memory.
 */
export const publicHash = (name: string): string => getOrMake(known, name, () => sha256(name));
