import { type Html, html } from '../html';
import type { PageKit } from '../page-kit';

export interface HomeView {
  /** Words and links for developers; not in production. */
  developer: boolean;
  /** Whether the playground is there. */
  playground: boolean;
}

/** The start page for visitors who are not signed in. */
export function homePage(kit: PageKit, view: HomeView): Html {
  const title = view.developer ? kit.t('home.running') : kit.settings.appName;
  const signIn = html`<a class="btn s" href="${kit.at('/login')}">${kit.t('signIn.title')}</a>`;
  return kit.document(
    title,
    html`<header class="topbar"><div>${kit.brand()}${signIn}</div></header>
      <main class="app plain" id="main"><div class="stack stack-l"><h1>${title}</h1>${view.developer && developerCards(kit, view)}</div></main>${kit.foot()}`,
  );
}

function developerCards(kit: PageKit, view: HomeView): Html {
  const links: [href: string, label: Html][] = [
    [kit.at('/v1/scopes'), kit.t('home.scopes')],
    ...(view.playground ? [[kit.at('/playground'), kit.t('nav.playground')] as [string, Html]] : []),
  ];
  return html`<div class="grid2">
      <section class="card stack"><h2>${kit.t('home.tryIt')}</h2>
        <p>${kit.t('home.tryItText')}</p>
        <p class="row">${links.map(([href, label]) => html`<a href="${href}">${label}</a>`)}</p></section>
      <section class="card stack"><h2>${kit.t('home.useIt')}</h2>
        <p>${kit.t('home.useItText')}</p>
        <p class="row"><a href="${kit.settings.url('/.well-known/oauth-authorization-server')}">${kit.t('home.discovery')}</a><a href="${kit.settings.url('/.well-known/jwks.json')}">${kit.t('home.keys')}</a></p></section>
    </div>`;
}
