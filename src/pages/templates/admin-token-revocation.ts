import type { FieldError } from '../../shared/domain/problem';
import { type Html, html } from '../html';
import type { PageKit } from '../page-kit';
import { type ApiCall, pick, sameByApi, searchForm } from './admin';
import { kindChoices } from './admin-tokens';
import { field, FormErrors, formStart, passwordAgain, type SettingsForm } from './forms';
import { empty } from './parts';
import { shellPage, type ShellView } from './shell';

/** Which tokens shall end, as it was typed. */
export interface RevocationSearch {
  user_id: string;
  client_id: string;
  kind: string;
  /** A day; its first moment counts, in UTC. */
  before: string;
}

export interface TokenRevocationView {
  shell: ShellView;
  api: ApiCall[];
  form: SettingsForm;
  errors: FieldError[];
  search: RevocationSearch;
  /** How many acts of granting it is about; null: nothing is selected yet. */
  matched: number | null;
}

const PATH = '/admin/tokens';

/** Says which tokens shall end, then how many that is about, then ends them. */
export function tokenRevocationPage(kit: PageKit, view: TokenRevocationView): Html {
  const { matched } = view;
  const title = kit.t('adminTokens.manyTitle');
  const errors = new FormErrors(kit, view.errors);
  const confirm =
    matched === 0
      ? empty(kit.t('adminTokens.none'), kit.t('adminTokens.noMatch'), null)
      : matched !== null && confirmForm(kit, { ...view, matched }, errors);
  const body = html`<p><a href="${kit.at(PATH)}">${kit.t('adminTokens.title')}</a></p><h1>${title}</h1>
    <p class="muted">${kit.t('adminTokens.manyText')}</p>${errors.summary()}${selection(kit, view.search, errors)}${confirm}${sameByApi(kit, view.api)}`;
  return shellPage(kit, view.shell, { title, body, error: errors.any });
}

function selection(kit: PageKit, search: RevocationSearch, errors: FormErrors): Html {
  return searchForm(
    kit,
    `${PATH}/revoke`,
    html`${field({ name: 'user_id', label: kit.t('adminTokens.userId'), value: search.user_id, autocomplete: 'off' })}
      ${field({ name: 'client_id', label: kit.t('apps.clientId'), value: search.client_id, autocomplete: 'off' })}
      ${pick({ name: 'kind', label: kit.t('adminTokens.kind'), any: kit.t('clients.any'), value: search.kind, options: kindChoices(kit) })}
      ${field({ name: 'before', label: kit.t('adminTokens.before'), value: search.before, type: 'date', error: errors.of('/issued_before') })}`,
  );
}

function confirmForm(
  kit: PageKit,
  { form, search, matched }: TokenRevocationView & { matched: number },
  errors: FormErrors,
): Html {
  const hidden = Object.entries(search).map(([name, value]) => kit.hidden(name, value));
  return html`<form method="post" action="${kit.at(form.action)}" class="card stack danger" id="confirm">${formStart(kit, form)}${hidden}
      <p>${kit.count('adminTokens.matched', matched)}</p>${passwordAgain(kit, form, errors)}
      <div class="row end"><a class="btn" href="${kit.at(PATH)}">${kit.t('action.cancel')}</a>
        <button class="btn danger solid" type="submit">${kit.t('adminTokens.revokeAll')}</button></div></form>`;
}
