import { Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Desk } from '../../desk/desk';
import { AdminPages, answerForm } from '../../desk/pages-behind-sign-in';
import { type Html, html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import type { Parameters } from '../../shared/domain/parameters';
import { Precondition } from '../../shared/domain/precondition';
import { type FieldError, Problem } from '../../shared/domain/problem';
import { userParty } from '../../shared/domain/security-events';
import { FormBody } from '../../shared/http/form';
import { ScopeDesk } from '../application/scope-desk';
import { scopePath, SCOPES_PATH } from './scope-views';

/** The page that asks before a scope is deleted, and says where it is used. */
@AdminPages('admin/scopes/:name/delete')
export class AdminScopeDeletionController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly scopes: ScopeDesk,
  ) {}

  @Get()
  async ask(
    @Param('name') name: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if ((await this.scopes.find(name)).isFixed) throw Problem.notFound('page');
    sendPage(reply, await this.page(visitor, name, []));
  }

  @Post()
  async remove(
    @Param('name') name: string,
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      // A form that is sent again finds nothing to delete: what it asks for is done.
      if ((await this.scopes.all()).some(({ scope }) => scope.name === name)) {
        const actor = userParty(visitor.signedIn.user.id);
        await this.scopes.remove(name, { condition: Precondition.none, actor });
      }
      redirect(reply, this.desk.path(SCOPES_PATH, 'scope-deleted'));
    };
    await answerForm(reply, work, (errors) => this.page(visitor, name, errors));
  }

  private async page(visitor: SignedInVisitor, name: string, errors: FieldError[]): Promise<Html> {
    const { clients, authorizations, tokens } = await this.scopes.countUses(name);
    const isUsed = clients + authorizations + tokens > 0;
    const { pages } = this;
    return pages.confirm({
      shell: this.desk.shell(visitor, SCOPES_PATH),
      form: this.desk.form(visitor, `${scopePath(name)}/delete`, { sensitive: true }),
      errors,
      title: pages.t('scopes.deleteTitle', { scope: html`<code>${name}</code>` }),
      text: isUsed
        ? pages.t('fault.scope.inUse', { clients, authorizations, tokens })
        : pages.t('scopes.deleteText'),
      submit: pages.t('scopes.delete'),
      danger: true,
      back: scopePath(name),
      api: [{ method: 'DELETE', path: `/v1${scopePath(name)}` }],
    });
  }
}
