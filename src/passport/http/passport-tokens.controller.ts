import { Delete, Get, HttpCode, Param } from '@nestjs/common';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import { OwnAuthorizations } from '../../tokens/application/own-authorizations';
import { every } from '../application/every';
import { passportToken } from './passport-bodies';
import { PassportRoutes } from './passport-routes';

/** /oauth/tokens: what the person has granted to apps, one entry for each sign-in to one. */
@PassportRoutes('tokens')
export class PassportTokensController {
  constructor(private readonly authorizations: OwnAuthorizations) {}

  @Get()
  async list(@CurrentPerson() { signedIn: { user } }: SignedInVisitor) {
    const known = await every((page) => this.authorizations.listOf(user.id, page));
    return known.flatMap(({ authorization, client }) =>
      client ? [passportToken(authorization, client)] : [],
    );
  }

  /** Ends it with its refresh token: more than Passport does, which leaves that alive. */
  @Delete(':id')
  @HttpCode(204)
  async end(
    @Param('id') id: string,
    @CurrentPerson() { signedIn: { user } }: SignedInVisitor,
  ): Promise<void> {
    await this.authorizations.end(user.id, id);
  }
}
