import { CheckedUserDirectory } from './checked-user-directory';
import { UserDirectory } from './user-directory';

class Theirs extends UserDirectory {
  constructor(override readonly isSteady: boolean) {
    super();
  }

  find = async () => null;
  authenticate = async () => null;
  authenticateAgain = async () => null;
}

it.each([true, false])('a checked directory is as steady as the one behind it: %s', (isSteady) => {
  expect(new CheckedUserDirectory(new Theirs(isSteady)).isSteady).toBe(isSteady);
});
