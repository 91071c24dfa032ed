import type { Settings } from '../../config/settings';
import type { MessageKey } from '../../locales/words';
import { type Html, html, type Part } from '../html';
import type { PageKit } from '../page-kit';
import { type ApiCall, sameByApi } from './admin';
import { type LiveForm, liveForm, liveName, liveValue, yesNo } from './admin-settings-form';
import { FormErrors } from './forms';
import { table } from './parts';
import { shellPage, type ShellView } from './shell';

export interface AdminSettingsView extends LiveForm {
  shell: ShellView;
  api: ApiCall[];
}

/** A setting that may be shown: never a secret, nor an address with a password in it. */
interface Fact {
  what: MessageKey;
  variable: string;
  value: (kit: PageKit, settings: Settings) => Part;
}

const FACTS: Fact[] = [
  {
    what: 'serverSettings.issuer',
    variable: 'ISSUER',
    value: (_, { issuer }) => html`<code>${issuer}</code>`,
  },
  {
    what: 'serverSettings.format',
    variable: 'ACCESS_TOKEN_FORMAT',
    value: (_, { accessTokenFormat }) => html`<code>${accessTokenFormat}</code>`,
  },
  {
    what: 'serverSettings.signing',
    variable: 'SIGNING_ALG',
    value: (_, { signingAlg }) => html`<code>${signingAlg}</code>`,
  },
  {
    what: 'serverSettings.patNever',
    variable: 'PAT_ALLOW_NEVER',
    value: (kit, { patAllowNever }) => yesNo(kit, patAllowNever),
  },
  {
    what: 'serverSettings.passwordMin',
    variable: 'PASSWORD_MIN_LENGTH',
    value: (kit, { passwordMinLength }) => kit.number(passwordMinLength),
  },
  {
    what: 'serverSettings.mail',
    variable: 'SMTP_URL',
    value: (kit, { smtpUrl }) => yesNo(kit, smtpUrl !== null),
  },
  {
    what: 'serverSettings.rate',
    variable: 'API_RATE_LIMIT',
    value: (kit, { apiRateLimit }) =>
      apiRateLimit === 0 ? kit.t('serverSettings.noLimit') : kit.number(apiRateLimit),
  },
  { what: 'serverSettings.docs', variable: 'DOCS', value: (kit, { docs }) => yesNo(kit, docs) },
  {
    what: 'serverSettings.playground',
    variable: 'PLAYGROUND',
    value: (kit, { playground }) => yesNo(kit, playground),
  },
];

/** What stands in one line of the table. */
interface Line {
  what: Part;
  variable: string;
  value: Part;
}

/** How the server works: what administrators may change here, and what is set where it is started. */
export function adminSettingsPage(kit: PageKit, view: AdminSettingsView): Html {
  const title = kit.t('serverSettings.title');
  const errors = new FormErrors(kit, view.errors);
  const body = html`<h1>${title}</h1>${errors.summary()}<p class="muted">${kit.t('serverSettings.intro')}</p>
    ${liveForm(kit, view, errors)}
    <section class="card stack"><header><h2>${kit.t('serverSettings.fixed')}</h2></header><p class="muted">${kit.t('serverSettings.fixedText')}</p>${factTable(kit, view)}</section>${sameByApi(kit, view.api)}`;
  return shellPage(kit, view.shell, { title, body, error: errors.any });
}

function factTable(kit: PageKit, view: AdminSettingsView): Html {
  const locked = view.rows
    .filter((row) => row.locked)
    .map((row) => ({
      what: liveName(kit, row),
      variable: row.variable,
      value: liveValue(kit, row, row.now),
    }));
  const rest = FACTS.map(({ what, variable, value }) => ({
    what: kit.t(what),
    variable,
    value: value(kit, kit.settings),
  }));
  return table<Line>(
    kit.t('serverSettings.fixed'),
    [
      { title: kit.t('serverSettings.what'), cell: ({ what }) => what },
      { title: kit.t('serverSettings.value'), cell: ({ value }) => value },
      { title: kit.t('serverSettings.variable'), cell: ({ variable }) => html`<code>${variable}</code>` },
    ],
    [...locked, ...rest],
  );
}
