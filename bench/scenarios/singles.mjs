import { growth } from './growth.mjs';
import { race } from './race.mjs';
import { start } from './start.mjs';
import { tail } from './tail.mjs';

/** Scenarios that are no contest of rates. Each returns rows for its own table and what is to be reached. */
export const SINGLES = [start, tail, growth, race];
