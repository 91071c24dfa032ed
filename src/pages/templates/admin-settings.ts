import type { Settings } from '../../config/settings';
import type { MessageKey } from '../../locales/words';
import { type Html, html, type Part } from '../html';
import type { PageKit } from '../page-kit';
import { type ApiCall, sameByApi } from './admin';
import { table } from './parts';
import { shellPage, type ShellView } from './shell';

export interface AdminSettingsView {
  shell: ShellView;
  api: ApiCall[];
}

/** A setting that may be shown: never a secret, nor an address with a password in it. */
interface Fact {
  what: MessageKey;
  variable: string;
  value: (kit: PageKit, settings: Settings) => Part;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** "30 days", "90 minutes": in the largest unit that fits without a rest. */
function lasting(kit: PageKit, seconds: number): string {
  const [unit, length] = UNITS.find(([, size]) => seconds % size === 0)!;
  const format = new Intl.NumberFormat(kit.language, { style: 'unit', unit, unitDisplay: 'long' });
  return format.format(seconds / length);
}

const yesNo = (kit: PageKit, on: boolean): Html => kit.t(on ? 'serverSettings.on' : 'serverSettings.off');
const words = (list: readonly string[]): Part =>
  list.map((word, index) => html`${index > 0 && ', '}<code>${word}</code>`);

const FACTS: Fact[] = [
  {
    what: 'serverSettings.issuer',
    variable: 'ISSUER',
    value: (_, { issuer }) => html`<code>${issuer}</code>`,
  },
  { what: 'serverSettings.grants', variable: 'GRANTS', value: (_, { grants }) => words(grants) },
  {
    what: 'serverSettings.accessTtl',
    variable: 'ACCESS_TOKEN_TTL',
    value: (kit, { accessTokenTtl }) => lasting(kit, accessTokenTtl),
  },
  {
    what: 'serverSettings.refreshTtl',
    variable: 'REFRESH_TOKEN_TTL',
    value: (kit, { refreshTokenTtl }) => lasting(kit, refreshTokenTtl),
  },
  {
    what: 'serverSettings.absoluteTtl',
    variable: 'REFRESH_TOKEN_ABSOLUTE_TTL',
    value: (kit, { refreshTokenAbsoluteTtl }) => lasting(kit, refreshTokenAbsoluteTtl),
  },
  {
    what: 'serverSettings.codeTtl',
    variable: 'AUTH_CODE_TTL',
    value: (kit, { authCodeTtl }) => lasting(kit, authCodeTtl),
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
    what: 'serverSettings.patMax',
    variable: 'PAT_MAX_DAYS',
    value: (kit, { patMaxDays }) => kit.count('time.days', patMaxDays),
  },
  {
    what: 'serverSettings.patNever',
    variable: 'PAT_ALLOW_NEVER',
    value: (kit, { patAllowNever }) => yesNo(kit, patAllowNever),
  },
  {
    what: 'serverSettings.signup',
    variable: 'SIGNUP',
    value: (kit, { signup }) => yesNo(kit, signup === 'open'),
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

/** How the server is set up: to read here, to be changed where it is started. */
export function adminSettingsPage(kit: PageKit, view: AdminSettingsView): Html {
  const title = kit.t('serverSettings.title');
  const facts = table<Fact>(
    title,
    [
      { title: kit.t('serverSettings.what'), cell: ({ what }) => kit.t(what) },
      { title: kit.t('serverSettings.value'), cell: ({ value }) => value(kit, kit.settings) },
      { title: kit.t('serverSettings.variable'), cell: ({ variable }) => html`<code>${variable}</code>` },
    ],
    FACTS,
  );
  const body = html`<h1>${title}</h1><p class="muted">${kit.t('serverSettings.intro')}</p>
    <section class="card">${facts}</section>${sameByApi(kit, view.api)}`;
  return shellPage(kit, view.shell, { title, body });
}
