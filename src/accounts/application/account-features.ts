import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';
import { Postbox } from '../../mail/application/postbox';
import { DirectoryKind } from '../../users/application/directory-kind';
import type { User } from '../../users/domain/user';

/** Which ways there are to get, and to keep, an account. */
@Injectable()
export class AccountFeatures {
  constructor(
    private readonly directory: DirectoryKind,
    private readonly postbox: Postbox,
    private readonly settings: Settings,
  ) {}

  /** People are kept here. */
  get isLocal(): boolean {
    return this.directory.isLocal;
  }

  /** Links reach people by mail: for a forgotten password, or to another address. */
  get hasMail(): boolean {
    return this.isLocal && this.postbox.isOpen;
  }

  /** The person has yet to show that the address is theirs. Where nobody gets mails, nobody can. */
  owesConfirmation(user: User): boolean {
    return this.hasMail && !user.emailVerified;
  }

  /** Strangers may make an account of their own. */
  get signUp(): boolean {
    return this.hasMail && this.settings.signup === 'open';
  }
}
