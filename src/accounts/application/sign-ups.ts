import { Injectable } from '@nestjs/common';
import { Platform } from '../../shared/application/platform';
import { currentLanguage } from '../../shared/application/request-context';
import { ANONYMOUS } from '../../shared/domain/security-events';
import { UserAdministration } from '../../users/application/user-administration';
import { foldEmail, newLocalUser } from '../../users/domain/user';
import { AccountLinks } from './account-links';
import { PasswordResets } from './password-resets';

const PURPOSE = 'sign-up';

/** What somebody has typed who wants an account. */
interface SignUpRequest {
  email: string;
  name: string;
  password: string;
}

/**
 * Lets strangers make an account of their own. There is none before the address is confirmed: until then everything
 * stands in the link's row.
 */
@Injectable()
export class SignUps {
  constructor(
    private readonly links: AccountLinks,
    private readonly administration: UserAdministration,
    private readonly resets: PasswordResets,
    private readonly platform: Platform,
  ) {}

  /** The same answer in the same time for an address that somebody has; that person is told by mail. @throws Problem `validation-failed` */
  async request(request: SignUpRequest): Promise<void> {
    const { rules } = this.administration;
    rules.requireValid(request);
    const passwordHash = await rules.hashPassword(request.password, request, '/password');
    const user = await this.administration.findByEmail(request.email);
    const locale = currentLanguage();
    if (!user) this.platform.inBackground(() => this.mail({ ...request, passwordHash, locale }));
    else if (user.isActive) this.resets.remind(user);
  }

  /** The address that the link confirms. @throws StaleLinkError */
  async emailOf(secret: string | null): Promise<string> {
    return (await this.links.peek(PURPOSE, secret)).payload['email']!;
  }

  /**
   * The password is asked for again: somebody who confirms an address for a sign-up that was not theirs would else get
   * an account whose password a stranger knows.
   *
   * @throws StaleLinkError
   * @throws Problem `validation-failed` at `/password`, `conflict` when somebody else has the address meanwhile
   */
  async confirm(secret: string | null, password: string): Promise<void> {
    const { payload } = await this.links.peek(PURPOSE, secret);
    await this.administration.rules.requireRightPassword(payload['passwordHash']!, password);
    await this.platform.transaction(async () => {
      const link = await this.links.use(PURPOSE, secret);
      const { email, name, passwordHash, locale } = link.payload;
      const values = { email: email!, name: name!, passwordHash: passwordHash!, locale: locale! };
      const user = newLocalUser({ ...values, role: 'member', emailVerified: true }, this.platform.now());
      await this.administration.add(user, ANONYMOUS);
    });
  }

  /** The name that a stranger has typed does not stand in the mail: it would carry anything to anybody. */
  private async mail(values: Omit<SignUpRequest, 'password'> & { passwordHash: string; locale: string }) {
    const { email, name, passwordHash, locale } = values;
    const payload = { email: email.trim(), name: name.trim(), passwordHash, locale };
    await this.links.mail({ purpose: PURPOSE, subject: foldEmail(email), payload }, payload, 'mail.signUp');
  }
}
