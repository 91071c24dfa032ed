import type { MessageKey } from '../../locales/words';
import { type Html, html, type Part } from '../html';
import type { PageKit } from '../page-kit';

export type Tone = 'info' | 'ok' | 'warn' | 'bad';

/** Up to two letters that stand for a name. */
export function initials(name: string): string {
  const words = name.split(/\s+/).map((word) => word.replace(/^[^\p{L}\p{N}]+/u, ''));
  return words
    .filter((word) => word !== '')
    .slice(0, 2)
    .map((word) => [...word][0]!)
    .join('')
    .toUpperCase();
}

export const badge = (tone: Tone | '', words: Part): Html =>
  html`<span class="badge ${tone}">${words}</span>`;

/** A box that says something about the page; what has just happened is announced. */
export const note = (tone: Tone, title: Part, body: Part): Html =>
  html`<section class="note ${tone}" role="status"><h2>${title}</h2>${body}</section>`;

/** What has just been done: announced. */
export const doneNote = (kit: PageKit, done: MessageKey): Html =>
  html`<div class="note ok" role="status" id="done"><p>${kit.t(done)}</p></div>`;

/** A button that copies what stands in the element with that id; it shows up where scripts run. */
export const copyButton = (kit: PageKit, id: string, what: Part): Html =>
  html`<button class="btn s" type="button" data-copy="${id}" data-done="${kit.t('action.copied')}" hidden>${kit.t('action.copy')}<span class="sr"> ${what}</span></button>`;

/** A command or a piece of code, to copy. It can be scrolled by keyboard. */
export function codeBlock(kit: PageKit, code: string, id?: string): Html {
  const pre = html`<pre tabindex="0"${id && html` id="${id}"`}><code>${code}</code></pre>`;
  return id ? html`<div class="codebox">${pre}${copyButton(kit, id, kit.t('action.copyCode'))}</div>` : pre;
}

/** A secret that is shown this once. */
export const secretBox = (kit: PageKit, id: string, value: string): Html =>
  html`<div class="secret"><output id="${id}">${value}</output>${copyButton(kit, id, '')}</div>`;

/** Name and value pairs. */
export const facts = (rows: (readonly [label: Part, value: Part] | null)[]): Html =>
  html`<dl class="facts">${rows.map((row) => row && html`<dt>${row[0]}</dt><dd>${row[1]}</dd>`)}</dl>`;

/** One column of a table; the last one, of buttons, has a title for screen readers only. */
export interface Column<T> {
  title: Html;
  cell: (row: T) => Part;
  actions?: boolean;
}

/** A table that becomes labelled cards on a phone. */
export function table<T>(caption: Part, columns: Column<T>[], rows: readonly T[]): Html {
  const head = ({ title, actions }: Column<T>) =>
    html`<th scope="col">${actions ? html`<span class="sr">${title}</span>` : title}</th>`;
  const cell = ({ title, cell: value, actions }: Column<T>, row: T) =>
    html`<td${actions && html` class="act"`} data-th="${title}">${value(row)}</td>`;
  return html`<table class="cards"><caption class="sr">${caption}</caption><thead><tr>${columns.map(head)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr>${columns.map((column) => cell(column, row))}</tr>`)}</tbody></table>`;
}

/** The way through a long list; `next` is the address of the next page, `first` of the first when this is another. */
export function pager(
  kit: PageKit,
  { next, first }: { next: string | null; first: string | null },
): Html | null {
  if (!next && !first) return null;
  return html`<nav class="row between" aria-label="${kit.t('pager.label')}">${first ? html`<a class="btn s" href="${kit.at(first)}">${kit.t('pager.first')}</a>` : html`<span></span>`}${next && html`<a class="btn s" href="${kit.at(next)}" rel="next">${kit.t('pager.next')}</a>`}</nav>`;
}

/** An empty list: what the thing is, and how to begin. */
export const empty = (title: Part, text: Part, actions: Part): Html =>
  html`<section class="card empty"><h2>${title}</h2><p>${text}</p><div class="row">${actions}</div></section>`;
