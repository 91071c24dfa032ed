import { Get } from '@nestjs/common';
import { PersonalAccessTokenRules } from '../../personal-access-tokens/application/personal-access-token-rules';
import { ScopeCatalogue } from '../../scopes/application/scope-catalogue';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import { passportScope } from './passport-bodies';
import { PassportRoutes } from './passport-routes';

/** GET /oauth/scopes: what the person may give a token of their own. */
@PassportRoutes('scopes')
export class PassportScopesController {
  constructor(
    private readonly rules: PersonalAccessTokenRules,
    private readonly catalogue: ScopeCatalogue,
  ) {}

  @Get()
  async list(@CurrentPerson() { signedIn: { user } }: SignedInVisitor) {
    return this.catalogue.describe(await this.rules.scopesFor(user)).map(passportScope);
  }
}
