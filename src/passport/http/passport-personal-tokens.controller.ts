import { Body, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AccountFeatures } from '../../accounts/application/account-features';
import { PersonalAccessTokens } from '../../personal-access-tokens/application/personal-access-tokens';
import { Sudo } from '../../sessions/application/sudo';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import { Problem } from '../../shared/domain/problem';
import { userParty } from '../../shared/domain/security-events';
import { every } from '../application/every';
import { passportPersonalToken } from './passport-bodies';
import { readPassword, readTokenForm } from './passport-forms';
import { PassportRoutes } from './passport-routes';

/** /oauth/personal-access-tokens: the tokens that the person made for their own hand. */
@PassportRoutes('personal-access-tokens')
export class PassportPersonalTokensController {
  constructor(
    private readonly tokens: PersonalAccessTokens,
    private readonly features: AccountFeatures,
    private readonly sudo: Sudo,
  ) {}

  @Get()
  async list(@CurrentPerson() { signedIn: { user } }: SignedInVisitor) {
    const tokens = await every((page) => this.tokens.listOf(user.id, page, { live: true }));
    return tokens.map(passportPersonalToken);
  }

  /** The value is in this answer only. It ends when the server's setting says so: Passport's form does not ask. */
  @Post()
  @HttpCode(200)
  async create(
    @Body() body: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { user } = visitor.signedIn;
    if (this.features.owesConfirmation(user))
      throw new Problem('role-required', 'Confirm your email address first, at /settings/profile/email.');
    const form = readTokenForm(body);
    await this.sudo.require(visitor, readPassword(body));
    const { token, value } = await this.tokens.create(user, form);
    void reply.header('Cache-Control', 'no-store');
    return { accessToken: value, token: passportPersonalToken(token) };
  }

  @Delete(':id')
  @HttpCode(204)
  async revoke(
    @Param('id') id: string,
    @CurrentPerson() { signedIn: { user } }: SignedInVisitor,
  ): Promise<void> {
    await this.tokens.revoke(id, user.id, userParty(user.id));
  }
}
