import { Injectable } from '@nestjs/common';
import { Invitations } from '../../accounts/application/invitations';
import { PasswordResets } from '../../accounts/application/password-resets';
import type { Party } from '../../shared/domain/security-events';
import type { LocalUser } from '../../users/domain/user';

/** What a link is for: another password, or the first one. */
export const LINK_KINDS = ['reset', 'invite'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** Gives people a link with which they choose their password. */
@Injectable()
export class PersonLinks {
  constructor(
    private readonly resets: PasswordResets,
    private readonly invitations: Invitations,
  ) {}

  /** See `PasswordResets.issue` and `Invitations.inviteAgain`. */
  give(
    kind: LinkKind,
    user: LocalUser,
    actor: Party,
    options: { sendMail: boolean },
  ): Promise<string | null> {
    return kind === 'reset'
      ? this.resets.issue(user, actor, options)
      : this.invitations.inviteAgain(user, actor, options);
  }
}
