import type { MessageKey } from '../../locales/words';
import { type Html, html } from '../html';
import type { PageKit } from '../page-kit';
import { type ApiCall, sameByApi } from './admin';
import { type AuditRow, eventTable } from './admin-audit';
import { facts } from './parts';
import { shellPage, type ShellView } from './shell';

export interface AdminOverviewView {
  shell: ShellView;
  api: ApiCall[];
  numbers: {
    users: number;
    clients: number;
    tokens: number;
    /** Null where the audit log is kept elsewhere; so are the others. */
    signIns24h: number | null;
    secretsEnding30d: number;
    reuseDetected7d: number | null;
    locked24h: number | null;
    lastKeyRotation: number | null;
  };
  events: AuditRow[];
}

/** How the server is: four numbers, what needs a look, and what happened last. */
export function adminOverviewPage(kit: PageKit, { shell, api, numbers, events }: AdminOverviewView): Html {
  const title = kit.t('nav.overview');
  const fact = (label: MessageKey, value: number | null, href: string) =>
    value === null
      ? null
      : ([kit.t(label), html`<a href="${kit.at(href)}">${kit.number(value)}</a>`] as const);
  const four = facts(
    [
      fact('overview.people', numbers.users, '/admin/users'),
      fact('overview.apps', numbers.clients, '/admin/clients'),
      [kit.t('overview.tokens'), kit.number(numbers.tokens)] as const,
      fact('overview.signIns', numbers.signIns24h, '/admin/audit?type=user.login.succeeded'),
    ].filter((one) => one !== null),
  );
  const body = html`<h1>${title}</h1>
    <section class="card stack">${four}<p class="muted">${kit.t('overview.tokensText')}</p></section>
    ${needsLook(kit, numbers, fact)}
    ${events.length > 0 && html`<section class="card stack"><h2>${kit.t('overview.events')}</h2>${eventTable(kit, events)}<p><a href="${kit.at('/admin/audit')}">${kit.t('overview.all')}</a></p></section>`}
    ${sameByApi(kit, api)}`;
  return shellPage(kit, shell, { title, body });
}

function needsLook(
  kit: PageKit,
  { secretsEnding30d, reuseDetected7d, locked24h, lastKeyRotation }: AdminOverviewView['numbers'],
  fact: (label: MessageKey, value: number | null, href: string) => readonly [Html, Html] | null,
): Html {
  const found = [
    fact('overview.secrets', secretsEnding30d || null, '/admin/clients'),
    fact('overview.reuse', reuseDetected7d || null, '/admin/audit?type=refresh.reuse_detected'),
    fact('overview.locked', locked24h || null, '/admin/audit?type=user.login.locked'),
  ].filter((one) => one !== null);
  const list = found.length > 0 ? facts(found) : html`<p>${kit.t('overview.nothing')}</p>`;
  const key =
    lastKeyRotation === null
      ? null
      : html`<p><a href="${kit.at('/admin/keys')}">${kit.t('overview.keyAge', { at: kit.day(lastKeyRotation) })}</a></p>`;
  return html`<section class="card stack"><h2>${kit.t('overview.look')}</h2>${list}${key}</section>`;
}
