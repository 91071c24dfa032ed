import type { Role } from '../../src/users/domain/user';
import { Browser } from './browser';
import { addPerson, PASSWORD, type TestPerson } from './oauth';
import type { TestServer } from './test-server';

let count = 0;

/** Somebody whom no other test knows. */
export const somebody = (server: TestServer, role: Role = 'member'): Promise<TestPerson> =>
  addPerson(server, `Person ${++count}`, role);

/** A browser without scripts in which the person is signed in. */
export async function browserOf(server: TestServer, person: TestPerson): Promise<Browser> {
  const browser = new Browser(server.url);
  await browser.signIn(person.email, PASSWORD);
  return browser;
}
