import type { MessageKey } from '../../locales/words';
import { type Html, html, type Part } from '../html';
import type { FormView, PageKit } from '../page-kit';
import { alert, field, passwordField } from './forms';
import { doneNote, initials } from './parts';

export interface SignInView extends FormView {
  /** Names the request that goes on after the sign-in; null: the start page. */
  txn: string | null;
  /** Who is signed in here already, and may simply go on; null: nobody, or a password is wanted. */
  continueAs: { name: string; email: string; form: FormView } | null;
  /** Signed text that names the page to go back to, or null. */
  next: string | null;
  /** The app that the person is on the way to, or null. */
  appName: string | null;
  email: string;
  /** What has just been done, or null. */
  done: MessageKey | null;
  /** What went wrong with the last try, in the reader's language; null at first. */
  error: Part;
  /** Addresses of the pages for people who have no password, or no account; null: there is none. */
  forgot: string | null;
  signUp: string | null;
}

/** Email and password together, so that password managers fill both. */
export function signInPage(kit: PageKit, view: SignInView): Html {
  const error = view.error ? alert(view.error) : null;
  const invalid = view.error ? 'error' : null;
  const to = view.appName && kit.t('signIn.to', { app: html`<strong>${view.appName}</strong>` });
  const body = html`
    <div><h1>${kit.t('signIn.title')}</h1>${to && html`<p class="muted">${to}</p>`}</div>
    ${error}${view.done && doneNote(kit, view.done)}${continueForm(kit, view)}
    <form method="post" action="${kit.at(view.action)}" class="stack" id="sign-in">
      ${kit.hidden('csrf', view.csrf)}${kit.hidden('txn', view.txn)}${kit.hidden('next', view.next)}
      ${field({ name: 'email', label: kit.t('field.email'), type: 'email', value: view.email, autocomplete: 'username', required: true, autofocus: !view.continueAs, invalid })}
      ${passwordField(kit, { name: 'password', label: kit.t('field.password'), autocomplete: 'current-password', invalid })}
      <label class="row"><input type="checkbox" id="remember" name="remember" value="1"> <span>${kit.t('signIn.remember')}</span></label>
      <button class="btn primary block" type="submit">${kit.t('signIn.submit')}</button>
    </form>
    ${(view.forgot || view.signUp) && html`<p class="row between">${link(kit, view.forgot, 'signIn.forgot')}${link(kit, view.signUp, 'signIn.signUp')}</p>`}`;
  const title = kit.t('signIn.title');
  return kit.authCard(view.error ? kit.t('title.error', { title }) : title, body);
}

/** "Choose account", with the one that is known here. */
const continueForm = (kit: PageKit, { continueAs, txn, next }: SignInView): Html | null =>
  continueAs &&
  html`<form method="post" action="${kit.at(continueAs.form.action)}" id="continue" class="stack">
      ${kit.hidden('csrf', continueAs.form.csrf)}${kit.hidden('txn', txn)}${kit.hidden('next', next)}
      <div class="who"><span class="avatar" aria-hidden="true">${initials(continueAs.name).slice(0, 1)}</span><span><strong>${continueAs.name}</strong><br><small>${continueAs.email}</small></span></div>
      <button class="btn primary block" type="submit">${kit.t('signIn.continueAs', { name: continueAs.name })}</button></form>
    <p class="or">${kit.t('signIn.otherAccount')}</p>`;

const link = (kit: PageKit, href: string | null, key: 'signIn.forgot' | 'signIn.signUp') =>
  href && html`<a href="${kit.at(href)}">${kit.t(key)}</a>`;

export interface SignOutView extends FormView {
  user: { name: string; email: string };
}

export function signOutPage(kit: PageKit, view: SignOutView): Html {
  const name = html`<strong>${view.user.name}</strong>`;
  const body = html`<h1>${kit.t('signOut.title')}</h1>
    <p>${kit.t('signOut.text', { name, email: view.user.email })}</p>
    <form method="post" action="${kit.at(view.action)}" id="sign-out">
      ${kit.hidden('csrf', view.csrf)}
      <button class="btn primary block" type="submit">${kit.t('action.signOut')}</button>
    </form>`;
  return kit.authCard(kit.t('action.signOut'), body);
}
