import { Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AccountFeatures } from '../../accounts/application/account-features';
import type { Html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import type { TokenDraft, TokensView } from '../../pages/templates/tokens';
import { PersonalAccessTokens } from '../../personal-access-tokens/application/personal-access-tokens';
import type { MadeToken } from '../../personal-access-tokens/application/personal-access-token-mint';
import type { PersonalAccessToken } from '../../personal-access-tokens/domain/personal-access-token';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import { Parameters } from '../../shared/domain/parameters';
import type { FieldError } from '../../shared/domain/problem';
import { userParty } from '../../shared/domain/security-events';
import { FormBody } from '../../shared/http/form';
import { PageError } from '../../shared/http/page-error';
import { Desk } from '../../desk/desk';
import { readPlace, ways } from '../../desk/paging';
import { answerForm, SettingsPages } from '../../desk/pages-behind-sign-in';
import { OVERLAPS, readOverlap, TokenForms } from './token-forms';

const PATH = '/settings/tokens';

/** A person's own access tokens. */
@SettingsPages('settings/tokens')
export class TokensController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly tokens: PersonalAccessTokens,
    private readonly forms: TokenForms,
    private readonly features: AccountFeatures,
  ) {}

  @Get()
  async list(
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendPage(reply, await this.listPage(visitor, query, null));
  }

  @Get('new')
  async ask(
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.requireConfirmedEmail(visitor);
    const draft = this.forms.fromLink(new Parameters(query));
    sendPage(reply, await this.newPage(visitor, draft, this.desk.newOnce(), []));
  }

  @Post('new')
  async create(
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.requireConfirmedEmail(visitor);
    const draft = this.forms.fromForm(form);
    const { user } = visitor.signedIn;
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      const made = await this.desk.once(visitor, form, PATH, async () => {
        const { name, description, scopes } = draft;
        const expiresInDays = this.forms.daysOf(draft);
        const result = await this.tokens.create(user, { name, description, scopes, expiresInDays });
        return { result, resource: result.token.id };
      });
      sendPage(reply, await this.listPage(visitor, {}, made));
    };
    await answerForm(reply, work, (errors) => this.newPage(visitor, draft, form.oneOrNull('once'), errors));
  }

  @Get(':id/rotate')
  async askToRotate(
    @Param('id') id: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const token = await this.tokens.find(visitor.signedIn.user.id, id);
    const draft = this.forms.fromLink(new Parameters({}));
    sendPage(reply, this.rotatePage(visitor, token, { ...draft, overlap: 0 }, this.desk.newOnce(), []));
  }

  @Post(':id/rotate')
  async rotate(
    @Param('id') id: string,
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const draft = { ...this.forms.fromForm(form), overlap: readOverlap(form) };
    const { user } = visitor.signedIn;
    const token = await this.tokens.find(user.id, id);
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      const made = await this.desk.once(visitor, form, PATH, async () => {
        const expiresInDays = this.forms.daysOf(draft);
        const result = await this.tokens.rotate(user, id, { expiresInDays, overlapSeconds: draft.overlap });
        return { result, resource: result.token.id };
      });
      sendPage(reply, await this.listPage(visitor, {}, made));
    };
    await answerForm(reply, work, (errors) =>
      this.rotatePage(visitor, token, draft, form.oneOrNull('once'), errors),
    );
  }

  @Get(':id/revoke')
  async askToRevoke(
    @Param('id') id: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { name } = await this.tokens.find(visitor.signedIn.user.id, id);
    const page = this.pages.confirm({
      shell: this.desk.shell(visitor, PATH),
      form: this.desk.form(visitor, `${PATH}/${id}/revoke`),
      errors: [],
      title: this.pages.t('tokens.revokeTitle', { name }),
      text: this.pages.t('tokens.revokeText'),
      submit: this.pages.t('action.revoke'),
      danger: true,
      back: PATH,
    });
    sendPage(reply, page);
  }

  @Post(':id/revoke')
  async revoke(
    @Param('id') id: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { user } = visitor.signedIn;
    await this.tokens.revoke(id, user.id, userParty(user.id));
    redirect(reply, this.desk.path(PATH, 'token-revoked'));
  }

  /** @throws PageError that leads to where the address can be confirmed */
  private requireConfirmedEmail({ signedIn: { user } }: SignedInVisitor): void {
    if (!this.features.owesConfirmation(user)) return;
    const next = { label: 'tokens.confirmEmail', href: '/settings/profile/email' } as const;
    throw new PageError(403, 'error.emailUnconfirmed', { values: { email: user.email }, next });
  }

  private async listPage(visitor: SignedInVisitor, query: unknown, made: MadeToken | null): Promise<Html> {
    const ended = new Parameters(query).oneOrNull('state') === 'ended';
    const place = readPlace(query, 'createdAt');
    const page = await this.tokens.listOf(visitor.signedIn.user.id, place, { live: !ended });
    return this.pages.tokens({
      shell: this.desk.shell(visitor, PATH, query),
      now: this.forms.now(),
      ended,
      rows: page.items.map((token) => ({
        ...token,
        rotate: ended || token.replacedBy !== null ? null : `${PATH}/${token.id}/rotate`,
        revoke: ended ? null : `${PATH}/${token.id}/revoke`,
      })),
      ...ways(ended ? `${PATH}?state=ended` : PATH, place, page),
      made: made && this.shownOnce(made),
    });
  }

  private shownOnce({ token, value }: MadeToken): TokensView['made'] {
    return { name: token.name, value, curl: this.forms.curl(value, token.scopes) };
  }

  private async newPage(
    visitor: SignedInVisitor,
    draft: TokenDraft,
    once: string | null,
    errors: FieldError[],
  ): Promise<Html> {
    return this.pages.newToken({
      shell: this.desk.shell(visitor, PATH),
      form: this.desk.form(visitor, `${PATH}/new`, { once, sensitive: true }),
      errors,
      draft,
      ...this.forms.ends(),
      scopes: await this.forms.scopesFor(visitor.signedIn.user),
    });
  }

  private rotatePage(
    visitor: SignedInVisitor,
    token: PersonalAccessToken,
    draft: TokenDraft & { overlap: number },
    once: string | null,
    errors: FieldError[],
  ): Html {
    return this.pages.rotateToken({
      shell: this.desk.shell(visitor, PATH),
      form: this.desk.form(visitor, `${PATH}/${token.id}/rotate`, { once, sensitive: true }),
      errors,
      name: token.name,
      draft,
      overlaps: [...OVERLAPS],
      ...this.forms.ends(),
    });
  }
}
