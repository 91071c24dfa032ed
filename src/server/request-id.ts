import { randomBase62 } from '../shared/domain/secret';

const FOREIGN_ID = /^[A-Za-z0-9_.:-]{8,64}$/;
const OUR_ID = /^req_[0-9A-Za-z]{16}$/;

/** The id of a request: the one that came with it where that is well-formed, or a new one. */
export const requestIdFrom = (given: unknown): string =>
  typeof given === 'string' && FOREIGN_ID.test(given) ? given : `req_${randomBase62(16)}`;

/** Whether it looks like one that we have made: then there is nothing in it to hide. */
export const isOurRequestId = (id: string): boolean => OUR_ID.test(id);
