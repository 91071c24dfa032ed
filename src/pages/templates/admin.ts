import { type Html, html, type Part } from '../html';
import type { PageKit } from '../page-kit';
import { codeBlock } from './parts';

/** What the same would be by REST. */
export interface ApiCall {
  method: string;
  /** Path and query. */
  path: string;
  body?: object;
}

/** A command that does what the page shows or does. */
export function curlOf(kit: PageKit, { method, path, body }: ApiCall): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const lines = [
    `curl${method === 'GET' ? '' : ` -X ${method}`} ${quoted(kit.settings.url(path))}`,
    `  -H "Authorization: Bearer $TOKEN"`,
    ...(body ? [`  -H 'Content-Type: application/json'`, `  -d ${quoted(JSON.stringify(body))}`] : []),
  ];
  return lines.join(' \\\n');
}

/** The same by API, folded in at the end of every page for administrators. */
export function sameByApi(kit: PageKit, calls: readonly ApiCall[]): Html {
  const code = calls.map((call) => curlOf(kit, call)).join('\n\n');
  return html`<details class="card" id="same-by-api"><summary>${kit.t('admin.sameByApi')}</summary><div class="stack stack-s"><p class="muted">${kit.t('admin.apiToken')}</p>${codeBlock(kit, code, 'api-curl')}</div></details>`;
}

export interface Choice {
  value: string;
  label: Part;
}

/** One of a few words to look for; the first means any. */
export function pick(view: { name: string; label: Part; any: Part; value: string; options: Choice[] }): Html {
  const { name, label, any, value, options } = view;
  const option = ({ value: own, label: words }: Choice) =>
    html`<option value="${own}"${own === value && html` selected`}>${words}</option>`;
  return html`<div class="field"><label for="${name}">${label}</label><select id="${name}" name="${name}">${[{ value: '', label: any }, ...options].map(option)}</select></div>`;
}

/** A form that looks for something: its address can be shared. */
export const searchForm = (kit: PageKit, action: string, fields: Part): Html =>
  html`<form method="get" action="${kit.at(action)}" class="card search" id="search">${fields}<button class="btn" type="submit">${kit.t('clients.find')}</button></form>`;
