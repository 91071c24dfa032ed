import { Injectable } from '@nestjs/common';
import { LocalUsers } from '../application/local-users';
import { PasswordHasher } from '../application/password-hasher';
import { UserDirectory } from '../application/user-directory';
import type { User } from '../domain/user';

/** The default directory: our own table, passwords as Argon2id. */
@Injectable()
export class TypeOrmUserDirectory extends UserDirectory {
  override readonly isSteady = true;

  constructor(
    private readonly users: LocalUsers,
    private readonly passwords: PasswordHasher,
  ) {
    super();
  }

  find(id: string): Promise<User | null> {
    return this.users.find(id);
  }

  async authenticate(login: string, password: string): Promise<User | null> {
    const user = await this.users.findByEmail(login);
    return (await this.passwords.verify(user?.passwordHash ?? null, password)) ? user : null;
  }

  async authenticateAgain(id: string, password: string): Promise<User | null> {
    const user = await this.users.find(id);
    return (await this.passwords.verify(user?.passwordHash ?? null, password)) ? user : null;
  }
}
