import type { FieldError } from '../../shared/domain/problem';
import { type Html, html } from '../html';
import type { PageKit } from '../page-kit';
import { confirmPage } from './confirm';
import type { SettingsForm } from './forms';
import { overlapChoice } from './overlap';
import type { ShellView } from './shell';
import { expiry, type NewTokenView, type TokenDraft } from './tokens';

export interface RotateTokenView extends Pick<NewTokenView, 'presets' | 'mayLastForever' | 'lastDate'> {
  shell: ShellView;
  form: SettingsForm;
  errors: FieldError[];
  name: string;
  draft: Pick<TokenDraft, 'expires' | 'date'> & { overlap: number };
  /** How long the former value may still work, in seconds. */
  overlaps: number[];
}

/** A new value for the same purpose. */
export function rotateTokenPage(kit: PageKit, view: RotateTokenView): Html {
  const { shell, form, name, draft, overlaps } = view;
  return confirmPage(kit, {
    shell,
    form,
    errors: view.errors,
    title: kit.t('tokens.rotateTitle', { name }),
    text: kit.t('tokens.rotateText'),
    fields: (errors) =>
      html`${overlapChoice(kit, kit.t('tokens.overlap'), overlaps, draft.overlap)}${expiry(kit, view, errors.of('/expires_in'))}`,
    submit: kit.t('action.rotate'),
    danger: false,
    back: '/settings/tokens',
  });
}
