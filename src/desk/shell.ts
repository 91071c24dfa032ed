import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings';
import type { SettingsForm } from '../pages/templates/forms';
import type { NavSection, ShellView } from '../pages/templates/shell';
import { Csrf } from '../sessions/application/csrf';
import { Sudo } from '../sessions/application/sudo';
import { type SignedInVisitor, signedInPurpose } from '../sessions/domain/visitor';
import { OWN_FORM } from '../sessions/own-form.guard';
import { doneIn } from '../shared/http/done';
import { DirectoryKind } from '../users/application/directory-kind';

/** The pages of everybody, in the order of the navigation. */
const SECTIONS: NavSection[] = [
  {
    title: 'nav.account',
    entries: [
      { path: '/settings/profile', label: 'nav.profile' },
      { path: '/settings/security', label: 'nav.security' },
      { path: '/settings/sessions', label: 'nav.sessions' },
      { path: '/settings/connections', label: 'nav.connections' },
    ],
  },
  {
    title: 'nav.appsAndApi',
    entries: [
      { path: '/settings/apps', label: 'nav.apps' },
      { path: '/settings/tokens', label: 'nav.tokens' },
    ],
  },
];

/** The pages of administrators. */
const ADMIN: NavSection = {
  title: 'nav.admin',
  entries: [
    { path: '/admin', label: 'nav.overview' },
    { path: '/admin/users', label: 'nav.users' },
    { path: '/admin/clients', label: 'nav.clients' },
    { path: '/admin/tokens', label: 'nav.allTokens' },
    { path: '/admin/scopes', label: 'nav.scopes' },
    { path: '/admin/keys', label: 'nav.keys' },
    { path: '/admin/audit', label: 'nav.audit' },
    { path: '/admin/settings', label: 'nav.serverSettings' },
  ],
};

const PLAYGROUND = { path: '/playground', label: 'nav.playground' } as const;

/** What stands around the settings pages, and in their forms. */
@Injectable()
export class Shell {
  private readonly sections: NavSection[];
  private readonly admin: NavSection;

  constructor(
    private readonly csrf: Csrf,
    private readonly sudo: Sudo,
    private readonly settings: Settings,
    directory: DirectoryKind,
  ) {
    this.sections = SECTIONS.map((section) =>
      settings.playground && section.title === 'nav.appsAndApi'
        ? { ...section, entries: [...section.entries, PLAYGROUND] }
        : section,
    );
    // People who are kept elsewhere are looked after there.
    const entries = ADMIN.entries.filter(({ path }) => directory.isLocal || path !== '/admin/users');
    this.admin = { ...ADMIN, entries };
  }

  /** The address of one of these pages, as the browser knows it, which then says `done.<done>`. */
  path(path: string, done: string): string {
    return `${this.settings.path(path)}?done=${done}`;
  }

  /** @param query may say `done`: what has just been done */
  view(visitor: SignedInVisitor, current: string, query: unknown = {}): ShellView {
    const { user } = visitor.signedIn;
    const csrf = this.csrf.token(visitor.browser, signedInPurpose('logout', visitor));
    return {
      user: { name: user.name, email: user.email },
      current,
      sections: user.role === 'admin' ? [...this.sections, this.admin] : this.sections,
      signOut: { action: '/logout', csrf },
      done: doneIn(query),
    };
  }

  /**
   * What a form carries.
   *
   * @param options `once`: it makes something that must not be made twice; `sensitive`: it asks for the password when
   *   the sign-in is some time ago
   */
  form(
    visitor: SignedInVisitor,
    action: string,
    { once = null, sensitive = false }: { once?: string | null; sensitive?: boolean } = {},
  ): SettingsForm {
    return {
      action,
      csrf: this.csrf.token(visitor.browser, signedInPurpose(OWN_FORM, visitor)),
      once,
      passwordAgain: sensitive && !this.sudo.isFresh(visitor),
      email: visitor.signedIn.user.email,
    };
  }
}
