import { Injectable } from '@nestjs/common';
import { AccountFeatures } from '../../accounts/application/account-features';
import type { Caller } from '../../bearer/caller';
import { insufficientScope, roleRequired } from '../../bearer/challenges';
import type { PersonalAccessToken } from '../../personal-access-tokens/domain/personal-access-token';
import { ScopeCatalogue } from '../../scopes/application/scope-catalogue';
import { without } from '../../scopes/domain/scope';
import { Problem } from '../../shared/domain/problem';
import type { User } from '../../users/domain/user';

/** Holds down what a token can get out of the API for personal tokens: never another one that can do more than itself. */
@Injectable()
export class TokenPowers {
  constructor(
    private readonly catalogue: ScopeCatalogue,
    private readonly features: AccountFeatures,
  ) {}

  /** @throws Problem `role-required` for a personal token, and before the address of the person is confirmed */
  requireMaker(caller: Caller, user: User): void {
    if (caller.kind === 'personal') {
      throw roleRequired('A personal token cannot make another one. Send the token of an app of the house.');
    }
    if (!this.features.owesConfirmation(user)) return;
    throw roleRequired(`Confirm the email address ${user.email} first, in the profile.`);
  }

  /**
   * Scopes that exist, and that are not there to manage the account: those are given on our pages only.
   *
   * @throws Problem `validation-failed`
   */
  requireGivable(scopes: readonly string[]): void {
    const errors = this.catalogue
      .describe(scopes)
      .filter(({ firstPartyOnly }) => firstPartyOnly)
      .map(({ name }) => ({
        pointer: '/scopes',
        code: 'not_allowed',
        detail: `Only tokens that are made on the page for access tokens can have ${name}.`,
      }));
    if (errors.length > 0) throw new Problem('validation-failed', errors[0]!.detail, { errors });
  }

  /**
   * A token whose new value the API may hand over.
   *
   * @throws Problem `role-required` for one that manages the account
   */
  requireRotatable(token: PersonalAccessToken): void {
    if (!this.catalogue.describe(token.scopes).some(({ firstPartyOnly }) => firstPartyOnly)) return;
    throw roleRequired('This token can manage the account. Rotate it on the page for access tokens.');
  }

  /** @throws Problem `insufficient-scope` where the calling token lacks one of the scopes, as far as they exist */
  requireAll(caller: Caller, scopes: readonly string[]): void {
    const lacking = without(scopes, caller.scopes).filter((scope) => this.catalogue.find(scope) !== null);
    if (lacking.length > 0) throw insufficientScope(lacking);
  }
}
