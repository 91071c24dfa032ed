import { Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Desk } from '../../desk/desk';
import { AdminPages, answerForm } from '../../desk/pages-behind-sign-in';
import { readPlace, ways } from '../../desk/paging';
import type { Html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import type { Parameters } from '../../shared/domain/parameters';
import { type FieldError, fieldError, refused } from '../../shared/domain/problem';
import { userParty } from '../../shared/domain/security-events';
import { FormBody } from '../../shared/http/form';
import { TokenDesk } from '../application/token-desk';
import { TokenLookup } from '../application/token-lookup';
import type { KnownToken } from '../application/token-search';
import { asQuery } from './page-search';
import { filtersOf, readTokenSearch, searchFaults } from './token-queries';
import { tokenPath, TOKENS_PATH as PATH, TokenViews } from './token-views';

const LOOKUP = `${PATH}/lookup`;

/** /admin/tokens: what is known of tokens, whose one is that turned up somewhere, and how one of them ends. */
@AdminPages('admin/tokens')
export class AdminTokenPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly tokens: TokenDesk,
    private readonly lookups: TokenLookup,
    private readonly views: TokenViews,
  ) {}

  @Get()
  async list(
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const search = readTokenSearch(query);
    const errors = searchFaults(search);
    const filters = filtersOf(search);
    const place = readPlace(query, 'createdAt');
    const page = errors.length > 0 ? { items: [], next: null } : await this.tokens.search(place, filters);
    const { user_id, client_id, kind } = search;
    const view = {
      shell: this.desk.shell(visitor, PATH, query),
      api: [{ method: 'GET', path: `/v1${PATH}${asQuery(filters)}` }],
      rows: await this.views.rows(page.items),
      search,
      errors,
      revoke: `${PATH}/revoke${asQuery({ user_id, client_id, kind })}`,
      ...ways(`${PATH}${asQuery(search)}`, place, page),
    };
    sendPage(reply, this.pages.adminTokens(view));
  }

  @Get('lookup')
  askForValue(@CurrentPerson() visitor: SignedInVisitor, @Res() reply: FastifyReply): void {
    sendPage(reply, this.lookupPage(visitor, []));
  }

  /** The answer shows what is known, and never the value. */
  @Post('lookup')
  async lookUp(
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const work = async () => {
      const found = await this.lookups.find((form.oneOrNull('token') ?? '').trim());
      if (!found) throw refused('validation-failed', fieldError('/token', 'unknown', 'adminTokens.unknown'));
      sendPage(reply, await this.tokenPage(visitor, found));
    };
    await answerForm(reply, work, (errors) => this.lookupPage(visitor, errors));
  }

  @Get(':id')
  async show(
    @Param('id') id: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendPage(reply, await this.tokenPage(visitor, await this.tokens.find(id)));
  }

  @Get(':id/revoke')
  async ask(
    @Param('id') id: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.tokens.requireKnown(id);
    sendPage(reply, this.revokePage(visitor, id, []));
  }

  @Post(':id/revoke')
  async revoke(
    @Param('id') id: string,
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      await this.tokens.remove(id, userParty(visitor.signedIn.user.id));
      redirect(reply, this.desk.path(PATH, 'token-revoked'));
    };
    await answerForm(reply, work, (errors) => this.revokePage(visitor, id, errors));
  }

  private async tokenPage(visitor: SignedInVisitor, token: KnownToken): Promise<Html> {
    const { id, status, authorizationId, scopes, resource, lastUsedAt, ip } = token;
    const [row] = await this.views.rows([token]);
    const isOver = status === 'expired' || status === 'revoked';
    return this.pages.adminToken({
      shell: this.desk.shell(visitor, PATH),
      api: [{ method: 'GET', path: `/v1${tokenPath(id)}` }],
      row: row!,
      ...{ id, authorizationId, scopes, resource, lastUsedAt, ip },
      revoke: isOver ? null : `${tokenPath(id)}/revoke`,
    });
  }

  private lookupPage(visitor: SignedInVisitor, errors: FieldError[]): Html {
    return this.pages.tokenLookup({
      shell: this.desk.shell(visitor, PATH),
      form: this.desk.form(visitor, LOOKUP),
      errors,
      api: [{ method: 'POST', path: `/v1${LOOKUP}`, body: { token: 'THE_TOKEN' } }],
    });
  }

  private revokePage(visitor: SignedInVisitor, id: string, errors: FieldError[]): Html {
    return this.pages.confirm({
      shell: this.desk.shell(visitor, PATH),
      form: this.desk.form(visitor, `${tokenPath(id)}/revoke`, { sensitive: true }),
      errors,
      title: this.pages.t('adminTokens.revokeTitle'),
      text: this.pages.t(id.endsWith('.refresh') ? 'adminTokens.revokeRefresh' : 'tokens.revokeText'),
      submit: this.pages.t('adminTokens.revoke'),
      danger: true,
      back: PATH,
      api: [{ method: 'DELETE', path: `/v1${tokenPath(id)}` }],
    });
  }
}
