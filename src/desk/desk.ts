import { Injectable } from '@nestjs/common';
import { Once } from '../idempotency/application/once';
import type { SettingsForm } from '../pages/templates/forms';
import type { ShellView } from '../pages/templates/shell';
import { Sudo } from '../sessions/application/sudo';
import type { SignedInVisitor } from '../sessions/domain/visitor';
import type { Parameters } from '../shared/domain/parameters';
import { randomBase62 } from '../shared/domain/secret';
import { PageError } from '../shared/http/page-error';
import { Shell } from './shell';

const ONCE = /^[0-9A-Za-z]{22}$/;

/** What the controllers of the settings pages have at hand for every form. */
@Injectable()
export class Desk {
  constructor(
    private readonly shells: Shell,
    private readonly sudo: Sudo,
    private readonly works: Once,
  ) {}

  /** See `Shell.view`. */
  shell(visitor: SignedInVisitor, current: string, query: unknown = {}): ShellView {
    return this.shells.view(visitor, current, query);
  }

  /** See `Shell.form`. */
  form(
    visitor: SignedInVisitor,
    action: string,
    options: { once?: string | null; sensitive?: boolean } = {},
  ): SettingsForm {
    return this.shells.form(visitor, action, options);
  }

  /** See `Shell.path`. */
  path(path: string, done: string): string {
    return this.shells.path(path, done);
  }

  /** Names one form of one page, so that what it makes is made once. */
  newOnce(): string {
    return randomBase62(22);
  }

  /** @throws Problem `reauthentication-required`; the form is shown again and asks for the password */
  requireSudo(visitor: SignedInVisitor, form: Parameters): Promise<void> {
    return this.sudo.require(visitor, form.oneOrNull('current_password'));
  }

  /**
   * Makes what the form asks for, once, however often it is sent.
   *
   * @param back where the person finds what was made before
   * @throws PageError when it was made before: what it showed then is not shown again
   */
  async once<T>(
    visitor: SignedInVisitor,
    form: Parameters,
    back: string,
    work: () => Promise<{ result: T; resource: string }>,
  ): Promise<T> {
    const key = form.oneOrNull('once') ?? '';
    if (!ONCE.test(key)) throw PageError.staleForm('the form does not say which it is');
    const by = visitor.signedIn.user.id;
    const outcome = await this.works.run({ by, key, request: back }, work);
    if (outcome.kind === 'done') return outcome.result;
    throw new PageError(409, 'error.alreadyMade', { next: { label: 'action.goThere', href: back } });
  }
}
