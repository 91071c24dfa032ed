import { type Html, html, type Part } from '../html';
import type { PageKit } from '../page-kit';
import { codeBlock } from './parts';

export interface MessageView {
  title: Part;
  text: Part;
  /** A command to copy, in a box of its own. */
  code?: string;
  next: { label: Part; href: string } | null;
}

export interface ErrorView extends MessageView {
  requestId: string;
  at: Date;
  /** For the app's developer, folded in: label and value. */
  facts: [label: string, value: Part][];
}

/** One thing to know, and where to go on. */
export const messagePage = (kit: PageKit, view: MessageView): Html =>
  kit.authCard(view.title, messageBody(kit, view), { wide: view.code !== undefined });

/** What went wrong, for the person; what a developer needs is folded in, in English like the protocol. */
export function errorPage(kit: PageKit, view: ErrorView): Html {
  const facts: [string, Part][] = [
    ...view.facts,
    ['request id', html`<code>${view.requestId}</code>`],
    ['time', html`<code>${view.at.toISOString().replace('T', ' ').slice(0, 19)} UTC</code>`],
  ];
  const summary = kit.t(view.facts.length > 0 ? 'error.forDeveloper' : 'error.details');
  const body = html`${messageBody(kit, view)}
    <details><summary><strong>${summary}</strong></summary>
      <dl class="facts" lang="en">${facts.map(([label, value]) => html`<dt>${label}</dt><dd>${value instanceof Object ? value : html`<code>${value}</code>`}</dd>`)}</dl>
    </details>`;
  return kit.authCard(view.title, body, { wide: true });
}

const messageBody = (kit: PageKit, view: MessageView): Html =>
  html`<h1>${view.title}</h1><p>${view.text}</p>${view.code && codeBlock(kit, view.code)}
      ${view.next && html`<p><a class="btn" href="${kit.at(view.next.href)}">${view.next.label}</a></p>`}`;
