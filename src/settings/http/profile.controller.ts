import { Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AccountFeatures } from '../../accounts/application/account-features';
import { LANGUAGES } from '../../locales/words';
import type { Html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import type { ProfileValues } from '../../pages/templates/profile';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import type { Parameters } from '../../shared/domain/parameters';
import { type FieldError, fieldError, refused } from '../../shared/domain/problem';
import { FormBody } from '../../shared/http/form';
import { OwnProfile } from '../../users/application/own-profile';
import { answerForm, SettingsPages } from '../../desk/pages-behind-sign-in';
import { Shell } from '../../desk/shell';

const PATH = '/settings/profile';

/** What somebody has typed, and the version that they looked at. */
interface Sent extends ProfileValues {
  version: string;
}

/** Name and language of a person. */
@SettingsPages('settings/profile')
export class ProfileController {
  constructor(
    private readonly pages: Pages,
    private readonly shell: Shell,
    private readonly profile: OwnProfile,
    private readonly features: AccountFeatures,
  ) {}

  @Get()
  async show(
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendPage(reply, await this.page(visitor, { query }));
  }

  @Post()
  async save(
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const sent: Sent = {
      name: form.oneOrNull('name') ?? '',
      locale: form.oneOrNull('locale'),
      version: form.oneOrNull('version') ?? '',
    };
    const work = async () => {
      requireLanguage(sent.locale, visitor.signedIn.user.locale);
      const version = /^\d{1,9}$/.test(sent.version) ? Number(sent.version) : NaN;
      await this.profile.change(visitor.signedIn.user.id, { ...sent, version });
      redirect(reply, this.shell.path(PATH, 'saved'));
    };
    await answerForm(reply, work, (errors) => this.page(visitor, { sent, errors }));
  }

  private async page(
    visitor: SignedInVisitor,
    { query, sent, errors = [] }: { query?: unknown; sent?: Sent; errors?: FieldError[] },
  ): Promise<Html> {
    const { user } = visitor.signedIn;
    const own = await this.profile.find(user.id);
    const { name, locale, email, emailVerified } = own ?? user;
    const shell = this.shell.view(visitor, PATH, query);
    const saved = { name, locale };
    const changeEmail = own && this.features.hasMail ? `${PATH}/email` : null;
    const common = { shell, email, emailVerified, changeEmail, saved };
    if (!own) return this.pages.profile({ ...common, edit: null });
    // Whoever has seen the words about a lost race decides about what is there now.
    const keepsVersion = sent !== undefined && errors.every(({ code }) => code !== 'version-mismatch');
    const version = keepsVersion ? sent.version : String(own.version);
    const form = this.shell.form(visitor, PATH);
    return this.pages.profile({ ...common, edit: { form, errors, typed: sent ?? saved, version } });
  }
}

/** One that the list offers: ours, or the one that was there before. */
function requireLanguage(locale: string | null, before: string | null): void {
  if (locale === null || locale === before || LANGUAGES.some((language) => language === locale)) return;
  throw refused('validation-failed', fieldError('/locale', 'unknown', 'fault.language'));
}
