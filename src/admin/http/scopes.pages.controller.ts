import { Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Desk } from '../../desk/desk';
import { AdminPages, answerForm } from '../../desk/pages-behind-sign-in';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import type { Parameters } from '../../shared/domain/parameters';
import { Precondition } from '../../shared/domain/precondition';
import { Problem } from '../../shared/domain/problem';
import { userParty } from '../../shared/domain/security-events';
import { FormBody } from '../../shared/http/form';
import { ClientSearch } from '../application/client-search';
import { ScopeDesk, scopeNameFaults, type ScopeWords, wordsOf } from '../application/scope-desk';
import { changesIn, draftOf, NEW_SCOPE, readDraft, sameWords, wordFaults, wordsIn } from './scope-form';
import { NEW_SCOPE_PATH, scopePath, SCOPES_PATH as PATH, ScopeViews } from './scope-views';

/** /admin/scopes: every scope; one is made, reworded and tried out on the consent page. */
@AdminPages('admin')
export class AdminScopePagesController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly scopes: ScopeDesk,
    private readonly views: ScopeViews,
    private readonly clients: ClientSearch,
  ) {}

  @Get('scopes')
  async list(
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const rows = [];
    for (const { scope } of await this.scopes.all()) {
      const apps = await this.clients.count({ scope: scope.name });
      rows.push({ scope, apps, href: scopePath(scope.name) });
    }
    const shell = this.desk.shell(visitor, PATH, query);
    const api = [{ method: 'GET', path: `/v1${PATH}` }];
    sendPage(reply, this.pages.adminScopes({ shell, api, rows, add: NEW_SCOPE_PATH }));
  }

  @Get('new-scope')
  askForNew(@CurrentPerson() visitor: SignedInVisitor, @Res() reply: FastifyReply): void {
    sendPage(reply, this.views.page(visitor, { draft: NEW_SCOPE }));
  }

  @Post('new-scope')
  async create(
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const draft = readDraft(form, null);
    if (isPreview(form)) return sendPage(reply, this.views.page(visitor, { draft }));
    const work = async () => {
      const { name } = draft;
      const words = wordsIn(draft);
      requireValid(words, name);
      await this.desk.requireSudo(visitor, form);
      // A form that is sent again asks for what is there already.
      const there = (await this.scopes.all()).find(({ scope }) => scope.name === name);
      if (!there || there.isFixed || !sameWords(words, wordsOf(there.scope))) {
        await this.scopes.create(name, words, userParty(visitor.signedIn.user.id));
      }
      redirect(reply, this.desk.path(PATH, 'scope-added'));
    };
    await answerForm(reply, work, (errors) => this.views.page(visitor, { draft, errors }));
  }

  @Get('scopes/:name')
  async show(
    @Param('name') name: string,
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const known = await this.scopes.find(name);
    sendPage(reply, this.views.page(visitor, { known, draft: draftOf(known.scope), query }));
  }

  @Post('scopes/:name')
  async change(
    @Param('name') name: string,
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const known = await this.scopes.find(name);
    const stored = draftOf(known.scope);
    const typed = readDraft(form, known.isFixed ? stored : null);
    const draft = { ...typed, name };
    if (isPreview(form)) return sendPage(reply, this.views.page(visitor, { known, draft }));
    const work = async () => {
      const words = wordsIn(draft);
      requireValid(words);
      await this.desk.requireSudo(visitor, form);
      if (!sameWords(words, wordsOf(known.scope))) {
        const condition = new Precondition([Number(form.oneOrNull('version') ?? NaN)]);
        const actor = userParty(visitor.signedIn.user.id);
        await this.scopes.change(name, changesIn(words, known.isFixed), { condition, actor });
      }
      redirect(reply, this.desk.path(scopePath(name), 'saved'));
    };
    await answerForm(reply, work, async (errors) =>
      this.views.page(visitor, { known: await this.scopes.find(name), draft, errors }),
    );
  }
}

const isPreview = (form: Parameters): boolean => form.oneOrNull('act') === 'preview';

/** @throws Problem `validation-failed` */
function requireValid(words: ScopeWords, name?: string): void {
  const errors = [...(name === undefined ? [] : scopeNameFaults(name)), ...wordFaults(words)];
  if (errors.length > 0) throw new Problem('validation-failed', errors[0]!.detail, { errors });
}
