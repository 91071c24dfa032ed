import type { ScopeDefinition, ScopeRisk } from '../../scopes/domain/scope';
import { type Html, html, type Part } from '../html';
import type { PageKit } from '../page-kit';

const RISKS: ScopeRisk[] = ['read', 'write', 'danger'];

/** Scopes to choose from as cards, grouped by what they can do: look, change, destroy. */
export function scopeChoice(
  kit: PageKit,
  view: { legend: Part; scopes: readonly ScopeDefinition[]; chosen: readonly string[]; error: Part },
): Html {
  const { legend, scopes, chosen, error } = view;
  const group = (risk: ScopeRisk) => {
    const inIt = scopes.filter((scope) => scope.risk === risk);
    return (
      inIt.length > 0 &&
      html`<fieldset class="stack stack-s${risk === 'danger' && ' hot'}"><legend>${kit.t(`scope.group.${risk}`)}</legend>
        <div class="grid2">${inIt.map((scope) => card(kit, scope, chosen.includes(scope.name)))}</div></fieldset>`
    );
  };
  const words = error && html`<p class="err" id="scopes-error">${error}</p>`;
  return html`<fieldset class="stack" id="scopes"${error && html` aria-describedby="scopes-error"`}><legend>${legend}</legend>${words}${RISKS.map(group)}</fieldset>`;
}

const card = (kit: PageKit, scope: ScopeDefinition, checked: boolean): Html =>
  html`<label class="choice"><input type="checkbox" name="scopes" value="${scope.name}"${checked && html` checked`}><span>${kit.scopeText(scope)}<small><code>${scope.name}</code></small></span></label>`;
