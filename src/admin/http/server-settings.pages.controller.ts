import { Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../../config/settings';
import { Desk } from '../../desk/desk';
import { AdminPages, answerForm } from '../../desk/pages-behind-sign-in';
import { GRANT_TYPES } from '../../live-settings/application/live-setting-rules';
import { LiveSettings } from '../../live-settings/application/live-settings';
import type { Html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import type { Parameters } from '../../shared/domain/parameters';
import { Precondition } from '../../shared/domain/precondition';
import type { FieldError } from '../../shared/domain/problem';
import { userParty } from '../../shared/domain/security-events';
import { FormBody } from '../../shared/http/form';
import {
  apiChangesOf,
  changesIn,
  draftOf,
  type LiveDraft,
  liveRows,
  readDraft,
} from './server-settings-form';

const PATH = '/admin/settings';

/** /admin/settings: how the server works, and the form that changes what may change while it runs. */
@AdminPages('admin/settings')
export class AdminSettingsPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly live: LiveSettings,
    private readonly settings: Settings,
  ) {}

  @Get()
  async show(
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendPage(reply, await this.page(visitor, { draft: null, errors: [], query }));
  }

  @Post()
  async change(
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const draft = readDraft(form);
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      const changes = changesIn(draft, await this.live.read(), this.settings);
      // A form that is sent again asks for what holds already: its version does not matter then.
      if (Object.keys(changes).length > 0) {
        const version = new Precondition([Number(form.oneOrNull('version') ?? NaN)]);
        await this.live.change(changes, version, userParty(visitor.signedIn.user.id));
      }
      redirect(reply, this.desk.path(PATH, 'saved'));
    };
    await answerForm(reply, work, (errors) => this.page(visitor, { draft, errors }));
  }

  private async page(
    visitor: SignedInVisitor,
    { draft, errors, query }: { draft: LiveDraft | null; errors: FieldError[]; query?: unknown },
  ): Promise<Html> {
    const current = await this.live.read();
    const typed = draft ?? draftOf(current.values);
    const body = apiChangesOf(typed, current);
    const change = { method: 'PATCH', path: `/v1${PATH}`, body };
    return this.pages.adminSettings({
      shell: this.desk.shell(visitor, PATH, query),
      api: [{ method: 'GET', path: `/v1${PATH}` }, ...(Object.keys(body).length > 0 ? [change] : [])],
      form: this.desk.form(visitor, PATH, { sensitive: true }),
      errors,
      version: current.version,
      rows: liveRows(typed, current, this.settings),
      grantTypes: GRANT_TYPES,
    });
  }
}
