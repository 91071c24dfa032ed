import { Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import { browserName } from '../../pages/templates/sessions';
import { OwnSessions } from '../../sessions/application/own-sessions';
import type { Session } from '../../sessions/domain/session';
import { describeUserAgent } from '../../sessions/domain/user-agent';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import type { Parameters } from '../../shared/domain/parameters';
import type { FieldError } from '../../shared/domain/problem';
import { FormBody } from '../../shared/http/form';
import { Desk } from '../../desk/desk';
import { readPlace, ways } from '../../desk/paging';
import { answerForm, SettingsPages } from '../../desk/pages-behind-sign-in';

const PATH = '/settings/sessions';

/** The browsers in which a person is signed in. */
@SettingsPages('settings/sessions')
export class SessionsController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly sessions: OwnSessions,
  ) {}

  @Get()
  async list(
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { user, session } = visitor.signedIn;
    const place = readPlace(query, 'createdAt');
    const page = await this.sessions.listOf(user.id, place);
    const rows = page.items.map((item) => ({
      ...describeUserAgent(item.userAgent),
      ip: item.ip,
      createdAt: item.createdAt,
      lastSeenAt: item.lastSeenAt,
      end: item.id === session.id ? null : `${PATH}/${item.id}/end`,
    }));
    const view = { now: this.sessions.now(), rows, endOthers: `${PATH}/end-others` };
    const shell = this.desk.shell(visitor, PATH, query);
    sendPage(reply, this.pages.sessions({ shell, ...view, ...ways(PATH, place, page) }));
  }

  @Get('end-others')
  askForOthers(@CurrentPerson() visitor: SignedInVisitor, @Res() reply: FastifyReply): void {
    sendPage(reply, this.othersPage(visitor, []));
  }

  @Post('end-others')
  async endOthers(
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      await this.sessions.endOthers(visitor.signedIn.user.id, visitor.signedIn.session.id);
      redirect(reply, this.desk.path(PATH, 'sessions-ended'));
    };
    await answerForm(reply, work, (errors) => this.othersPage(visitor, errors));
  }

  @Get(':id/end')
  async ask(
    @Param('id') id: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const session = await this.sessions.find(visitor.signedIn.user.id, id);
    sendPage(reply, this.endPage(visitor, session, []));
  }

  @Post(':id/end')
  async end(
    @Param('id') id: string,
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { user } = visitor.signedIn;
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      await this.sessions.end(user.id, id);
      redirect(reply, this.desk.path(PATH, 'session-ended'));
    };
    await answerForm(reply, work, async (errors) =>
      this.endPage(visitor, await this.sessions.find(user.id, id), errors),
    );
  }

  private endPage(visitor: SignedInVisitor, session: Session, errors: FieldError[]): Html {
    const browser = browserName(this.pages, describeUserAgent(session.userAgent));
    return this.confirmPage(visitor, errors, {
      action: `${PATH}/${session.id}/end`,
      title: this.pages.t('sessions.endTitle'),
      text: this.pages.t('sessions.endText', { browser }),
      submit: this.pages.t('action.signOut'),
    });
  }

  private othersPage(visitor: SignedInVisitor, errors: FieldError[]): Html {
    return this.confirmPage(visitor, errors, {
      action: `${PATH}/end-others`,
      title: this.pages.t('sessions.endOthersTitle'),
      text: this.pages.t('sessions.endOthersText'),
      submit: this.pages.t('sessions.endOthers'),
    });
  }

  private confirmPage(
    visitor: SignedInVisitor,
    errors: FieldError[],
    { action, ...words }: { action: string; title: Html; text: Html; submit: Html },
  ): Html {
    const form = this.desk.form(visitor, action, { sensitive: true });
    const shell = this.desk.shell(visitor, PATH);
    return this.pages.confirm({ shell, form, errors, ...words, danger: true, back: PATH });
  }
}
