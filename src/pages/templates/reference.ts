import { type Html, html } from '../html';
import type { PageKit } from '../page-kit';
import { codeBlock, facts } from './parts';

export interface ReferenceOperation {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string | null;
  scopes: string[];
  parameters: { name: string; place: string; words: string }[];
  /** JSON Schema of the body, as text; null: none. */
  body: string | null;
  answers: { status: string; words: string }[];
  curl: string;
}

export interface ReferenceView {
  groups: { name: string; words: string; operations: ReferenceOperation[] }[];
}

/** The API reference. It is for developers, and English like the API itself. */
export function referencePage(kit: PageKit, { groups }: ReferenceView): Html {
  const title = 'API reference';
  const link = (name: string) => html`<a href="#${anchor(name)}">${name}</a>`;
  const body = html`<a class="skip" href="#main">${kit.t('nav.skip')}</a>
    <header class="topbar"><div>${kit.brand()}<a class="btn s" href="${kit.at('/openapi.json')}">openapi.json</a></div></header>
    <div class="app" lang="en"><nav class="nav" aria-label="${title}"><h2>${title}</h2>${groups.map(({ name }) => link(name))}</nav>
      <main id="main" class="stack stack-l" tabindex="-1"><h1>${title}</h1>
        <p>Every request takes an access token: <code>Authorization: Bearer $TOKEN</code>. Get one with client credentials, or make one under <a href="${kit.at('/settings/tokens')}">Access tokens</a>. Errors are problem details (RFC 9457); their <code>type</code> leads to an explanation.</p>
        ${groups.map((group) => section(kit, group))}</main></div>`;
  return kit.document(title, body);
}

const anchor = (name: string): string => name.toLowerCase().replace(/\W+/g, '-');

const section = (kit: PageKit, { name, words, operations }: ReferenceView['groups'][number]): Html =>
  html`<section class="card stack" id="${anchor(name)}"><h2>${name}</h2><p class="muted">${words}</p>${operations.map((operation) => details(kit, operation))}</section>`;

function details(kit: PageKit, operation: ReferenceOperation): Html {
  const { id, method, path, summary, description, scopes, parameters, body, answers, curl } = operation;
  const rows = parameters.map(
    ({ name, place, words }) => [html`<code>${name}</code> ${place !== 'query' && place}`, words] as const,
  );
  return html`<details id="${id}"><summary><code>${method} ${path}</code> ${summary}</summary><div class="stack stack-s">
    ${description && html`<p>${description}</p>`}
    ${scopes.length > 0 && html`<p>Scope: ${scopes.map((scope) => html`<code>${scope}</code> `)}</p>`}
    ${codeBlock(kit, curl, `curl-${id}`)}
    ${rows.length > 0 && html`<h3>Parameters</h3>${facts(rows)}`}
    ${body && html`<h3>Body</h3>${codeBlock(kit, body)}`}
    <h3>Answers</h3>${facts(answers.map(({ status, words }) => [html`<code>${status}</code>`, words] as const))}</div></details>`;
}
