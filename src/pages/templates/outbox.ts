import { type Html, html } from '../html';
import type { PageKit } from '../page-kit';
import { facts } from './parts';

export interface OutboxView {
  mails: readonly { to: string; subject: string; text: string; at: number }[];
}

/** For developers: the mails that nobody was sent, the latest first. Their links can be followed. */
export function outboxPage(kit: PageKit, { mails }: OutboxView): Html {
  const title = kit.t('outbox.title');
  const mail = ({ to, subject, text, at }: OutboxView['mails'][number]) =>
    html`<section class="card stack"><h2>${subject}</h2>
      ${facts([
        [kit.t('outbox.to'), to],
        [kit.t('outbox.at'), kit.moment(at)],
      ])}<p class="letter">${withLinks(text)}</p></section>`;
  return kit.document(
    title,
    html`<header class="topbar"><div>${kit.brand()}</div></header>
      <main class="app plain" id="main"><div class="stack stack-l"><h1>${title}</h1><p class="muted">${kit.t('outbox.text')}</p>
        ${mails.length > 0 ? mails.map(mail) : html`<section class="card empty"><h2>${kit.t('outbox.empty')}</h2></section>`}</div></main>${kit.foot()}`,
  );
}

/** Every second part of the split is an address. */
const withLinks = (text: string): Html[] =>
  text
    .trim()
    .split(/(https?:\/\/\S+)/)
    .map((part, index) => (index % 2 === 0 ? html`${part}` : html`<a href="${part}">${part}</a>`));
