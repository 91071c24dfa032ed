import type { User } from '../domain/user';
import { UserDirectory } from './user-directory';

const USER_ID = /^user_[\x21-\x7e]{1,250}$/;

/** Stands before a company's directory: an id that could be taken for something else never gets into a token. */
export class CheckedUserDirectory extends UserDirectory {
  override readonly isSteady: boolean;

  constructor(private readonly theirs: UserDirectory) {
    super();
    this.isSteady = theirs.isSteady;
  }

  async find(id: string): Promise<User | null> {
    return USER_ID.test(id) ? requireOurForm(await this.theirs.find(id)) : null;
  }

  async authenticate(login: string, password: string): Promise<User | null> {
    return requireOurForm(await this.theirs.authenticate(login, password));
  }

  async authenticateAgain(id: string, password: string): Promise<User | null> {
    const user = requireOurForm(await this.theirs.authenticateAgain(id, password));
    return user?.id === id ? user : null;
  }
}

/** @throws Error for the company's developer */
function requireOurForm(user: User | null): User | null {
  if (user === null || USER_ID.test(user.id)) return user;
  throw new Error(
    'UserDirectory: ids of people begin with user_ and have no blanks; a client could be taken for the person otherwise.',
  );
}
