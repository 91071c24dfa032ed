import type { MessageKey } from '../../locales/words';
import { type Html, html, type Part } from '../html';
import type { FormView, PageKit } from '../page-kit';
import { doneNote } from './parts';

/** An entry of the navigation at the side. */
export interface NavEntry {
  /** Path of ours; the entry is marked on every page beneath it. */
  path: string;
  label: MessageKey;
}

export interface NavSection {
  title: MessageKey;
  entries: NavEntry[];
}

/** What stands around every page behind the sign-in. */
export interface ShellView {
  user: { name: string; email: string };
  /** Path of the entry that is marked. */
  current: string;
  sections: NavSection[];
  signOut: FormView;
  /** What has just been done, or null. */
  done: MessageKey | null;
}

/** Top bar, navigation, and the page. */
export function shellPage(
  kit: PageKit,
  shell: ShellView,
  page: { title: Part; body: Html; error?: boolean; script?: string },
): Html {
  const { signOut, user, done } = shell;
  const title = page.error ? kit.t('title.error', { title: page.title }) : page.title;
  const body = html`<a class="skip" href="#main">${kit.t('nav.skip')}</a>
    <header class="topbar"><div>${kit.brand()}<form method="post" action="${kit.at(signOut.action)}" id="sign-out" class="row">
      <span class="muted">${user.email}</span>${kit.hidden('csrf', signOut.csrf)}<button class="btn s" type="submit">${kit.t('action.signOut')}</button></form></div></header>
    <div class="app"><nav class="nav" aria-label="${kit.t('nav.label')}">${shell.sections.map((section) => navSection(kit, section, shell.current))}</nav>
      <main id="main" class="stack stack-l" tabindex="-1">${done && doneNote(kit, done)}${page.body}</main></div>${kit.foot()}`;
  return kit.document(title, body, page.script ? { script: page.script } : {});
}

const navSection = (kit: PageKit, { title, entries }: NavSection, current: string): Html =>
  html`<h2>${kit.t(title)}</h2>${entries.map(
    ({ path, label }) =>
      html`<a href="${kit.at(path)}"${path === current && html` aria-current="page"`}>${kit.t(label)}</a>`,
  )}`;
