import { Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Desk } from '../../desk/desk';
import { AdminPages, answerForm } from '../../desk/pages-behind-sign-in';
import type { Html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import type { RevocationSearch } from '../../pages/templates/admin-token-revocation';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import { Clock } from '../../shared/domain/clock';
import { Parameters } from '../../shared/domain/parameters';
import type { FieldError } from '../../shared/domain/problem';
import { userParty } from '../../shared/domain/security-events';
import { FormBody } from '../../shared/http/form';
import { TokenRevocation } from '../application/token-revocation';
import { apiOrderOf, orderOf, readRevocation, revocationFaults } from './token-queries';
import { TOKENS_PATH } from './token-views';
import { requireSelector } from './tokens.controller';

const PATH = `${TOKENS_PATH}/revoke`;

/** /admin/tokens/revoke: ends many tokens at once, after it has said how many that is about. */
@AdminPages('admin/tokens/revoke')
export class AdminTokenRevocationController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly revocation: TokenRevocation,
    private readonly clock: Clock,
  ) {}

  @Get()
  async ask(
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const search = readRevocation(new Parameters(query));
    const errors = revocationFaults(orderOf(search), this.clock.now());
    sendPage(reply, await this.page(visitor, search, errors));
  }

  @Post()
  async revoke(
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const search = readRevocation(form);
    const work = async () => {
      const order = orderOf(search);
      requireSelector(order, this.clock.now());
      await this.desk.requireSudo(visitor, form);
      await this.revocation.revoke(order, userParty(visitor.signedIn.user.id));
      redirect(reply, this.desk.path(TOKENS_PATH, 'tokens-revoked'));
    };
    await answerForm(reply, work, (errors) => this.page(visitor, search, errors));
  }

  private async page(
    visitor: SignedInVisitor,
    search: RevocationSearch,
    errors: FieldError[],
  ): Promise<Html> {
    const order = orderOf(search);
    const isSaid = Object.keys(order).length > 0;
    const isCountable = isSaid && revocationFaults(order, this.clock.now()).length === 0;
    // Until something is selected there is nothing to try; the kind is only an example.
    const body = isSaid ? apiOrderOf(search) : { kind: 'personal' };
    return this.pages.tokenRevocation({
      shell: this.desk.shell(visitor, TOKENS_PATH),
      form: this.desk.form(visitor, PATH, { sensitive: true }),
      errors,
      search,
      matched: isCountable ? await this.revocation.count(order) : null,
      api: [{ method: 'POST', path: `/v1${PATH}`, body: { ...body, dry_run: true } }],
    });
  }
}
