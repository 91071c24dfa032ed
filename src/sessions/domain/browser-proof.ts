import { createHmac } from 'node:crypto';
import { equalInConstantTime, randomBase62 } from '../../shared/domain/secret';
import { foldEmail } from '../../users/domain/user';

const FORM = /^[0-9A-Za-z]{22}(?:\.[A-Za-z0-9_-]{43}){1,5}$/;
/** A family shares a browser; more than these are a machine in a library. */
const PEOPLE = 5;

const hmac = (id: string, login: string, key: string): string =>
  createHmac('sha256', key)
    .update(`browser proof\0${id}\0${foldEmail(login)}`)
    .digest('base64url');

/**
 * The id of a browser in which that person has signed in before; null for any other.
 *
 * @param cookie a random id, and for each person an HMAC that only we can make
 */
export function provenBrowser(cookie: string | null, login: string, key: string): string | null {
  if (cookie === null || !FORM.test(cookie)) return null;
  const [id, ...proofs] = cookie.split('.');
  const expected = hmac(id!, login, key);
  return proofs.some((each) => equalInConstantTime(each, expected)) ? id! : null;
}

/** The cookie after somebody has signed in: it knows them, and those who were here before. */
export function withProof(cookie: string | null, login: string, key: string): string {
  const [id, ...proofs] = cookie !== null && FORM.test(cookie) ? cookie.split('.') : [randomBase62(22)];
  const own = hmac(id!, login, key);
  return [id, own, ...proofs.filter((each) => each !== own).slice(0, PEOPLE - 1)].join('.');
}
