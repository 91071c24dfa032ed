import type { LocalUsers } from '../../users/application/local-users';
import type { LocalUser } from '../../users/domain/user';

/** People by their address, each asked for once. */
export class KnownPeople {
  private readonly found = new Map<string, Promise<LocalUser | null>>();

  constructor(private readonly users: LocalUsers) {}

  find(email: string): Promise<LocalUser | null> {
    const known = this.found.get(email) ?? this.users.findByEmail(email);
    this.found.set(email, known);
    return known;
  }
}
