import { Injectable } from '@nestjs/common';
import { OneTimeLinks } from '../../one-time-links/application/one-time-links';
import { Platform } from '../../shared/application/platform';
import { SYSTEM } from '../../shared/domain/security-events';
import { LocalUsers } from '../../users/application/local-users';
import { UserAdministration } from '../../users/application/user-administration';
import { newLocalUser } from '../../users/domain/user';
import { StaleLinkError } from './stale-link-error';

const PURPOSE = 'setup';
/** Nobody is there yet to whom the link could belong. */
const SUBJECT = 'administrator';

/** Lets whoever can read the server's output become the first administrator; never the first visitor. */
@Injectable()
export class FirstAdmin {
  constructor(
    private readonly links: OneTimeLinks,
    private readonly users: LocalUsers,
    private readonly administration: UserAdministration,
    private readonly platform: Platform,
  ) {}

  /** A link to print; null where an administrator is there. Each of several servers has its own, and the first that is used wins. */
  offer(): Promise<string | null> {
    return this.platform.transaction(async () =>
      (await this.isMissing()) ? this.links.makeAnother({ purpose: PURPOSE, subject: SUBJECT }) : null,
    );
  }

  /** @throws StaleLinkError also when there is an administrator meanwhile */
  async requireOpen(secret: string | null): Promise<void> {
    const link = await this.links.peek(PURPOSE, secret);
    if (!link || !(await this.platform.transaction(() => this.isMissing())))
      throw new StaleLinkError(PURPOSE);
  }

  /** @throws StaleLinkError @throws Problem `validation-failed`, `conflict` when the email is taken */
  async create(
    secret: string | null,
    values: { email: string; name: string; password: string },
  ): Promise<void> {
    await this.requireOpen(secret);
    const { rules } = this.administration;
    rules.requireValid(values);
    const passwordHash = await rules.hashPassword(values.password, values, '/password');
    const person = { ...values, passwordHash, role: 'admin', emailVerified: false, locale: null } as const;
    await this.platform.transaction(async () => {
      await this.platform.lock(SUBJECT);
      const link = await this.links.use(PURPOSE, secret);
      if (!link || !(await this.isMissing())) throw new StaleLinkError(PURPOSE);
      await this.administration.add(newLocalUser(person, this.platform.now()), SYSTEM);
    });
  }

  private async isMissing(): Promise<boolean> {
    return (await this.users.lockActiveAdmins()).length === 0;
  }
}
